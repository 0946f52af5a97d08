"""A result as an Excel workbook: numbers as numbers, headings that stay, ready to print."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from contest.publishing.table import Table
from contest.publishing.words import remark

FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
NARROW, WIDE = 9, 30


def write(table: Table, title: str, note: str) -> bytes:
    """The workbook's bytes: a sheet of standings and, where judges marked, a sheet of their points.

    `title` is the heading, `note` the line under it (what kind of result, when published).
    """
    target = BytesIO()
    # A name may begin with "=": nothing typed by people may turn into a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        styles = Styles(book)
        _standings(book.add_worksheet(sheet_name(_("Bảng xếp hạng"))), styles, table, title, note)
        if any(part.judges for part in table.parts):
            _judges(book.add_worksheet(sheet_name(_("Điểm giám khảo"))), styles, table, title, note)
    return target.getvalue()


class Styles:
    """The formats of a workbook; those of numbers are made once for each count of places."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.title = book.add_format({**FONT, "font_size": 15, "bold": True})
        self.note = book.add_format({**FONT, "italic": True})
        self.head = book.add_format(
            {**FONT, "bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#F3EDE7"}
        )
        self.text = book.add_format({**FONT, "border": 1, "text_wrap": True})
        self.middle = book.add_format({**FONT, "border": 1, "align": "center"})
        self._numbers: dict[int, Any] = {}

    def number(self, places: int) -> Any:
        if places not in self._numbers:
            mask = "0." + "0" * places if places else "0"
            self._numbers[places] = self.book.add_format({**FONT, "border": 1, "num_format": mask})
        return self._numbers[places]


def sheet_name(name: str) -> str:
    return name[:31]


def _standings(sheet: Worksheet, styles: Styles, table: Table, title: str, note: str) -> None:
    heads = [_("Hạng"), _("Số báo danh"), _("Họ và tên"), _("Đơn vị")]
    widths = [NARROW, 12, WIDE, WIDE]
    heads += [_("Bảng")] if table.has_groups else []
    widths += [12] if table.has_groups else []
    heads += [part.name for part in table.parts] + [_("Tổng điểm"), _("Ghi chú")]
    widths += [13] * len(table.parts) + [12, WIDE]
    top = frame(sheet, styles, heads, widths, title, note)
    for line, row in enumerate(table.rows, start=top):
        cells: list[Any] = [row.rank, row.entrant, row.name, table.units.get(row.unit, row.unit)]
        cells += [row.group] if table.has_groups else []
        _text(sheet, styles, line, cells)
        for column, part in enumerate(table.parts, start=len(cells)):
            _points(sheet, styles, line, column, row.points.get(part.code, ""))
        column = len(cells) + len(table.parts)
        _points(sheet, styles, line, column, row.total)
        sheet.write_string(line, column + 1, remark(row), styles.text)


def _judges(sheet: Worksheet, styles: Styles, table: Table, title: str, note: str) -> None:
    columns = [(part, judge) for part in table.parts for judge in part.judges]
    heads = [_("Số báo danh"), _("Họ và tên")] + [f"{part.name} – {judge}" for part, judge in columns]
    top = frame(sheet, styles, heads, [12, WIDE] + [13] * len(columns), title, note)
    for line, row in enumerate(table.rows, start=top):
        _text(sheet, styles, line, [row.entrant, row.name])
        for column, (part, judge) in enumerate(columns, start=2):
            _points(sheet, styles, line, column, row.judges.get(part.code, {}).get(judge, ""))


def frame(
    sheet: Worksheet, styles: Styles, heads: list[str], widths: list[int], title: str, note: str
) -> int:
    """Title, note, headings, widths and the print set-up; returns the first row of data."""
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, note, styles.note)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, head, styles.head)
    sheet.freeze_panes(4, 3)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.set_footer("&C&P / &N")
    return 4


def _text(sheet: Worksheet, styles: Styles, line: int, cells: list[Any]) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, int):
            sheet.write_number(line, column, value, styles.middle)
        else:
            sheet.write_string(line, column, value or "", styles.text)


def _points(sheet: Worksheet, styles: Styles, line: int, column: int, points: str) -> None:
    """A number with its declared places. Excel itself counts in binary; 15 digits hold any mark exactly as typed."""
    if not points:
        sheet.write_blank(line, column, None, styles.middle)
        return
    places = len(points.partition(".")[2])
    sheet.write_number(line, column, float(Decimal(points)), styles.number(places))
