"""Numbers with a tolerance, predictions, weighted options."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.kinds import kind
from question_bank.kinds.numbers import read_numbers
from question_bank.kinds.prediction import read_prediction

NUMBER = {"value": "1234.5", "tolerance": "0.5", "unit": "km"}
WEIGHTED = {
    "options": [
        {"text": "Gặp riêng", "locked": False, "share": "1"},
        {"text": "Báo cáo", "locked": False, "share": "0.5"},
        {"text": "Không làm gì", "locked": False, "share": "0"},
    ]
}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3,14", ["3.14"]),
        (" 3.14 ", ["3.14"]),
        ("1.234,5", ["1234.5"]),
        ("1,234.5", ["1234.5"]),
        ("1 234,5", ["1234.5"]),
        ("1.234", ["1234", "1.234"]),
        ("1,234", ["1.234", "1234"]),
        ("1.234.567", ["1234567"]),
        ("\u22125", ["-5"]),
        ("+5.", ["5"]),
        (",5", ["0.5"]),
        ("1.23.4", []),
        ("năm", []),
        ("", []),
        ("²", []),
        ("9" * 31, []),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, numbers: list[str]) -> None:
    assert read_numbers(text) == ([Fraction(number) for number in numbers], "")


@pytest.mark.parametrize("response", ["1234,5", "1.235", "1234", "1.234,5 km", "1234.5KM."])
def test_a_number_within_its_tolerance_is_right(response: str) -> None:
    assert kind("number").mark(NUMBER, response) == 1


@pytest.mark.parametrize("response", ["1233,9", "1235,1", "1234,5 m", "km", "", "-1234,5"])
def test_another_number_or_unit_is_wrong(response: str) -> None:
    assert kind("number").mark(NUMBER, response) == 0


@given(
    value=st.decimals(-(10**9), 10**9, places=3),
    tolerance=st.decimals(0, 100, places=3),
    off=st.decimals(-200, 200, places=3),
)
def test_the_tolerance_is_exact(value: Decimal, tolerance: Decimal, off: Decimal) -> None:
    body = {"value": f"{value:f}", "tolerance": f"{tolerance:f}", "unit": ""}
    # Four places, so that no reading takes the comma for a mark of thousands.
    response = f"{value + off:.4f}".replace(".", ",")
    assert kind("number").validate(body) == []
    assert kind("number").mark(body, response) == (abs(off) <= tolerance)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": "3,14"}, "Đáp số phải là một số, ví dụ 3,14."),
        ({"value": 3}, "Đáp số phải là một số, ví dụ 3,14."),
        (
            {"tolerance": "-1"},
            "Sai số cho phép phải là một số không âm, ví dụ 0,01; không cho sai thì ghi 0.",
        ),
        (
            {"tolerance": None},
            "Sai số cho phép phải là một số không âm, ví dụ 0,01; không cho sai thì ghi 0.",
        ),
        ({"unit": None}, "Đơn vị là vài chữ, ví dụ km; không có thì bỏ trống."),
        ({"unit": "5 km"}, "Đơn vị là vài chữ, ví dụ km; không có thì bỏ trống."),
    ],
)
def test_a_wrong_number_says_what_is_wrong(wrong: dict[str, Any], said: str) -> None:
    assert [str(problem) for problem in kind("number").validate(NUMBER | wrong)] == [said]


def test_a_number_reads_its_key_with_commas() -> None:
    assert kind("number").read_key(NUMBER) == "1234,5 ± 0,5 km"
    assert kind("number").read_key({"value": "-2", "tolerance": "0", "unit": ""}) == "-2"
    assert kind("number").present(NUMBER, []) == {"unit": "km"}


@pytest.mark.parametrize(
    ("response", "number"),
    [("29.519", "29519"), ("29519 người", "29519"), ("12,5 %", "12.5"), ("", None), ("nhiều", None)],
)
def test_a_prediction_is_read_as_vietnamese_write_numbers(response: str, number: str | None) -> None:
    assert read_prediction(response) == (None if number is None else Decimal(number))


def test_a_prediction_is_neither_marked_nor_judged() -> None:
    asked, body = kind("prediction"), {"of": "Số người đúng hết"}
    assert (asked.judged, asked.earns) == (False, False)
    assert asked.mark(body, "5") is None
    assert asked.validate(body) == []
    assert [str(problem) for problem in asked.validate({"of": " "})] == [
        "Hãy ghi dự đoán điều gì, ví dụ: số người trả lời đúng tất cả."
    ]


@pytest.mark.parametrize(
    ("response", "share"), [("0", 1), ("1", Fraction(1, 2)), ("2", 0), ("", 0), ("0,1", 0)]
)
def test_a_weighted_option_is_worth_its_share(response: str, share: Fraction) -> None:
    assert kind("weighted_choice").mark(WEIGHTED, response) == share


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("0.9", "Phương án tốt nhất phải được trọn điểm (tỷ lệ 1)."),
        ("1.1", "Tỷ lệ điểm của phương án A phải là một số từ 0 đến 1, ví dụ 0,5."),
        ("0,9", "Tỷ lệ điểm của phương án A phải là một số từ 0 đến 1, ví dụ 0,5."),
        (1, "Tỷ lệ điểm của phương án A phải là một số từ 0 đến 1, ví dụ 0,5."),
    ],
)
def test_wrong_shares_say_what_is_wrong(share: object, said: str) -> None:
    first, *rest = WEIGHTED["options"]
    body = {"options": [first | {"share": share}, *rest]}
    assert [str(problem) for problem in kind("weighted_choice").validate(body)] == [said]


def test_weighted_options_are_shown_without_their_shares_and_read_by_the_letters_shown() -> None:
    asked = kind("weighted_choice")
    order = asked.option_order(WEIGHTED, Random(3), True)
    assert sorted(order) == [0, 1, 2]
    assert asked.present(WEIGHTED, [2, 0, 1])["options"][0] == {"value": "2", "text": "Không làm gì"}
    assert asked.read_key(WEIGHTED, [2, 0, 1]) == "B. Gặp riêng (1); C. Báo cáo (0,5)"
    assert asked.read_response(WEIGHTED, [2, 0, 1], "1") == "C. Báo cáo"
