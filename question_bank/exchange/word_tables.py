"""A table of a Word document as lines: a question a row, options in cells, or paragraphs that it merely arranges. PURE."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.answer_lines import find_answer
from question_bank.exchange.beside import again
from question_bank.exchange.columns import OPTIONS, WRONG, find_header, propose
from question_bank.exchange.key_tables import LETTERS_SAID, pairs
from question_bank.exchange.labels import find_label, find_start, is_heading
from question_bank.exchange.layout import label
from question_bank.exchange.lines import Line, tidied
from question_bank.exchange.options import begins_options
from question_bank.exchange.word_cells import (
    NUMBER,
    TICK,
    Cell,
    bare_lines,
    option_lines,
    question_lines,
    words_of,
)
from question_bank.exchange.word_columns import (
    COUNT,
    TICKED,
    Columns,
    find_columns,
    holds_several,
    plain_titles,
)
from question_bank.exchange.word_rows import card_lines, plain_lines
from question_bank.kinds.choices import LETTERS

_BULLET = re.compile(r"[-+•*–]\s+")
_OTHER_KEY = re.compile(r"(?:dap an|key|answer)\b")
_PLACE = re.compile(r"\(?([1-8])\s?[.)/]\s+(?=\S)")


def arrange(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The lines of a table, in the order in which they are read."""
    width = max(map(len, rows), default=0)
    texts = [[words_of(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if (header := find_header(texts)) and len(starts := again(header.titles)) > 1:
        # Tables beside each other: read one after the other.
        ends = [*starts[1:], width]
        return [
            line
            for start, end in zip(starts, ends, strict=True)
            for line in arrange([row[start:end] for row in rows])
        ]
    if width > 1 and (columns := find_columns(rows, texts)):
        own = [line for row in rows[: columns.above] for cell in row for line in cell]
        return own + _titled(rows[columns.first :], columns)
    lettered = {"A", "B"} <= {row[0].upper() for row in texts if width > 1 and row[0] and row[1]}
    lines = card_lines(rows, lettered) or [line for row in rows for line in plain_lines(row, lettered)]
    return _as_words(rows) if width > 2 and not _are_questions(lines, texts) else lines


def _are_questions(lines: Sequence[Line], texts: Sequence[Sequence[str]]) -> bool:
    """Whether lines that a table gave hold questions, parts of them or keys, as a programme or figures don't."""
    said = any(
        line.role in ("option", "key")
        or begins_options(line)
        or find_answer(line.text)
        or line.text.rstrip().endswith("?")
        or find_label(line.text)
        or pairs(line.text)
        or LETTERS_SAID.fullmatch(line.text)
        or (not line.role and (start := find_start(line.text)) and start.style[0].isalpha())
        for line in lines
    )
    return said or len(texts) < 2 or any(re.search("cau hoi|tinh huong", fold(cell)) for cell in texts[0])


def _as_words(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """A line for each row of a table that is no list."""
    filled = [(row, " | ".join(filter(None, map(words_of, row)))) for row in rows]
    return [
        replace(Line.plain(text, next(cell[0].number for cell in row if cell)), role="words")
        for row, text in filled
        if text
    ]


def _kept(cell: Cell) -> str:
    """The words of a cell without those that are struck out, where others are left."""
    kept = clean(
        " ".join(
            "".join(letter for letter, own in zip(line.text, line.marks, strict=True) if "strike" not in own)
            for line in cell
        )
    )
    return kept or words_of(cell)


def _titled(rows: Sequence[Sequence[Cell]], columns: Columns) -> list[Line]:
    own = [at for at, field in enumerate(columns.fields) if field == "options"]
    counts = Counter(len(bare_lines(row[at])) for row in rows for at in own if at < len(row))
    reader = _Titled(columns, counts.most_common(1)[0][0] if counts else 0)
    for row in rows:
        reader.take(row)
    reader.end()
    return reader.found


def _is_option(cell: Cell) -> bool:
    own = find_label(tidied(cell[0]).text) if cell else None
    return own is not None and own.end < len(cell[0].text)


class _Titled:
    """Reads the rows under titles: a question a row, or a question and an option in each of the rows below."""

    def __init__(self, columns: Columns, usual: int) -> None:
        self.fields, self.titles, self.sides = columns.fields, columns.titles, columns.sides
        self.ticks = columns.ticks
        self.usual = usual  # how many lines the cells of options mostly have
        self.count = next(
            (at for at, title in enumerate(self.titles) if not self.fields[at] and COUNT.fullmatch(title)),
            None,
        )
        self.other_keys = [
            at for at, title in enumerate(self.titles) if not self.fields[at] and _OTHER_KEY.match(title)
        ]  # of a second author: where they differ, which holds is to be asked
        self.found: list[Line] = []
        self.order = 0
        self.text, self.at = "", 0  # of the question that rows below may go on with, and its place
        self.letters = 0  # how many of its options had a row, or a line, of their own
        self.ticked: list[str] = []

    def take(self, row: Sequence[Cell]) -> None:
        """Read a row."""
        fields, found = self.fields, self.found
        cells = self._cells(row)
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
            elif filled[0] is text and self._goes_on_over(text):
                pass
            else:
                self.end()
                words = words_of(filled[0])
                found.append(
                    replace(filled[0][0], text=words, marks=(frozenset(),) * len(words), role="heading")
                )
            return
        number = NUMBER.fullmatch(said)
        if self.count is not None and number is None and found and text and (own := find_label(text[0].text)):
            found += text
            if TICKED.fullmatch(words_of(cells.get("key", []))):
                self.ticked.append(own.upper)
            return
        self.end()
        self.order = int(number[1]) if number else self.order + 1
        self.text, self.at = words_of(text), len(found)
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

    def _cells(self, row: Sequence[Cell]) -> dict[str, Cell]:
        """The cells by field; what stands under no title belongs to the options, or words, before it: it spans both."""
        found: dict[str, Cell] = {}
        before = ""
        for field, title, cell in zip(self.fields, self.titles, row, strict=False):
            before = field if field or title else before
            if field:
                found[field] = cell
            elif before == "options" or (before == "text" and _is_option(found[before])):
                found[before] = [*found[before], *cell]
        return found

    def _goes_on_over(self, text: Cell) -> bool:
        """Take what goes on with the words of the last question, as a row that a page's end has cut: into its place."""
        words = words_of(text)
        is_open = bool(self.text) and self.text[-1] not in ".?!:…"
        if not self.text or is_heading(words) or not (is_open or words[0].islower()):
            return False
        self.found[self.at + 1 : self.at + 1] = [replace(line, role="words") for line in text]
        self.text = f"{self.text} {words}"
        return True

    def end(self) -> None:
        """Say which options of the question were ticked, each in its row."""
        if self.ticked:
            self.found.append(replace(Line.plain(", ".join(self.ticked), self.found[-1].number), role="key"))
        self.text, self.letters, self.ticked = "", 0, []

    def _is_printed_again(self, row: Sequence[Cell]) -> bool:
        """Whether the titles stand in a row. One of a single known title may be a question: “Tình huống: …”."""
        said = [words_of(cell) for cell in row]
        fields = propose(said)[: len(self.fields)]
        return plain_titles(said) == list(self.titles) or (
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
            if len(own) > 1 and all(find_label(tidied(line).text) for line in bare_lines(own)):
                self.found += own
                return True
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
        if len(lines) == 1 and not holds_several(lines[0].text):
            self._one_option(lines, key)
        elif any(find_label(tidied(line).text) for line in lines) or any(
            holds_several(line.text) for line in lines
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
        if TICKED.fullmatch(key):
            self.ticked.append(letter)

    def _notes(self, row: Sequence[Cell], cells: dict[str, Cell]) -> None:
        key = _kept(cells.get("key", []))
        if TICKED.fullmatch(key) and not self.sides:
            key = ""  # it ticks the option beside it, and is no answer
        for title, at in self.sides.items():
            if at < len(row) and TICK.fullmatch(words_of(row[at])):
                key = ("Đúng" if title[0] == "d" else "Sai") if not key else f"{key}, {title}"
        if ticked := [letter for letter, at in self.ticks.items() if at < len(row) and words_of(row[at])]:
            key = ", ".join(filter(None, [key, *ticked]))
        told = [words_of(cells.get("explanation", []))]
        lines = bare_lines(cells.get("key", []))
        answer = find_answer(lines[0].text) if len(lines) > 1 else None
        if (
            len(lines) > 1
            and (first := answer.said if answer else lines[0].text)
            and LETTERS_SAID.fullmatch(first)
        ):
            key = first  # “Đáp án: B” or “B”, and under it why
            told += [line.text for line in lines[1:]]
        place = row[0][0].number if row and row[0] else 0
        others = [_kept(row[at]) for at in self.other_keys if at < len(row)]
        others = [one for one in others if key and LETTERS_SAID.fullmatch(one) and fold(one) != fold(key)]
        for words, role in (
            (key, "key"),
            *((one, "key") for one in others),
            *((one, "explanation") for one in told),
            *((line.text, "model") for line in bare_lines(cells.get("model_answer", []))),
        ):
            if words:
                self.found.append(replace(Line.plain(words, place), role=role))
