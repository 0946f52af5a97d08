"""Questions in and out of files: tables (xlsx, csv) and the project's own JSON.

`tables.read_table` and `project_json.read_json` give a `questions.Reading`; `read_questions` picks by
the file. Nothing here knows the database.
"""

from __future__ import annotations

from question_bank.exchange.project_json import read_json
from question_bank.exchange.questions import Reading
from question_bank.exchange.tables import read_table


def read_questions(data: bytes, filename: str) -> Reading:
    """Read any file that the question bank imports, with the mapping of columns that it proposes itself."""
    return read_json(data) if filename.lower().endswith(".json") else read_table(data, filename)
