"""Tables that are no tables: a typed list in the cells of a sheet, or in a text with commas. PURE."""

from __future__ import annotations

import re
from dataclasses import replace

from contest.kernel.vietnamese import mend
from question_bank.exchange import encodings
from question_bank.exchange.facts import looks_like_a_list
from question_bank.exchange.groups import looks_grouped
from question_bank.exchange.layout import label, ordinal
from question_bank.exchange.lines import Document, Line
from question_bank.exchange.listing import read_lines
from question_bank.exchange.placed_pictures import UNREAD, of_cell
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.sheets import Sheet
from question_bank.exchange.signs import marks_of

_WORD_AND_PART = 2  # cells of a row
_LISTED = re.compile(r"(?:câu(?:\s+hỏi)?|bài|question)?\s*\d{1,4}\s*[.:)/]", re.I)
_LETTERED = re.compile(r"\*?\(?[A-Ha-h]\s*\*?\s*[.)/:]")


def is_typed(text: str) -> bool:
    """Whether a text is a typed list and no table: nearly every line begins like a question, an option or a key."""
    lines = [
        line.lstrip('" ')
        for line in mend(encodings.readable(text)).splitlines()[:2000]
        if line.strip(',;\t" ')
    ]
    lettered = sum(bool(_LETTERED.match(line)) for line in lines)
    listed = sum(bool(_LISTED.match(line) or re.match(r"đáp án\s*:", line, re.I)) for line in lines)
    return lettered >= 2 and lettered + listed >= 0.9 * len(lines) and listed < lettered


def read_typed(sheet: Sheet) -> list[ReadQuestion]:
    """The questions of a sheet that is a typed list: its cells in order, as lines."""
    lines = _cells_as_lines(sheet)
    is_list = any(_LISTED.match(line.text) for line in lines)
    is_lettered = sum(bool(_LETTERED.match(line.text)) for line in lines) >= 2
    if not (is_list and is_lettered):
        lines = _without_letters(sheet, lines)
    return _placed(sheet, read_lines(Document(lines))) if lines else []


def _cells_as_lines(sheet: Sheet) -> list[Line]:
    lines = []
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if cell.strip():
                marks = marks_of(sheet, (at, column))
                if any(mark.startswith("fill") for mark in marks):
                    marks |= {"highlight"}  # as texts call a ground
                for text in f"{cell} {of_cell(sheet, (at, column))}".splitlines():
                    if text.strip():
                        lines.append(Line(text, (marks,) * len(text), at + 1).cut(0))
    return lines


def _without_letters(sheet: Sheet, lines: list[Line]) -> list[Line]:
    """The lines of a list that has no letters before its options: as groups, or its rows as “Câu 1: …”, “1. …”, “Đáp án: 2”.

    None where it is no list.
    """
    filled = {at: [cell for cell in row if cell.strip()] for at, row in enumerate(sheet.rows, start=1)}
    # The running numbers, in cells of their own, would be lines like others.
    bare = [line for line in lines if len(filled[line.number]) == 1 or ordinal(line.text) is None]
    if looks_grouped(bare):
        return bare
    if any(len(cells) > _WORD_AND_PART for cells in filled.values()):
        return []
    rows = [Line.plain(_in_one_line(cells), at) for at, cells in filled.items() if cells]
    return rows if looks_like_a_list(rows) else []


def _in_one_line(cells: list[str]) -> str:
    """“Câu 1”, “…” → “Câu 1. …”; “A”, “…” → “A. …”; “Đáp án”, “B” → “Đáp án: B”."""
    first, rest = cells[0].strip(" .:)"), " ".join(" ".join(cells[1:]).split())
    sign = "." if ordinal(first) is not None or label(first) else ":"
    return f"{first}{sign} {rest}" if rest else cells[0]


def _placed(sheet: Sheet, read: list[ReadQuestion]) -> list[ReadQuestion]:
    """The questions with their rows, and a word where a picture among these can't be read."""
    unread = {
        at + 1
        for (at, column), pictures in sheet.pictures.items()
        if not all(one.name for one in pictures)
        or column >= len(sheet.rows[0])
        or not sheet.rows[at][column].strip()
    }
    starts = [one.paragraph for one in read]
    return [
        replace(
            one, row=one.paragraph, paragraph=0, sheet=sheet.name,
            notes=(*one.notes, *([UNREAD] if unread & {*range(one.paragraph, after)} else [])),
        )
        for one, after in zip(read, [*starts[1:], len(sheet.rows) + 1], strict=True)
    ]  # fmt: skip
