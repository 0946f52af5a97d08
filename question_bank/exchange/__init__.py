"""Questions in and out of files: tables (xlsx, csv) and the project's own JSON. Knows no database."""

from __future__ import annotations

from collections.abc import Mapping as Named
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from question_bank.exchange.questions import Mapping, Reading


def read_questions(
    data: bytes, filename: str, mapping: Mapping | None = None, remembered: Named[str, str] | None = None
) -> Reading:
    """The questions of a .json file (`project_json`), else of a table (`tables.read_table`)."""
    # The libraries for spreadsheets are slow to load, and who only needs the shapes comes through here too.
    from question_bank.exchange.project_json import read_json
    from question_bank.exchange.tables import read_table

    if filename.lower().endswith(".json"):
        return read_json(data)
    return read_table(data, filename, mapping, remembered)
