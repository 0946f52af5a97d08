"""Cells that hold HTML, as learning platforms write it into their tables: in words."""

from __future__ import annotations

import re
from dataclasses import replace

from contest.kernel.messages import N_, Message, message
from question_bank.exchange import rich
from question_bank.exchange.sheets import Sheet

# A whole cell in an element: what only speaks of “<b>” is a question about HTML.
_WRAPPED = re.compile(r"\s*<(p|div|span|h[1-6]|ul|ol)\b[^<>]*>.*</\1>\s*", re.I | re.S)
_LOADS = re.compile(r"<(?:img|audio|video|iframe|object|embed|svg)\b", re.I)
_LEFT = message(N_("Có thẻ HTML trong câu chưa được đọc; hãy kiểm tra chữ và hình của câu."))


def without_html(sheet: Sheet) -> Sheet:
    """A sheet with the words of its HTML; rows in which some of it is left are noted."""
    rows: list[list[str]] = []
    remarks: dict[int, tuple[Message, ...]] = dict(sheet.remarks)
    for at, row in enumerate(sheet.rows):
        rows.append([_words(cell) for cell in row])
        if any("<" in cell and rich.looks_rich(cell) for cell in rows[-1]):
            remarks[at] = (*remarks.get(at, ()), _LEFT)
    return replace(sheet, rows=rows, remarks=remarks)


def _words(cell: str) -> str:
    if "<" not in cell or not _WRAPPED.fullmatch(cell) or _LOADS.search(cell):
        return cell
    return rich.tidy(rich.read_html(cell, lambda address: ""))
