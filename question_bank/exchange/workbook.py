"""An .xlsx file as sheets of shown texts. Refuses what is not a workbook or would fill the memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import python_calamine

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from question_bank.exchange.cells import GENERAL, CellValue, show
from question_bank.exchange.questions import MAX_ROWS

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how an .xls begins, as a .doc does
MAX_UNZIPPED = 150 * 1024 * 1024
MAX_COLUMNS = 200
_CHUNK = 1 << 20
# Cells with something in them. The reader lays a sheet out up to its last cell: one far cell would
# fill the memory.
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["'](?:[^>]*[^/>])?>""")

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of a merged cell, from 0."""


@dataclass(frozen=True)
class Sheet:
    """A sheet from its first row and column on; every row is as long as the longest."""

    name: str
    rows: list[list[str]]
    merged: tuple[Range, ...] = ()


def read_workbook(data: bytes) -> list[Sheet]:
    """The visible sheets that have something in them. Raises Invalid for anything but a sound workbook (xlsx, xls)."""
    is_old = data.startswith(OLD)
    if not is_old:
        _check(data)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        visible = python_calamine.SheetVisibleEnum.Visible
        names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == visible]
        values = {name: book.get_sheet_by_name(name) for name in names}
        # A zip was measured before; an old file says its own measures, and can't be larger than 65,536 x 256.
        if any(
            sheet.total_height > MAX_ROWS + 100 or sheet.total_width > MAX_COLUMNS
            for sheet in values.values()
        ):
            raise Invalid(_too_large())
        grids = {name: sheet.to_python(skip_empty_area=False) for name, sheet in values.items()}
    except python_calamine.PasswordError:
        raise Invalid(message(N_("Tệp có mật khẩu. Hãy bỏ mật khẩu trong Excel rồi tải lên lại."))) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Invalid(_damaged()) from None
    formats = (
        _number_formats(data)
        if not is_old and any(_is_number(cell) for grid in grids.values() for cell in _flat(grid))
        else {}
    )
    return [
        Sheet(name, _shown(grid, formats.get(name, {})), tuple(values[name].merged_cell_ranges or ()))
        for name, grid in grids.items()
        if grid
    ]


def _damaged() -> Message:
    return message(N_("Không đọc được tệp Excel này: tệp bị hỏng. Hãy mở bằng Excel, lưu lại rồi tải lên."))


def _too_large() -> Message:
    return message(
        N_("Bảng quá lớn: nhiều nhất %(rows)d dòng và %(columns)d cột. Hãy chia thành nhiều tệp."),
        rows=MAX_ROWS,
        columns=MAX_COLUMNS,
    )


def _flat(grid: list[list[CellValue]]) -> Iterator[CellValue]:
    return (cell for row in grid for cell in row)


def _is_number(cell: CellValue) -> bool:
    return not isinstance(cell, str | bool)


def _shown(grid: list[list[CellValue]], formats: dict[tuple[int, int], str]) -> list[list[str]]:
    return [
        [show(cell, formats.get((row, column), GENERAL)) for column, cell in enumerate(cells)]
        for row, cells in enumerate(grid)
    ]


def _check(data: bytes) -> None:
    """Unpack everything once, counting: the sizes that an archive states of itself can lie."""
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" not in names or not any("workbook" in name for name in names):
                raise Invalid(message(N_("Tệp này không phải bảng tính Excel (.xlsx).")))
            for name in names:
                with archive.open(name) as part:
                    for chunk in _chunks(part):
                        size += len(chunk)
                        if size > MAX_UNZIPPED:
                            raise Invalid(_too_large())
                        _check_part(name, chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise Invalid(_damaged()) from None


def _chunks(part: IO[bytes]) -> Iterator[bytes]:
    """Pieces that end between two tags, so that none is cut."""
    rest = b""
    while block := part.read(_CHUNK):
        whole, bracket, rest = (rest + block).rpartition(b"<")
        yield whole
        rest = bracket + rest
        if len(rest) > 2 * _CHUNK:
            yield rest
            rest = b""
    yield rest


def _check_part(name: str, chunk: bytes) -> None:
    if not name.endswith((".xml", ".rels")):
        return
    # Excel writes neither; entities and other encodings are how hostile files get past readers.
    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk or b"\0" in chunk:
        raise Invalid(_damaged())
    if "/worksheets/" in name:
        for column, row in _CELL.findall(chunk):
            if int(row) > MAX_ROWS + 100 or len(column) > 2 or _column_number(column) > MAX_COLUMNS:
                raise Invalid(_too_large())


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _number_formats(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet → (row, column) from 0 → number format, for the cells with one. Empty where it can't be told."""
    # Slow to load, and only sheets with numbers need it.
    import openpyxl

    found: dict[str, dict[tuple[int, int], str]] = {}
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            found[sheet.title] = {
                (cell.row - 1, cell.column - 1): cell.number_format
                for row in sheet.iter_rows()
                for cell in row
                if cell.data_type in "nd" and cell.value is not None and cell.number_format != GENERAL
            }
    except Exception:
        return {}
    return found
