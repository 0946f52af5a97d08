"""A list of questions as a table that `read_table` reads back: xlsx and csv.

What the columns can't say (how short answers are folded) is in the project's JSON alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.rows import DIFFICULTIES, letters
from question_bank.kinds import kind as find_kind
from question_bank.kinds.choices import LETTERS
from question_bank.kinds.true_false import true_false_body

# The file's titles and words are Vietnamese in every language of the pages: they are a format, and read back.
_KINDS = {
    "single_choice": "Một đáp án",
    "several_correct": "Nhiều đáp án",
    "true_false": "Đúng/Sai",
    "short_answer": "Trả lời ngắn",
    "situation": "Tình huống",
    "theme": "Chuyên đề",
}
_FEWEST_OPTIONS = 4
_WIDTHS = {"Câu hỏi": 60, "Giải thích": 40, "Gợi ý trả lời": 60, "Tiêu chí": 40, "Chủ đề": 24}
# What a spreadsheet would run as a formula.
_ACTIVE = ("=", "+", "-", "@")


def to_table(questions: Sequence[ReadQuestion]) -> list[list[str]]:
    """The titles and one row of texts for each question."""
    most = max((len(question.body.get("options", ())) for question in questions), default=0)
    count = max(most, _FEWEST_OPTIONS)
    titles = ["Mã", "Chủ đề", "Mức độ", "Loại", "Câu hỏi"]
    titles += [f"Đáp án {letter}" for letter in LETTERS[:count]]
    titles += ["Đáp án đúng", "Giữ vị trí", "Giải thích", "Gợi ý trả lời", "Tiêu chí"]
    return [titles, *(_row(question, count) for question in questions)]


def _row(question: ReadQuestion, count: int) -> list[str]:
    body = question.body
    options: list[str] = []
    key = locked = ""
    if question.kind == "true_false" and body["options"] == true_false_body(True)["options"]:
        key = find_kind(question.kind).read_key(body)
    elif "options" in body:
        options = [option["text"] for option in body["options"]]
        key = letters(body["key"])
        locked = letters([index for index, option in enumerate(body["options"]) if option.get("locked")])
    elif "accepted" in body:
        key = find_kind(question.kind).read_key(body)
    return [
        question.code,
        question.topic,
        DIFFICULTIES.get(question.difficulty, ""),
        _KINDS[question.kind],
        question.text,
        *options,
        *[""] * (count - len(options)),
        key,
        locked,
        question.explanation,
        body.get("model_answer", ""),
        body.get("rubric", ""),
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
