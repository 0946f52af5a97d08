"""Tables in which a question takes several rows: the question, then an option a row. PURE.

| Câu 1 | Thủ đô? |   |
| A     | Huế     |   |
| B     | Hà Nội  | x |

The letters may stand in a column of their own, before the words (“A. Huế”), or not at all where options have their
own column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.columns import OPTIONS, is_aside
from question_bank.exchange.inline import split_options
from question_bank.exchange.keys import is_place
from question_bank.exchange.layout import Layout, label, ordinal, tick
from question_bank.exchange.row_draft import Draft
from question_bank.exchange.rows import clean_lines
from question_bank.exchange.sheets import Sheet
from question_bank.exchange.signs import marks_of
from question_bank.kinds.choices import LETTERS

_LETTERED = re.compile(r"\s*(\*?)\(?([A-Ha-h])(\*?)\s*[.):/]\s*(?=\S)")
_KEY_ROW = re.compile(r"(?:đáp án(?: đúng)?|đ/a|đa|answer|key|trả lời)\s*(?:là)?\s*[:.\-]?\s*(\S.*)", re.I)
_STARTS = re.compile(r"(?:câu|bài|question)\s*\d|\d+[.)]", re.I)
_EXPLAINS = re.compile(r"(?:giải thích|lời giải|căn cứ|explanation)\s*:?\s*(\S.*)", re.I | re.S)
_TICKED = message(N_("cột đánh dấu"))


@dataclass(frozen=True)
class Stack:
    """The columns: of the letters (or None where the words begin with them), of the questions, of the options."""

    letters: int | None
    text: int
    option: int
    key: int | None = None
    number: int | None = None
    skip: frozenset[int] = frozenset()
    is_ticked: bool = False
    """Whether the column of the key ticks the options, in their own rows."""


def find_stack(sheet: Sheet, layout: Layout | None) -> Stack | None:
    """How questions stand one under the other in a sheet; None where they don't."""
    begin = layout.begin if layout else 0
    columns = layout.columns if layout else {}
    if any(option in columns for option in OPTIONS):
        return None
    body = [row for row in sheet.rows[begin:] if any(cell.strip() for cell in row)]
    if len(body) < 3:
        return None
    width = len(body[0])
    titles = layout.header.titles if layout else ("",) * width
    skip = frozenset(
        column
        for column in range(width)
        if (titles[column] and is_aside(titles[column]) and not any(label(row[column]) for row in body))
        or (layout and layout.mapping[column] not in ("", "text", "options", "key"))
    )
    number = layout.number if layout else None
    key = columns.get("key")
    lettered = next(
        (
            one
            for one in range(width)
            if one not in skip and one != key and _is_stacked([label(row[one]) for row in body])
        ),
        None,
    )
    if lettered is not None and _are_short([row for row in body if label(row[lettered])]):
        others = [column for column in range(width) if column not in skip | {lettered, number, key}]
        if not others:
            return None
        text = columns.get("text", max(others, key=lambda column: sum(len(row[column]) for row in body)))
        option = _words_beside(body, lettered, others, text)
        return Stack(lettered, text, option, key, number, skip)
    within = next(
        (one for one in range(width) if one not in skip and _is_stacked([_letter(row[one]) for row in body])),
        None,
    )
    if within is not None:
        return Stack(None, columns.get("text", within), within, key if key != within else None, number, skip)
    return _own_column(body, columns, key, number, skip)


def _own_column(
    body: Sequence[Sequence[str]],
    columns: dict[str, int],
    key: int | None,
    number: int | None,
    skip: frozenset[int],
) -> Stack | None:
    """Options without letters under each other, in a column beside the question's."""
    if "text" not in columns:
        return None
    text = columns["text"]
    for option in (columns.get("options"), key):
        if option is None:
            continue
        below = sum(bool(row[option].strip()) and not row[text].strip() for row in body)
        again = sum(
            bool(now[option].strip()) and clean(before[text]) == clean(now[text]) != ""
            for before, now in pairwise(body)
        )
        if below + again >= 0.4 * len(body):
            own = key if key != option else None
            letters = None
            if all(label(row[option]) for row in body if row[option].strip()):
                # Only letters: the words stand in another column.
                others = [at for at in range(len(body[0])) if at not in skip | {text, option, number, own}]
                filled = [at for at in others if any(row[at].strip() for row in body)]
                if not filled:
                    return None
                letters, option = option, _words_beside(body, option, filled, text)
            else:
                letters = _letters_beside(body, option, skip | {text, option, number, own})
            ticked = own is not None and any(
                now[own].strip() and clean(now[text]) in ("", clean(before[text]))
                for before, now in pairwise(body)
            )
            return Stack(letters, text, option, own, number, skip, ticked)
    return None


def _letters_beside(body: Sequence[Sequence[str]], option: int, taken: frozenset[int | None]) -> int | None:
    """The column that has a letter beside each option, None where there is none."""
    rows = [row for row in body if row[option].strip()]
    free = [at for at in range(len(body[0])) if at not in taken]
    return next((at for at in free if all(label(row[at]) for row in rows)), None)


def _words_beside(body: Sequence[Sequence[str]], lettered: int, others: Sequence[int], text: int) -> int:
    """The column with the words of the options."""
    rows = [row for row in body if label(row[lettered])]
    return max(others, key=lambda column: (sum(len(row[column]) for row in rows), column == text))


def _are_short(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows hold little but a letter and its words; in a table with a key column they hold a whole question."""
    return sum(bool(cell.strip()) for row in rows for cell in row) <= 3 * len(rows)


def _letter(text: str) -> str:
    found = _LETTERED.match(text)
    return found[2].upper() if found else ""


def _is_stacked(letters: Sequence[str]) -> bool:
    """Whether letters run A, B, … down the rows, again and again, with other rows between."""
    starts = [at for at, letter in enumerate(letters) if letter == "A"]
    runs = sum(at + 1 < len(letters) and letters[at + 1] == "B" for at in starts)
    follow = sum(
        letter in ("", "A") or (at > 0 and letters[at - 1] != "" and ord(letter) == ord(letters[at - 1]) + 1)
        for at, letter in enumerate(letters)
    )
    return bool(starts) and runs >= 0.8 * len(starts) and follow >= 0.85 * len(letters) and "" in letters


def draft_stack(sheet: Sheet, stack: Stack, begin: int, end: int) -> tuple[list[Draft], list[int]]:
    """The questions of the rows [begin, end); and the rows (from 0) that are headings between them."""
    reader = _Reader(sheet, stack)
    for at in range(begin, end):
        if any(cell.strip() for cell in sheet.rows[at]):
            reader.take(at)
    drafts = reader.drafts
    are_numbered = sum(map(_is_numbered, drafts)) >= 0.5 * len(drafts)
    headings = [
        draft.at
        for draft in drafts
        if not draft.options and not draft.cells.get("key") and are_numbered and not _is_numbered(draft)
    ]
    return [draft for draft in drafts if draft.at not in headings], headings


def _is_numbered(draft: Draft) -> bool:
    return draft.number is not None or bool(_STARTS.match(draft.cells.get("text", "")))


class _Reader:
    def __init__(self, sheet: Sheet, stack: Stack) -> None:
        self.sheet, self.stack = sheet, stack
        self.drafts: list[Draft] = []
        self.ticks: list[int] = []

    def take(self, at: int) -> None:
        row, stack = self.sheet.rows[at], self.stack
        said = " ".join(clean(cell) for cell in row if cell.strip())
        letter = label(row[stack.letters]) if stack.letters is not None else _letter(row[stack.option])
        has_own = stack.option != stack.text and (stack.letters is None or bool(letter))
        if self.drafts and (found := _KEY_ROW.fullmatch(said)) and not letter:
            self._key(found[1])
            return
        if self.drafts and (found := _EXPLAINS.fullmatch(said)) and not letter:
            self.drafts[-1].cells["explanation"] = clean_lines(found[1])
            return
        words = row[stack.text] if stack.text != stack.option or not letter else ""
        if has_own:
            if words.strip() and not (self.drafts and clean(words) == clean(self.drafts[-1].cells["text"])):
                self._question(at, row)
            if row[stack.option].strip():
                self._option(at, row, letter)
        elif letter:
            self._option(at, row, letter)
        else:
            self._question(at, row)

    def _question(self, at: int, row: Sequence[str]) -> None:
        stack = self.stack
        text = clean_lines(row[stack.text])
        ordinals = [stack.number, stack.letters, *range(stack.text)]
        number = next(
            (found for one in ordinals if one is not None and (found := ordinal(row[one])) is not None), None
        )
        if not text:
            text = clean_lines(max(row, key=len))
        if self.drafts and number is None and not self.drafts[-1].options and not _STARTS.match(text):
            # A stem of several rows.
            self.drafts[-1].cells["text"] += "\n" + text
            return
        stem, glued = split_options(text)
        draft = Draft(at, {"text": clean_lines(text[slice(*stem)])}, number=number)
        for (start, end), has_star in glued:
            self._append(draft, ("*" if has_star else "") + text[start:end], at)
        self.drafts.append(draft)
        if stack.is_ticked:
            pass  # its first option stands in the same row, and so does that one's tick
        elif stack.key is not None and row[stack.key].strip():
            draft.cells["key"] = clean_lines(row[stack.key])
        elif not glued:
            self._loose_key(draft, row)
        self._flaws(draft, at)

    def _loose_key(self, draft: Draft, row: Sequence[str]) -> None:
        """A lone letter in the question's row, in a column without a title that says so."""
        stack = self.stack
        if stack.letters is None and stack.text != stack.option:
            return
        for column in range(stack.text + 1, len(row)):
            if column not in stack.skip | {stack.letters} and re.fullmatch(
                r"[A-H](?:\s*[,;]\s*[A-H])*", clean(row[column])
            ):
                draft.cells["key"] = clean(row[column])

    def _option(self, at: int, row: Sequence[str], letter: str) -> None:
        stack = self.stack
        if not self.drafts:
            self.drafts.append(Draft(at, {"text": ""}))
        draft = self.drafts[-1]
        text = row[stack.option]
        place = len(draft.options)
        if letter:
            if place >= len(LETTERS) or letter != LETTERS[place]:
                draft.doubt(N_("Phương án “%(letter)s” không theo thứ tự chữ cái."), "", letter=letter)
            if stack.letters is None:
                found = _LETTERED.match(text)
                text = (found[1] + found[3] if found else "") + text[found.end() if found else 0 :]
            elif "*" in row[stack.letters]:
                text = "*" + text
        self._append(draft, text, at)
        self._flaws(draft, at)
        own = {stack.letters, stack.option, stack.number}
        for column, cell in enumerate(row):
            if (
                column in own
                or column in stack.skip
                or not cell.strip()
                or (column == stack.text and stack.text != stack.option)
            ):
                continue
            said = tick(cell)
            if column == stack.key and row[stack.text].strip() and re.fullmatch(r"[A-Ha-h]", clean(cell)):
                continue  # the question's key, which was read with it
            if said and (column == stack.key or not label(cell)):  # “D” is a letter: no short “Đúng”
                self._tick(draft, place)
            elif said is None and is_place(cell) and column == stack.key:
                self._key(cell)
            elif (said is None or said) and column != stack.text:
                draft.notes.append(
                    message(N_("Ô “%(cell)s” bên cạnh phương án chưa được đọc."), cell=clean(cell)[:80])
                )

    def _append(self, draft: Draft, text: str, at: int) -> None:
        draft.options.append(clean_lines(text))
        columns = {self.stack.option} | ({self.stack.letters} if self.stack.letters is not None else set())
        draft.marks.append(frozenset().union(*(marks_of(self.sheet, (at, column)) for column in columns)))

    def _tick(self, draft: Draft, place: int) -> None:
        if not draft.signs or draft.signs[-1][0] != _TICKED:
            draft.signs.append((_TICKED, []))
        draft.signs[-1][1].append(place)

    def _key(self, said: str) -> None:
        draft = self.drafts[-1]
        key = clean_lines(said)
        if draft.cells.get("key", key) != key and fold(draft.cells["key"]) != fold(key):
            draft.doubt(
                N_("Có hai đáp án khác nhau: “%(one)s” và “%(two)s”."), "", one=draft.cells["key"], two=key
            )
        draft.cells["key"] = key

    def _flaws(self, draft: Draft, at: int) -> None:
        draft.notes += self.sheet.remarks.get(at, ())
        for column in range(len(self.sheet.rows[at])):
            if flaw := self.sheet.flaws.get((at, column)):
                draft.doubts.append((flaw, ""))
