"""The keys of printed papers as an Excel workbook: a column for each code, and a list of one row for each question."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask_babel import gettext as _
from xlsxwriter import Workbook

from contest.publishing.workbook import FONT


def write(data: dict[str, Any]) -> bytes:
    """The workbook's bytes. `data`: see `paper_data`."""
    target = BytesIO()
    # Nothing typed by people may turn into a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        head = book.add_format({**FONT, "bold": True, "border": 1, "align": "center", "bg_color": "#F3EDE7"})
        cell = book.add_format({**FONT, "border": 1, "align": "center"})
        sheet = book.add_worksheet(_("Đáp án")[:31])
        sheet.write_string(
            0, 0, f"{data['contest']}. {data['part']}", book.add_format({**FONT, "bold": True})
        )
        columns = [
            (code, [row[at] for row in key["rows"]])
            for key in data["keys"]
            for at, code in enumerate(key["codes"])
        ]
        sheet.write_string(2, 0, data["words"]["question"], head)
        for column, (code, keys) in enumerate(columns, start=1):
            sheet.write_string(2, column, code, head)
            for at, key in enumerate(keys):
                sheet.write_string(3 + at, column, key, cell)
        for at in range(max((len(keys) for _code, keys in columns), default=0)):
            sheet.write_number(3 + at, 0, at + 1, head)
        sheet.freeze_panes(3, 1)
        sheet.set_column(1, max(len(columns), 1), 12)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
    return target.getvalue()
