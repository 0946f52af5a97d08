"""Tables that stand one under the other in a sheet, with titles of their own → sheets of their own. PURE.

Each keeps the rows of the others as empty ones, so that what is said of a row names it as the file counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.vietnamese import fold
from question_bank.exchange.columns import find_header, is_aside, propose, recognise
from question_bank.exchange.sheets import Sheet

_TRUTHS = frozenset({"dung", "sai", "d", "s", "true", "false"})
_FEWEST, _LONGEST = 3, 60  # titles of a table, and letters of one


def one_under_the_other(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, those in which other titles follow further down as one for each table."""
    return [part for sheet in sheets for part in _parts(sheet)]


def _parts(sheet: Sheet) -> list[Sheet]:
    header = find_header(sheet.rows, sheet.merged)
    if header is None:
        return [sheet]
    known = [fold(title) for title in header.titles]
    starts = [0]
    for at in range(header.first + header.height + 1, len(sheet.rows)):
        titles = [fold(cell) for cell in sheet.rows[at]]
        if titles != known and _are_titles(sheet.rows[at]):
            # The same fields in the same columns are the titles in other words.
            if propose(sheet.rows[at]) != propose(header.titles):
                starts.append(at)
            known = titles
    if len(starts) == 1:
        return [sheet]
    ends = [*starts[1:], len(sheet.rows)]
    empty = [""] * len(sheet.rows[0])
    return [
        replace(sheet, rows=[empty] * start + sheet.rows[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]


def _are_titles(row: Sequence[str]) -> bool:
    """Whether a row is nothing but titles, the question's among them."""
    filled = [cell for cell in row if cell.strip()]
    if len(filled) < _FEWEST or any(len(cell) > _LONGEST or cell.strip().isdigit() for cell in filled):
        return False
    return "text" in map(recognise, filled) and all(
        recognise(cell) or is_aside(cell) or fold(cell).strip(" .") in _TRUTHS for cell in filled
    )
