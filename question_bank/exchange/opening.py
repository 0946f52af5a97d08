"""A workbook of any kind, known by its first bytes."""

from __future__ import annotations

from question_bank.exchange.ods import read_opendocument
from question_bank.exchange.sheets import Workbook
from question_bank.exchange.workbook import read_workbook
from question_bank.exchange.xls import OLD, read_old_workbook


def open_workbook(data: bytes) -> Workbook | None:
    """The sheets of an .xlsx, .xlsm, .ods or .xls; None for other files. Raises Invalid where it can't be read."""
    if data.startswith(b"PK"):
        is_open = b"content.xml" in data and b"[Content_Types].xml" not in data
        return read_opendocument(data) if is_open else read_workbook(data)
    return read_old_workbook(data) if data.startswith(OLD) else None
