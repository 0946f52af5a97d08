"""An .xls file (Excel 5 to 2003) as sheets of shown texts."""

from __future__ import annotations

import os
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

import xlrd

from contest.kernel.errors import Invalid
from contest.kernel.messages import Message
from question_bank.exchange.cells import GENERAL, is_changed, show
from question_bank.exchange.lines import Marks
from question_bank.exchange.sheets import (
    CHANGED,
    ERROR,
    LAST_ROW,
    MAX_CELLS,
    MAX_COLUMNS,
    Cell,
    Picture,
    Sheet,
    Workbook,
    colour,
    damaged,
    even,
    locked,
    too_large,
)
from question_bank.exchange.xls_pictures import picture_cells

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how an .xls begins, as a .doc and a locked .xlsx do
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def read_old_workbook(data: bytes) -> Workbook:
    """The sheets that have something in them. Raises Invalid for anything but a sound workbook."""
    if _LOCKED in data:
        raise locked()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        try:
            book = xlrd.open_workbook(
                file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=nowhere
            )
            return _Reader(book).read()
        except Invalid:
            raise
        except xlrd.XLRDError as error:
            raise (locked() if "encrypted" in str(error).lower() else damaged()) from None
        # It reads damaged files until something does not fit: any error may come of it.
        except Exception:
            raise damaged() from None


class _Reader:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.style = cache(self._style)

    def read(self) -> Workbook:
        sheets, hidden, seen = [], [], 0
        for number, name in enumerate(self.book.sheet_names()):
            sheet = self.book.sheet_by_index(number)
            if sheet.visibility:
                hidden.append(name)
                continue
            rows: list[list[str]] = []
            marks: dict[Cell, Marks] = {}
            pieces: dict[Cell, tuple[tuple[str, Marks], ...]] = {}
            flaws: dict[Cell, Message] = {}
            for row in range(sheet.nrows):
                texts = []
                for column in range(sheet.row_len(row)):
                    cell = sheet.cell(row, column)
                    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) or cell.value == "":
                        texts.append("")
                        continue
                    seen += 1
                    if row >= LAST_ROW or column >= MAX_COLUMNS or seen > MAX_CELLS:
                        raise too_large()
                    number_format, own = self.style(cell.xf_index)
                    if own:
                        marks[row, column] = own
                    if runs := sheet.rich_text_runlist_map.get((row, column)):
                        pieces[row, column] = self._pieces(cell.value, runs, own)
                    if cell.ctype == xlrd.XL_CELL_ERROR:
                        flaws[row, column] = ERROR
                    if cell.ctype == xlrd.XL_CELL_DATE and is_changed(
                        _moment(cell.value, self.book.datemode), number_format
                    ):
                        flaws[row, column] = CHANGED
                    texts.append(self._shown(cell, number_format))
                rows.append(texts)
            merged = tuple(
                ((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells
            )
            pictures = {cell: (Picture(),) for cell in picture_cells(self.book.mem, self._start(number))}
            self.book.unload_sheet(number)
            if any(cell.strip() for row in rows for cell in row):
                width = max(len("".join(row) and row) for row in rows)
                rows = even([row[:width] for row in rows])
                sheets.append(Sheet(name, rows, merged, marks, pieces, flaws, pictures=pictures))
        return Workbook(sheets, tuple(hidden))

    def _start(self, number: int) -> int:
        """Where the records of a sheet begin."""
        return int(self.book._sh_abs_posn[number])

    def _style(self, number: int) -> tuple[str, Marks]:
        xf = self.book.xf_list[number]
        number_format = self.book.format_map[xf.format_key].format_str
        ground = (
            self._colour("fill", xf.background.pattern_colour_index)
            if xf.background.fill_pattern == 1
            else set()
        )
        return number_format or GENERAL, frozenset(self._letters(xf.font_index) | ground)

    def _letters(self, number: int) -> set[str]:
        font = self.book.font_list[number]
        marks = {name for name, has in (("bold", font.weight >= 600), ("italic", font.italic)) if has}
        return (
            marks
            | ({"underline"} if font.underline_type else set())
            | self._colour("colour", font.colour_index)
        )

    def _colour(self, name: str, index: int) -> set[str]:
        rgb = self.book.colour_map.get(index)
        return colour(name, "{:02X}{:02X}{:02X}".format(*rgb)) if rgb else set()

    def _pieces(self, text: str, runs: Any, own: Marks) -> tuple[tuple[str, Marks], ...]:
        starts = [(0, own), *((at, frozenset(self._letters(font))) for at, font in runs)]
        ends = [at for at, _ in starts[1:]] + [len(text)]
        return tuple((text[at:end], marks) for (at, marks), end in zip(starts, ends, strict=True) if at < end)

    def _shown(self, cell: Any, number_format: str) -> str:
        if cell.ctype == xlrd.XL_CELL_TEXT:
            return str(cell.value)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return show(bool(cell.value))
        if cell.ctype == xlrd.XL_CELL_DATE:
            moment = _moment(cell.value, self.book.datemode)
            return show(moment, number_format)
        return "" if cell.ctype == xlrd.XL_CELL_ERROR else show(cell.value, number_format)


def _moment(value: float, datemode: int) -> datetime | time | timedelta:
    if value < 1:
        return (datetime(1900, 1, 1) + timedelta(seconds=round(value * 86400))).time()  # noqa: DTZ001 - has no zone
    return xlrd.xldate_as_datetime(value, datemode)  # type: ignore[no-any-return]
