"""The statistics of a quiz as a workbook (questions, options, papers) and as csv (questions)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import pgettext
from xlsxwriter import Workbook

from contest.kernel.i18n import render
from contest.organising.models import Part
from contest.publishing import workbook
from contest.publishing.exports import TYPES, plain_name
from contest.publishing.workbook import NARROW, WIDE, Styles
from contest.ranking.item_services import Line, Report
from question_bank.kinds.choices import LETTERS
from question_bank.showing import brief

Cell = str | int | float | None
Table = tuple[list[str], list[int], list[list[Cell]]]
"""Heads, widths, rows. A float is shown with three places."""


def answer(part: Part, report: Report, extension: str) -> Response:
    """The file, ready to be saved; it names the keys, so no cache on the way keeps it."""
    content = _xlsx(part, report) if extension == "xlsx" else _csv(_questions(report))
    response = Response(content, content_type=TYPES[extension])
    name = plain_name(f"thong-ke-{part.contest.code}-{part.stage.code}-{part.code}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _csv(table: Table) -> bytes:
    """Numbers with a point, as programs read them; the mark at the beginning tells Excel that it is UTF-8."""
    heads, _widths, rows = table
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[_text(cell) for cell in row] for row in rows])
    return target.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> Cell:
    if isinstance(cell, float):
        return f"{cell:.4f}"
    # What people typed must not turn into a formula when a spreadsheet opens the file.
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def _xlsx(part: Part, report: Report) -> bytes:
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    title = f"{part.contest.name}. {part.stage.name}: {part.name}"
    note = _("%(people)s người, lượt thi đầu tiên được tính của mỗi người", people=report.people)
    with Workbook(target, options) as book:
        styles = Styles(book)
        for name, table in (
            (pgettext("plural", "Câu hỏi"), _questions(report)),
            (_("Phương án"), _options(report)),
            (_("Đề thi"), _papers(report)),
        ):
            heads, widths, rows = table
            sheet = book.add_worksheet(workbook.sheet_name(name))
            top = workbook.frame(sheet, styles, heads, widths, title, note)
            for line, row in enumerate(rows, start=top):
                for column, cell in enumerate(row):
                    _write(sheet, styles, line, column, cell)
    return target.getvalue()


def _write(sheet: Any, styles: Styles, line: int, column: int, cell: Cell) -> None:
    if cell is None:
        sheet.write_blank(line, column, None, styles.middle)
    elif isinstance(cell, str):
        sheet.write_string(line, column, cell, styles.text)
    else:
        sheet.write_number(line, column, cell, styles.number(3) if isinstance(cell, float) else styles.middle)


def _questions(report: Report) -> Table:
    heads = [_("Câu"), _("Bản"), _("Nội dung"), _("Số người làm"), _("Tỷ lệ đạt"), _("Chỉ số phân biệt"),
             _("Tương quan với phần còn lại"), _("Tương quan với cả đề"), _("Bỏ trống"), _("Nhận xét")]  # fmt: skip
    widths = [12, NARROW, 50, NARROW, 12, 12, 14, 14, 12, 50]
    return heads, widths, [[*_head(line), *_figures(line)] for line in report.lines]


def _head(line: Line) -> list[Cell]:
    return [line.code, line.number, brief(line.text)]


def _figures(line: Line) -> Sequence[Cell]:
    item, words = line.item, "; ".join(render(verdict.words) for verdict in line.verdicts)
    related = [item.discrimination, item.corrected, item.uncorrected] if line.enough else [None] * 3
    return [item.people, item.facility, *related, item.omitted, words if line.enough else _("Chưa đủ người")]


def _options(report: Report) -> Table:
    heads = [_("Câu"), _("Bản"), _("Phương án"), _("Nội dung"), _("Đáp án"), _("Tất cả"), _("Nhóm điểm cao"),
             _("Nhóm giữa"), _("Nhóm điểm thấp"), _("Tương quan với phần còn lại")]  # fmt: skip
    return heads, [12, NARROW, 12, 50, NARROW, 12, 12, 12, 12, 14], list(_option_rows(report))


def _option_rows(report: Report) -> Iterable[list[Cell]]:
    for line in report.lines:
        for option, text in zip(line.item.options, line.options, strict=True):
            groups = [option.upper, option.middle, option.lower, option.correlation]
            yield [
                line.code,
                line.number,
                LETTERS[option.index],
                brief(text),
                "x" if option.right else "",
                option.all,
                *(groups if line.enough else [None] * 4),
            ]


def _papers(report: Report) -> Table:
    heads = [_("Đề"), _("Số người làm"), _("Số câu"), _("Điểm trung bình"), _("Độ lệch chuẩn"), _("Độ tin cậy"),
             _("Sai số chuẩn (điểm)")]  # fmt: skip
    rows: list[list[Cell]] = []
    for number, paper in enumerate(report.papers, start=1):
        is_drawn = paper.design == "drawn"
        name = _("Mỗi người một đề (ICC)") if is_drawn else _("Đề %(number)s (alpha)", number=number)
        error = None if paper.error is None else paper.error * report.points
        rows.append([name, paper.people, paper.size, paper.mean * report.points,
                     paper.deviation * report.points, paper.reliability, error])  # fmt: skip
    return heads, [WIDE, NARROW, NARROW, 12, 12, 12, 12], rows
