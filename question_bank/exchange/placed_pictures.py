"""Pictures that lie over the cells of a sheet → references in the texts of the cells that they lie over. PURE.

A picture over an option is that option's; one anywhere else in a question's row is the question's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.messages import N_, message
from question_bank.exchange.columns import OPTIONS
from question_bank.exchange.layout import Layout, label
from question_bank.exchange.references import refer
from question_bank.exchange.sheets import Cell, Picture, Sheet
from question_bank.exchange.stacked import Stack

UNREAD = message(N_("Hình đặt ở dòng này chưa được đọc; hãy thêm hình sau."))
_SPREAD = message(N_("Hình đặt ở dòng này phủ cả những dòng sau; hãy kiểm tra hình thuộc câu nào."))


def with_pictures(sheet: Sheet, layout: Layout, stack: Stack | None, end: int) -> tuple[Sheet, list[int]]:
    """The sheet with references to the pictures in the rows of its questions, and the rows (from 0) of the others.

    What is to be said of a picture goes to `Sheet.remarks`.
    """
    rows = [list(row) for row in sheet.rows]
    remarks = defaultdict(list, {at: list(said) for at, said in sheet.remarks.items()})
    elsewhere: list[int] = []
    for (at, column), pictures in sorted(sheet.pictures.items()):
        if not layout.begin <= at < end or not any(cell.strip() for cell in sheet.rows[at]):
            elsewhere.append(at)
            continue
        target = _in_stack(stack, sheet.rows[at], column) if stack else _in_row(layout, column)
        words = references(pictures)
        rows[at][target] = f"{rows[at][target]} {words}".strip()
        if not all(picture.name for picture in pictures):
            remarks[at].append(UNREAD)
        below = sheet.rows[at + 1 : at + 1 + max(picture.spread for picture in pictures)]
        if any(cell.strip() for row in below for cell in row):
            remarks[at].append(_SPREAD)
    found = {at: tuple(said) for at, said in remarks.items()}
    return replace(sheet, rows=rows, remarks=found), elsewhere


def references(pictures: Sequence[Picture]) -> str:
    """The references to those of the pictures that could be read."""
    return " ".join(refer(picture.name, picture.alt) for picture in pictures if picture.name)


def _in_row(layout: Layout, column: int) -> int:
    field = layout.mapping[column] if column < len(layout.mapping) else ""
    return column if field in (*OPTIONS, "explanation") else layout.columns["text"]


def _in_stack(stack: Stack, row: Sequence[str], column: int) -> int:
    is_option = stack.letters is not None and bool(label(row[stack.letters]))
    return stack.option if is_option or column == stack.option else stack.text


def of_cell(sheet: Sheet, at: Cell) -> str:
    """The references to the pictures over a cell."""
    return references(sheet.pictures.get(at, ()))
