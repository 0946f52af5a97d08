"""A list of questions as a table that `read_table` reads back: xlsx and csv.

What the columns can't say (how short answers are folded) is in the project's JSON alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.rows import DIFFICULTIES
from question_bank.kinds import kind as find_kind
from question_bank.kinds.choices import LETTERS, letters

# The file's titles and words are Vietnamese in every language of the pages: they are a format, and read back.
_FEWEST_OPTIONS = 4
_WIDTHS = {"Câu hỏi": 60, "Giải thích": 40, "Gợi ý trả lời": 60, "Tiêu chí": 40, "Chủ đề": 24}
# What a spreadsheet would run as a formula.
_ACTIVE = ("=", "+", "-", "@")


def to_table(questions: Sequence[ReadQuestion]) -> list[list[str]]:
    """The titles and one row of texts for each question."""
    most = max((len(find_kind(one.kind).to_cells(one.body).options) for one in questions), default=0)
    count = max(most, _FEWEST_OPTIONS)
    titles = ["Mã", "Chủ đề", "Mức độ", "Loại", "Câu hỏi"]
    titles += [f"Đáp án {letter}" for letter in LETTERS[:count]]
    titles += ["Đáp án đúng", "Giữ vị trí", "Giải thích", "Gợi ý trả lời", "Tiêu chí"]
    return [titles, *(_row(question, count) for question in questions)]


def _row(question: ReadQuestion, count: int) -> list[str]:
    asked = find_kind(question.kind)
    cells = asked.to_cells(question.body)
    return [
        question.code,
        question.topic,
        DIFFICULTIES.get(question.difficulty, ""),
        asked.words[0],
        question.text,
        *cells.options,
        *[""] * (count - len(cells.options)),
        cells.key,
        letters(cells.locked),
        question.explanation,
        cells.model_answer,
        cells.rubric,
    ]


def write_csv(questions: Sequence[ReadQuestion]) -> bytes:
    """CSV in UTF-8 with Excel's mark. What a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in to_table(questions):
        writer.writerow([f"'{cell}" if cell.startswith(_ACTIVE) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(questions: Sequence[ReadQuestion]) -> bytes:
    """An Excel workbook with one sheet; every cell is text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Câu hỏi")
        title = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
        text = book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
        table = to_table(questions)
        for column, name in enumerate(table[0]):
            sheet.set_column(column, column, _WIDTHS.get(name, 30 if name.startswith("Đáp án ") else 12))
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, title if number == 0 else text)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
