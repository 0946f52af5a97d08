"""What can be proposed for a question that can't be stored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.messages import message
from question_bank import rules
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.rows import Row, read_row
from question_bank.mends import is_showable, mends, recast

TITLES = {"key": "Đáp án đúng", "text": "Câu hỏi", "difficulty": "Mức độ"}


def read(key: str, *options: str, **cells: str) -> ReadQuestion:
    """A row of a table as its reader gives it."""
    lettered = {f"option_{letter}": text for letter, text in zip("abcdefgh", options, strict=False)}
    return read_row(Row({"text": "Thủ đô?", "key": key, **lettered, **cells}, TITLES, 2))


@pytest.mark.parametrize(
    ("question", "proposed"),
    [
        (read("A", "Hà Nội", "Huế"), []),  # nothing is wrong
        (read("E", "Hà Nội", "Huế", "Vinh", "Cần Thơ"), []),
        (read("Ha Noii", "Hà Nội", "Huế"), [("key:0", "single_choice", [0])]),
        (read("tuổi 18", "16 tuổi", "18 tuổi", "20 tuổi"), [("key:1", "single_choice", [1])]),
        (read("18 tuoi hay 20 tuoi", "16 tuổi", "18 tuổi", "20 tuổi"), []),  # nearly two of them
        (read("В", "Hà Nội", "Huế"), []),  # Cyrillic, which is read as the letter that it looks like
        (read("Đ", "a", "b", "c", "d"), [("key:3", "single_choice", [3])]),
        (read("A", "Hà Nội", "Huế", "huế"), [("drop:C", "single_choice", [0])]),
        (read("C", "Hà Nội", "Huế", "huế"), [("drop:B", "single_choice", [1])]),
        (read("C", "Hà Nội", "", "Huế"), [("drop:B", "single_choice", [1])]),
        (read("B", "Hà Nội", "", "Huế"), []),  # the empty one is the key
        (read("A", "Hà Nội", "hà nội"), []),  # one option would be left
        (read("A, B", "Hà Nội", "Huế", kind="Một đáp án"), [("several", "several_correct", [0, 1])]),
        (read("A", "Hà Nội", "Huế", difficulty="Khó vừa"), [("shown", "single_choice", [0])]),
        (read("Đung", "Đúng", "Sai"), [("key:0", "true_false", [0])]),
    ],
)
def test_mends(question: ReadQuestion, proposed: list[tuple[str, str, list[int]]]) -> None:
    found = mends(question)
    assert [(one.code, one.question.kind, one.question.body["key"]) for one in found] == proposed


def test_signs_that_contradict_each_other_are_proposed_each() -> None:
    body = read("A", "Hà Nội", "Huế", "Vinh").body | {"key": []}
    signs = [message("%(sign)s: %(letters)s", sign="gạch chân", letters=letter) for letter in "BC"]
    problem = message("mâu thuẫn (%(first)s; %(second)s)", first=signs[0], second=signs[1])
    found = mends(ReadQuestion("single_choice", "Hỏi?", body, paragraph=1, problems=(problem,)))
    assert [one.question.body["key"] for one in found] == [[1], [2]]
    assert str(found[0].label) == "Sửa đáp án thành B. Huế"


def test_a_code_that_is_taken_can_be_left_out() -> None:
    twice = message("Mã “%(code)s” đã có ở dòng 2.", code="K1")
    (one,) = mends(replace(read("A", "x", "y"), code="K1", problems=(twice,)))
    assert (one.code, one.question.code) == ("code", "")


@given(
    st.lists(st.sampled_from(["", "Hà Nội", "hà nội", "Huế", "1945", "Vinh"]), max_size=6),
    st.sampled_from(["", "A", "E", "Ha Nội", "1945", "A, B", "Đ", "huế và vinh"]),
    st.sampled_from(["", "Một đáp án", "Đúng/Sai", "Trả lời ngắn"]),
)
def test_whatever_is_proposed_can_be_stored(options: list[str], key: str, kind: str) -> None:
    question = read(key, *options, kind=kind)
    for one in mends(question):
        assert rules.problems(one.question) == []
        assert one.question.problems == ()
        assert one.question.text == question.text


def test_the_answer_goes_along() -> None:
    question = read("B", "Hà Nội", "Huế")
    assert recast(question, "short_answer").body["accepted"] == ["Huế"]
    assert recast(question, "several_correct").body == question.body
    assert recast(question, "situation").body["model_answer"] == "Huế"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("single_choice", {}),
        ("single_choice", {"options": 5}),
        ("single_choice", {"options": [{"text": 1}], "key": []}),
        ("several_correct", {"options": [{"text": "a"}], "key": [1]}),
        ("true_false", {"options": [{"text": "a"}], "key": [True]}),
        ("short_answer", {"accepted": "abc"}),
        ("situation", {"model_answer": []}),
        ("", {}),
    ],
)
def test_a_foreign_body_is_not_shown(kind: str, body: dict[str, object]) -> None:
    assert not is_showable(ReadQuestion(kind, "?", body))


def test_options_are_shown_though_their_key_is_amiss() -> None:
    assert is_showable(read("E", "Hà Nội", "Huế"))
    assert is_showable(read("", "Đúng", "Sai"))
