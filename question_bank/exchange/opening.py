"""A workbook of any kind, known by its first bytes."""

from __future__ import annotations

from question_bank.exchange.ods import MIMETYPE, read_opendocument
from question_bank.exchange.sheets import Workbook
from question_bank.exchange.workbook import read_workbook
from question_bank.exchange.xls import OLD, read_old_workbook


def open_workbook(data: bytes) -> Workbook | None:
    """The sheets of an .xlsx, .xlsm, .ods or .xls; None for other files. Raises Invalid where it can't be read."""
    if data.startswith(b"PK"):
        return read_opendocument(data) if MIMETYPE in data[:200] else read_workbook(data)
    return read_old_workbook(data) if data.startswith(OLD) else None
