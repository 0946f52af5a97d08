"""Answer sheets as lines: what is typed is what is stored, and what can't be is told where it stands."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from contest.organising.lists import read_sheet
from contest.playing.answer_table import FIELDS, check, in_runs, lines_of_sheet, read_lines, response_of


@dataclass(frozen=True)
class Printed:
    present: dict[str, Any]
    letters: int = 0


def choice(*values: str, texts: tuple[str, ...] = ()) -> Printed:
    """A question whose options were printed in the order of these values."""
    shown = texts or tuple(f"phương án {value}" for value in values)
    options = [{"value": value, "text": text} for value, text in zip(values, shown, strict=True)]
    return Printed({"options": options}, len(values))


MIXED = choice("2", "0", "3", "1")
TRUTH = choice("0", "1", texts=("Đúng", "Sai"))
WRITTEN = Printed({})
PAIRS = Printed(
    {"left": ["một", "hai"], "options": [{"value": "1", "text": "x"}, {"value": "0", "text": "y"}]}
)
ORDER = Printed({"items": [{"line": 2, "text": "c"}, {"line": 0, "text": "a"}, {"line": 1, "text": "b"}]})
BLANKS = Printed({"blanks": [{}, MIXED.present]})


@pytest.mark.parametrize(
    ("question", "typed", "stored"),
    [
        (MIXED, "A", "2"), (MIXED, "d", "1"), (MIXED, "CA", "2,3"), (MIXED, "B, D", "0,1"), (MIXED, "", ""),
        (MIXED, "E", None), (MIXED, "5", None), (TRUTH, "Đ", "0"), (TRUTH, "S", "1"), (TRUTH, "B", "1"),
        (WRITTEN, " 1945 ", "1945"), (WRITTEN, "x" * 501, None), (PAIRS, "BA", "0\n1"), (PAIRS, "BAB", None),
        (PAIRS, "C", None), (ORDER, "BCA", "1\n2\n3"), (ORDER, "BB", None), (BLANKS, "Huế | b", "Huế\n0"),
        (BLANKS, "Huế", "Huế"), (BLANKS, "- | A", "\n2"), (BLANKS, "Huế | -", "Huế\n"), (BLANKS, "- | -", ""),
        (PAIRS, "-a", "\n1"), (PAIRS, "B", "0"),
        (BLANKS, "Huế | E", None), (BLANKS, "Huế | AB", None), (BLANKS, "Huế | A | 1945", None),
    ],
)  # fmt: skip
def test_responses(question: Printed, typed: str, stored: str | None) -> None:
    assert response_of(question, typed) == stored


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_response_of_the_question_or_none(typed: str) -> None:
    response = response_of(MIXED, typed)
    assert response is None or set(response.split(",")) <= {"", "0", "1", "2", "3"}


@pytest.mark.parametrize(
    ("text", "number", "code", "answers"),
    [
        ("001 101 AB-(AC)D", "001", "101", ["A", "B", "", "AC", "D"]),
        ("001\t101\tA\t\tHà Nội\t-", "001", "101", ["A", "", "Hà Nội", ""]),
        ("001; 101; A; B; 19 45", "001", "101", ["A", "B", "19 45"]),
        ("001 101 A B - C", "001", "101", ["A", "B", "", "C"]),
        ("001 - AB", "001", "", ["A", "B"]),
        ("001", "001", "", []),
    ],
)
def test_lines(text: str, number: str, code: str, answers: list[str]) -> None:
    [line] = read_lines(f"\n{text}\n\n")
    assert (line.place, line.number, line.code, line.answers) == (2, number, code, answers)


def problems(text: str, only: str = "") -> dict[int, list[str]]:
    lines = read_lines(text)
    check(lines, {"101": [MIXED, TRUTH]}, {"001": "An", "002": "Bình"}, only)
    return {line.place: [str(one) for one in line.problems] for line in lines}


def test_each_problem_at_its_line() -> None:
    found = problems("001 101 AB\n009 101 AB\n001 101 AA\n002 102 AB\n002 101 ABC\n002 101 EB\n002 - AB")
    assert found == {
        1: [],
        2: ["Không có số báo danh “009” trong phần thi này."],
        3: ["Số báo danh “001” đã có ở dòng 1."],
        4: ["Không có mã đề “102”. Các mã đề: 101."],
        5: [
            "Số báo danh “002” đã có ở dòng 4.",
            "Có 3 câu trả lời, đề 101 có 2 câu. Câu bỏ trống ghi dấu “-”.",
        ],
        6: ["Số báo danh “002” đã có ở dòng 4.", "Câu 1: “E” không phải lựa chọn của câu này (A–D)."],
        7: ["Số báo danh “002” đã có ở dòng 4.", "Không có mã đề “”. Các mã đề: 101."],
    }
    assert problems("001 - AB", only="101") == {1: []}


def test_number_and_code_may_stand_apart_by_blanks_before_semicolons() -> None:
    typed = "001 101 A;1945;-\n001 101; A; 1945; -\n001; 101; A; 1945; -\n; 101; A; 1945; -"
    found = [(line.number, line.code, line.answers) for line in read_lines(typed)]
    assert found == [("001", "101", ["A", "1945", ""])] * 3 + [("", "101", ["A", "1945", ""])]


@pytest.mark.parametrize(
    ("codes", "shown"),
    [
        (["101", "102", "103", "104", "201", "202", "A1"], "101–104, 201, 202, A1"),
        (["099", "100", "101"], "099–101"),
        (["9", "10", "11"], "9, 10, 11"),
        ([], ""),
    ],
)
def test_codes_that_follow_each_other_are_told_as_a_run(codes: list[str], shown: str) -> None:
    assert in_runs(codes) == shown


def lines_of_file(data: bytes) -> str:
    return lines_of_sheet(read_sheet(data, FIELDS))


def test_files() -> None:
    rows = "STT;Họ và tên;Mã đề;SBD;Câu 1;Câu 2\n1;An;101;001;A;\n2;Bình;102;002;B;C\n;;;;;\n"
    assert lines_of_file(rows.encode("utf-8-sig")) == "001\t101\tA\t-\n002\t102\tB\tC"
    assert lines_of_file(b"001,101,AB\n002,101,-A\n") == "001\t101\tAB\n002\t101\t-A"
    target = io.BytesIO()
    with Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Số báo danh", "Mã đề", "Bài làm"])
        sheet.write_row(1, 0, ["001", "101", "AB"])
    assert lines_of_file(target.getvalue()) == "001\t101\tAB"
