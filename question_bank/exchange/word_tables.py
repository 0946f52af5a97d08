"""A table of a Word document as lines: a question a row, options in cells, or paragraphs that it merely arranges. PURE."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.columns import (
    OPTIONS,
    WRONG,
    find_header,
    is_aside,
    propose,
)
from question_bank.exchange.key_tables import LETTERS_SAID
from question_bank.exchange.labels import find_label
from question_bank.exchange.layout import label
from question_bank.exchange.lines import Line, tidied
from question_bank.exchange.word_cells import (
    BARE,
    NUMBER,
    TICK,
    Cell,
    bare_lines,
    option_lines,
    question_lines,
    words_of,
)
from question_bank.exchange.word_rows import card_lines, plain_lines
from question_bank.kinds.choices import LETTERS

_COUNT = re.compile(r"stt|tt|so tt|so thu tu|cau(?: so)?|so cau|no|#|so", re.I)
_TICKED = re.compile(r"[(\[]?\s*[xX×✓✔☑√+*]\s*[)\]]?")
_BULLET = re.compile(r"[-+•*–]\s+")
_OTHER_KEY = re.compile(r"(?:dap an|key|answer)\b")
_PLACE = re.compile(r"\(?([1-8])\s?[.)/]\s+(?=\S)")
_LETTER_INSIDE = re.compile(r"(?:^|\s)\(?([A-Ha-h])\s?[.)/]\s*(?=\S)")
_MOST_OWN = 0.6  # of the rows: what a column holds where it isn't what its title says


def arrange(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The lines of a table, in the order in which they are read."""
    width = max(map(len, rows), default=0)
    texts = [[words_of(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if width > 1 and (found := _titles(rows, texts)):
        above, first, fields, titles, sides = found
        own = [line for row in rows[:above] for cell in row for line in cell]
        return own + _titled(rows[first:], fields, titles, sides)
    lettered = {"A", "B"} <= {row[0].upper() for row in texts if width > 1 and row[0] and row[1]}
    return card_lines(rows, lettered) or [line for row in rows for line in plain_lines(row, lettered)]


def _titles(
    rows: Sequence[Sequence[Cell]], texts: Sequence[Sequence[str]]
) -> tuple[int, int, list[str], list[str], dict[str, int]] | None:
    """(the first row of the titles, that under them, the columns' fields and titles, the columns of “Đúng” and “Sai”)."""
    header = find_header(texts)
    first, names = (header.first + header.height, list(header.titles)) if header else (0, [])
    if header is None:
        first = next(
            (
                at
                for at, row in enumerate(texts[:10], start=1)
                if len(_sides(_plain_titles(row))) == 2 and not any(map(BARE.fullmatch, row))
            ),
            0,
        )
        names = list(texts[first - 1]) if first else []
    titles = _plain_titles(names)
    sides = _sides(titles)
    fields = list(propose(names))
    if "options" in fields and "key" not in fields and list(sides) == ["dung"]:
        fields[sides.pop("dung")] = "key"  # it ticks the options, each in its row
    if not first or not ({"key", OPTIONS[0]} & set(fields) or len(sides) == 2):
        return None
    if "text" not in fields:
        taken = set(sides.values())
        free = [
            at
            for at, field in enumerate(fields)
            if not field and at not in taken and not _COUNT.fullmatch(titles[at])
        ]
        if not free:
            return None
        fields[max(free, key=lambda at: sum(len(row[at]) for row in texts[first:]))] = "text"
    if not {OPTIONS[0], "options"} & set(fields):
        # “Đáp án” over cells that hold all options, the right one in bold; or a title of the author's own.
        for at, field in enumerate(fields):
            cells = [row[at] for row in rows[first:] if at < len(row) and words_of(row[at])]
            own = sum(any(_holds_several(part) for part in _parts(cell)) for cell in cells)
            if not field and "key" in fields and not _COUNT.fullmatch(titles[at]) and not is_aside(names[at]):
                own = max(own, sum(len(bare_lines(cell)) > 1 for cell in cells))  # a line each
            if field in ("", "key") and cells and own > _MOST_OWN * len(cells):
                fields[at] = "options"
                break
    return (header.first if header else first - 1), first, fields, titles, sides


def _plain_titles(names: Sequence[str]) -> list[str]:
    return [fold(re.sub(r"[^\w\s]", " ", name)).strip() for name in names]


def _sides(titles: Sequence[str]) -> dict[str, int]:
    return {title: at for at, title in enumerate(titles) if title in ("dung", "sai", "d", "s")}


def _parts(cell: Cell) -> list[str]:
    """The lines of a cell, and all of them as one."""
    texts = [line.text for line in cell]
    return [*texts, " ".join(texts)]


def _kept(cell: Cell) -> str:
    """The words of a cell without those that are struck out, where others are left."""
    kept = clean(
        " ".join(
            "".join(letter for letter, own in zip(line.text, line.marks, strict=True) if "strike" not in own)
            for line in cell
        )
    )
    return kept or words_of(cell)


def _titled(
    rows: Sequence[Sequence[Cell]], fields: Sequence[str], titles: Sequence[str], sides: dict[str, int]
) -> list[Line]:
    columns = [at for at, field in enumerate(fields) if field == "options"]
    counts = Counter(len(bare_lines(row[at])) for row in rows for at in columns if at < len(row))
    reader = _Titled(fields, titles, sides, counts.most_common(1)[0][0] if counts else 0)
    for row in rows:
        reader.take(row)
    reader.end()
    return reader.found


def _holds_several(text: str) -> bool:
    """Whether a line holds the options A and B."""
    return [found[1].upper() for found in _LETTER_INSIDE.finditer(text)][:2] == ["A", "B"]


class _Titled:
    """Reads the rows under titles: a question a row, or a question and an option in each of the rows below."""

    def __init__(
        self, fields: Sequence[str], titles: Sequence[str], sides: dict[str, int], usual: int
    ) -> None:
        self.fields, self.titles, self.sides = fields, titles, sides
        self.usual = usual  # how many lines the cells of options mostly have
        self.count = next(
            (at for at, title in enumerate(titles) if not fields[at] and _COUNT.fullmatch(title)), None
        )
        self.other_keys = [
            at for at, title in enumerate(titles) if not fields[at] and _OTHER_KEY.match(title)
        ]  # of a second author: where they differ, which holds is to be asked
        self.found: list[Line] = []
        self.order = 0
        self.text = ""  # of the question that rows below may go on with
        self.letters = 0  # how many of its options had a row, or a line, of their own
        self.ticked: list[str] = []

    def take(self, row: Sequence[Cell]) -> None:
        """Read a row."""
        fields, found = self.fields, self.found
        cells = {field: row[at] for at, field in enumerate(fields) if field and at < len(row)}
        filled = [cell for cell in row if words_of(cell)]
        if not filled or self._is_printed_again(row):
            return
        text = cells.get("text") or []
        said = words_of(row[self.count]) if self.count is not None and self.count < len(row) else ""
        if self._goes_on(cells, said):
            return
        if len(filled) == 1 and len(fields) > 2 and (filled[0] is not text or not said):
            if filled[0] is text and found and find_label(text[0].text):
                found += text
            else:
                self.end()
                words = words_of(filled[0])
                found.append(
                    replace(filled[0][0], text=words, marks=(frozenset(),) * len(words), role="heading")
                )
            return
        number = NUMBER.fullmatch(said)
        if self.count is not None and number is None and found and text and find_label(text[0].text):
            found += text
            return
        self.end()
        self.order = int(number[1]) if number else self.order + 1
        self.text = words_of(text)
        found += question_lines(text, self.order)
        if wrong := [line for field in WRONG for line in bare_lines(cells.get(field, []))]:
            # “Đáp án đúng | Đáp án sai 1 | …”: the options in this order.
            for letter, line in zip(LETTERS, [*bare_lines(cells.get("key", [])), *wrong], strict=False):
                found += option_lines([line], letter)
            cells["key"] = [Line.plain("A", wrong[0].number)]
        for letter, option in zip(LETTERS, OPTIONS, strict=False):
            if option in cells and words_of(cells[option]):
                found += option_lines(cells[option], letter)
        self._options(cells.get("options", []), words_of(cells.get("key", [])))
        self._notes(row, cells)

    def end(self) -> None:
        """Say which options of the question were ticked, each in its row."""
        if self.ticked:
            self.found.append(replace(Line.plain(", ".join(self.ticked), self.found[-1].number), role="key"))
        self.text, self.letters, self.ticked = "", 0, []

    def _is_printed_again(self, row: Sequence[Cell]) -> bool:
        """Whether the titles stand in a row. One of a single known title may be a question: “Tình huống: …”."""
        said = [words_of(cell) for cell in row]
        fields = propose(said)[: len(self.fields)]
        return _plain_titles(said) == list(self.titles) or (
            fields == tuple(self.fields) and sum(map(bool, fields)) > 1
        )

    def _goes_on(self, cells: dict[str, Cell], said: str) -> bool:
        """Take the row of an option of the last question, if it is one: under the question in the options' column, or
        with its letter in the place of the number.
        """
        text, options, key = (words_of(cells.get(name, [])) for name in ("text", "options", "key"))
        if not self.text:
            return False
        if options and text in ("", self.text):
            own = cells["options"]
        elif (
            "options" not in cells
            and OPTIONS[0] not in cells
            and text
            and label(said) == LETTERS[min(self.letters, len(LETTERS) - 1)]
        ):
            own = cells["text"]
        else:
            return False
        self._one_option(own, key)
        return True

    def _options(self, cell: Cell, key: str) -> None:
        """The options of a cell: by their letters, else a line each; a single one where more follow in rows below."""
        lines = bare_lines(cell)
        if not lines:
            return
        bullets = [_BULLET.match(line.text) for line in lines]
        if not all(bullets):
            bullets = [_PLACE.match(line.text) for line in lines]
            if [found and found[1] for found in bullets] != [str(at) for at in range(1, len(lines) + 1)]:
                bullets = [None]
        if len(lines) > 1 and all(bullets):
            lines = [line.cut(found.end()) for line, found in zip(lines, bullets, strict=True) if found]
        if len(lines) == 1 and not _holds_several(lines[0].text):
            self._one_option(lines, key)
        elif any(find_label(tidied(line).text) for line in lines) or any(
            _holds_several(line.text) for line in lines
        ):
            self.found += lines
        elif len(lines) != self.usual and not self._is_sure(lines, key):
            self.found += lines  # one of them may go on in the next: to be looked at
        else:
            for letter, line in zip(LETTERS, lines, strict=False):
                self.found += option_lines([line], letter)

    def _is_sure(self, lines: Sequence[Line], key: str) -> bool:
        """Whether a line is an option each, though they are fewer or more than elsewhere."""
        said = [fold(line.text).strip(" .;") for line in lines]
        return sorted(said) == ["dung", "sai"] or fold(key).strip(" .;") in said

    def _one_option(self, cell: Cell, key: str) -> None:
        own = find_label(tidied(cell[0]).text)
        letter = own.upper if own is not None else LETTERS[min(self.letters, len(LETTERS) - 1)]
        self.letters += 1
        self.found += option_lines(cell, letter)
        if _TICKED.fullmatch(key):
            self.ticked.append(letter)

    def _notes(self, row: Sequence[Cell], cells: dict[str, Cell]) -> None:
        key = _kept(cells.get("key", []))
        if _TICKED.fullmatch(key) and not self.sides:
            key = ""  # it ticks the option beside it, and is no answer
        for title, at in self.sides.items():
            if at < len(row) and TICK.fullmatch(words_of(row[at])):
                key = ("Đúng" if title[0] == "d" else "Sai") if not key else f"{key}, {title}"
        place = row[0][0].number if row and row[0] else 0
        others = [_kept(row[at]) for at in self.other_keys if at < len(row)]
        others = [one for one in others if key and LETTERS_SAID.fullmatch(one) and fold(one) != fold(key)]
        for words, role in (
            (key, "key"),
            *((one, "key") for one in others),
            (words_of(cells.get("explanation", [])), "explanation"),
        ):
            if words:
                self.found.append(replace(Line.plain(words, place), role=role))
