"""Short answers and the judged kinds."""

from __future__ import annotations

import unicodedata
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.kinds import kind
from question_bank.kinds.folding import fold_answer


def short(*accepted: str, **more: bool) -> dict:
    return {"accepted": list(accepted), "fold": True, **more}


@pytest.mark.parametrize(
    "response",
    [
        "Hòa Bình",
        "hoà bình",
        "  HOÀ   BÌNH. ",
        "“Hòa Bình”",
        unicodedata.normalize("NFD", "Hoà Bình"),
        "hòa bình!",
    ],
)
def test_the_same_answer_written_differently_is_right(response: str) -> None:
    assert kind("short_answer").mark(short("Hòa Bình"), response) == 1


@pytest.mark.parametrize("response", ["Hoa Binh", "Hóa Bình", "Hòa", "", "   ", "."])
def test_another_answer_is_wrong(response: str) -> None:
    assert kind("short_answer").mark(short("Hòa Bình"), response) == 0


def test_any_accepted_variant_counts() -> None:
    assert kind("short_answer").mark(short("3/2/1930", "03/02/1930"), "03/02/1930") == 1


def test_diacritics_are_ignored_only_where_declared() -> None:
    assert kind("short_answer").mark(short("Điện Biên", ignore_diacritics=True), "dien bien") == 1
    assert kind("short_answer").mark(short("Điện Biên"), "dien bien") == 0


def test_without_folding_the_answer_must_be_exact() -> None:
    exact = {"accepted": ["pH"], "fold": False}
    assert kind("short_answer").mark(exact, " pH ") == 1
    assert kind("short_answer").mark(exact, "PH") == 0


def test_the_icelandic_letter_typed_for_d_is_the_vietnamese_one() -> None:
    assert fold_answer("Ðiện Biên") == fold_answer("Điện Biên")


@given(st.text(alphabet="aàáảãạâậêộơợưựđdhbgqui AÀÂẬĐ.,“”?1 \n"), st.booleans())
def test_case_form_and_what_surrounds_make_no_difference(text: str, ignore: bool) -> None:
    folded = fold_answer(text, ignore)
    for same in (text.upper(), unicodedata.normalize("NFD", text), f"  “{text}. ”", text.replace(" ", "  ")):
        assert fold_answer(same, ignore) == folded


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "Cần ít nhất một câu trả lời được chấp nhận."),
        ({"accepted": []}, "Cần ít nhất một câu trả lời được chấp nhận."),
        ({"accepted": "x"}, "Cần ít nhất một câu trả lời được chấp nhận."),
        ({"accepted": ["x", " "]}, "Có câu trả lời được chấp nhận bị bỏ trống."),
        ({"accepted": ["…"]}, "Có câu trả lời được chấp nhận bị bỏ trống."),
    ],
)
def test_a_wrong_short_answer_says_what_is_wrong(wrong: dict[str, Any], said: str) -> None:
    assert [str(problem) for problem in kind("short_answer").validate(wrong)] == [said]


def test_a_short_answer_shows_nothing_of_its_key() -> None:
    assert kind("short_answer").option_order(short("x"), Random(1), True) == []
    assert kind("short_answer").present(short("x"), []) == {}
    assert kind("short_answer").read_key(short("x", "y")) == "x | y"


@pytest.mark.parametrize("code", ["essay", "situation", "theme"])
def test_judged_kinds_are_marked_by_people_and_hide_the_model_answer(code: str) -> None:
    task = {"model_answer": "Gặp riêng đảng viên…", "rubric": "Nêu đúng căn cứ"}
    assert kind(code).validate(task) == []
    assert kind(code).validate({}) != []
    assert kind(code).mark(task, "…") is None
    assert kind(code).present(task, []) == {}
    assert kind(code).read_key(task) == ""
