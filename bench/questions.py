"""How long a list of 5,000 questions takes to read, against a library that only takes the file's texts out.

.venv/bin/python bench/questions.py [--count 5000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable

import docx
import xlsxwriter
from python_calamine import CalamineWorkbook

from question_bank.exchange import read_questions

HEADER = ["Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án đúng", "Giải thích", "Chủ đề"]


def rows(count: int) -> list[list[str]]:
    """Questions of the length that law quizzes have, with different keys."""
    return [
        [
            f"Theo Điều {number % 70 + 1} của Luật số {number}, cá nhân vi phạm lần thứ {number % 9 + 1} bị xử lý thế nào?",
            f"Phạt cảnh cáo và nhắc nhở trước chi bộ lần {number}",
            f"Phạt tiền từ {number % 90 + 10} nghìn đồng trở lên",
            f"Tạm giữ giấy tờ trong {number % 30 + 1} ngày",
            "Không bị xử lý",
            "ABCD"[number % 4],
            f"Khoản {number % 5 + 1} điều này quy định rõ mức xử lý.",
            f"Chủ đề {number % 12 + 1}",
        ]
        for number in range(1, count + 1)
    ]


def as_xlsx(table: list[list[str]]) -> bytes:
    """The table in Excel."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *table]):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def as_docx(table: list[list[str]]) -> bytes:
    """The same list as it is typed in Word, the key underlined."""
    document = docx.Document()
    for number, row in enumerate(table, start=1):
        document.add_paragraph(f"Câu {number}. {row[0]}")
        for letter, text in zip("ABCD", row[1:5], strict=True):
            document.add_paragraph().add_run(f"{letter}. {text}").underline = letter == row[5] or None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def cells_of(data: bytes) -> None:
    """All texts of a workbook."""
    CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def texts_of(data: bytes) -> None:
    """All texts of a document with what is underlined."""
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        for run in paragraph.runs:
            _ = run.text, run.underline


def seconds(act: Callable[[], object]) -> float:
    """How long it takes, by the clock."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def main() -> None:
    """Measure in turn, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    table = rows(asked.count)
    for name, data, plain in (("xlsx", as_xlsx(table), cells_of), ("docx", as_docx(table), texts_of)):
        found = read_questions(data, f"a.{name}").questions
        wrong = sum(
            bool(one.problems) or one.body["key"] != ["ABCD".index(row[5])]
            for one, row in zip(found, table, strict=True)
        )
        bare, ours = [], []
        for _round in range(asked.rounds):
            bare.append(seconds(lambda data=data, plain=plain: plain(data)))
            ours.append(seconds(lambda data=data, name=name: read_questions(data, f"a.{name}")))
        ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
        print(
            f"{name}: {len(found)} questions, {wrong} wrong; texts alone {statistics.median(bare):.2f} s, "
            f"read {statistics.median(ours):.2f} s, ratio {ratio:.1f}"
        )


if __name__ == "__main__":
    main()
