"""An .xlsx file as sheets of shown texts. Refuses what is not a workbook or would fill the memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import python_calamine
from lxml import etree

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from question_bank.exchange.cells import GENERAL, CellValue, is_changed, show
from question_bank.exchange.sheets import CHANGED, MAX_UNZIPPED, Cell, Sheet, Workbook, damaged, too_large
from question_bank.exchange.xlsx_look import Look, read_look

_CHUNK = 1 << 20
# Rows and texts are read one by one, and none is as long as this (in chunks): it would be in the memory as a whole.
_ROWS = {
    "xl/worksheets/": re.compile(rb"<(?:\w+:)?row[\s/>]"),
    "xl/sharedStrings": re.compile(rb"<(?:\w+:)?si[\s/>]"),
}
_LONGEST_ROW = 4
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


def read_workbook(data: bytes) -> Workbook:
    """The sheets of an .xlsx or .xlsm that have something in them. Raises Invalid for anything but a sound workbook."""
    names = check_archive(data)
    if "xl/workbook.bin" in names:
        raise Invalid(
            message(N_("Tệp .xlsb chưa đọc được. Hãy mở bằng Excel, lưu thành .xlsx rồi tải lên lại."))
        )
    if "[Content_Types].xml" not in names or not any("workbook" in name for name in names):
        raise Invalid(
            message(
                N_(
                    "Tệp này không phải bảng tính Excel (.xlsx), cũng không phải tệp Word (.docx). "
                    "Hãy mở tệp, lưu câu hỏi thành một trong hai loại đó rồi tải lên lại."
                )
            )
        )
    try:
        looks = read_look(data)
        book = python_calamine.load_workbook(io.BytesIO(data))
        visible = python_calamine.SheetVisibleEnum.Visible
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == visible]
        hidden = tuple(sheet.name for sheet in book.sheets_metadata if sheet.visible != visible)
        values = {name: book.get_sheet_by_name(name) for name in shown}
        grids = {name: sheet.to_python(skip_empty_area=False) for name, sheet in values.items()}
    except (*BROKEN_ZIP, python_calamine.CalamineError, etree.LxmlError, KeyError):
        raise damaged() from None
    sheets = []
    for name, grid in grids.items():
        look = looks.get(name, Look())
        if grid:
            merged = tuple(values[name].merged_cell_ranges or ())
            rows, flaws = _shown(grid, look)
            sheets.append(Sheet(name, rows, merged, look.marks, look.pieces, flaws, pictures=look.pictures))
    media = {name: content for look in looks.values() for name, content in look.media.items()}
    return Workbook(sheets, hidden, media)


def _shown(grid: list[list[CellValue]], look: Look) -> tuple[list[list[str]], dict[Cell, Message]]:
    """The cells as they are shown, and those that may not hold what was typed."""
    flaws: dict[Cell, Message] = {}
    rows: list[list[str]] = []
    for row, cells in enumerate(grid):
        rows.append([])
        for column, cell in enumerate(cells):
            number_format = look.formats.get((row, column), GENERAL)
            rows[-1].append(show(cell, number_format))
            if not isinstance(cell, str) and is_changed(cell, number_format):
                flaws[row, column] = CHANGED
    return rows, flaws | look.flaws


def check_archive(data: bytes) -> list[str]:
    """The names in a zip. Unpacks everything once, counting: the sizes that an archive states of itself can lie."""
    size = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            # Two parts of one name are read as one by some and as the other by others.
            if (
                len(set(names)) < len(names)
                or sum(one.file_size for one in archive.infolist()) > MAX_UNZIPPED
            ):
                raise too_large() if len(set(names)) == len(names) else damaged()
            for name in names:
                with archive.open(name) as part:
                    tail = b""
                    kind, since = next((one for one in _ROWS if one in name), ""), 0
                    while block := part.read(_CHUNK):
                        size += len(block)
                        if size > MAX_UNZIPPED:
                            raise too_large()
                        if name.endswith((".xml", ".rels")):
                            _refuse_entities(tail + block)
                        if kind:
                            since = 0 if _ROWS[kind].search(tail + block) else since + 1
                            if since > _LONGEST_ROW:
                                raise too_large()
                        tail = block[-16:]  # a tag may lie across two blocks
    except BROKEN_ZIP:
        raise damaged() from None
    return names


def _refuse_entities(chunk: bytes) -> None:
    # Excel writes neither; entities and other encodings are how hostile files get past readers.
    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk or b"\0" in chunk:
        raise damaged()
