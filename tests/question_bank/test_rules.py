"""What is decided about questions from data alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.messages import message
from question_bank import rules
from question_bank.exchange.questions import ReadQuestion
from question_bank.kinds.true_false import true_false_body

OPTIONS = [{"text": "Hà Nội", "locked": False}, {"text": "Huế", "locked": False}]
ONE = ReadQuestion("single_choice", "Thủ đô?", {"options": OPTIONS, "key": [0]}, code="K1", row=2)


def show(text: str) -> str:
    return text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "crossword"}, "Không có loại câu hỏi “crossword”."),
        ({"text": " "}, "Chưa có nội dung câu hỏi."),
        ({"text": "x" * 10_001}, "Dài quá 10000 ký tự."),
        ({"explanation": "x" * 10_001}, "Dài quá 10000 ký tự."),
        ({"difficulty": "Dễ"}, "“Dễ” không phải Dễ, Trung bình hay Khó."),
        ({"body": {}}, "Thiếu danh sách phương án."),
    ],
)
def test_an_unsound_question_says_why(change: dict[str, Any], said: str) -> None:
    assert [str(problem) for problem in rules.problems(replace(ONE, **change))] == [said]
    assert rules.problems(ONE) == []


def test_search_text_is_folded_and_holds_options() -> None:
    assert (
        rules.search_text("K1", "Hoà Bình ở đâu?", {"options": OPTIONS, "key": [0]})
        == "k1 hoa binh o dau? ha noi hue"
    )
    assert rules.search_text("K2", "?", {"accepted": ["Điện Biên"]}) == "k2 ? dien bien"


def test_free_codes_follow_the_highest_in_use() -> None:
    assert list(islice(rules.free_codes(["K1", "C0002", "C0007", "C7x"]), 2)) == ["C0008", "C0009"]
    assert next(rules.free_codes([])) == "C0001"


def test_a_file_is_weighed_against_the_bank() -> None:
    known = [ONE, replace(ONE, code="K2", text="Sông nào dài nhất?")]
    broken = replace(ONE, code="K9", problems=(message("hỏng"),))
    file = [
        replace(ONE, code="N1", text="Câu mới?", row=2),
        replace(ONE, code="K1", text="Thủ đô nước ta?", row=3),
        replace(ONE, row=4),
        replace(ONE, code="", text="thủ đô ?".replace(" ?", "?"), row=5),
        replace(
            ONE, code="N2", body={"options": [*OPTIONS, {"text": "Vinh", "locked": False}], "key": [0]}, row=6
        ),
        broken,
        replace(ONE, code="", text="Câu mới?", row=8),
    ]
    weighed = rules.weigh(file, known)
    assert [(each.standing, str(each.other), str(each.akin)) for each in weighed] == [
        ("new", "", ""),
        ("revises", "K1", ""),
        ("same", "K1", ""),
        ("twin", "K1", ""),
        ("new", "", "K1"),
        ("broken", "", ""),
        ("twin", "N1", ""),
    ]
    assert [each.proposed for each in weighed] == [True, False, False, False, True, False, False]
    assert [each.storable for each in weighed] == [True, True, False, True, True, False, True]


def test_a_twin_without_a_code_is_named_by_its_row() -> None:
    file = [replace(ONE, code="", row=2), replace(ONE, code="", row=3)]
    assert str(rules.weigh(file, [])[1].other) == "dòng 2"


def test_a_file_without_topics_changes_none() -> None:
    assert rules.same_content(replace(ONE, topic="Địa lý"), ONE)
    assert not rules.same_content(ONE, replace(ONE, topic="Địa lý"))


def test_differences_are_shown_word_by_word() -> None:
    after = replace(ONE, text="Thủ đô nước ta?", body={"options": OPTIONS, "key": [1]}, difficulty="hard")
    found = rules.differences(ONE, after, show)
    assert [(str(each.aspect), each.pieces) for each in found] == [
        ("Câu hỏi", (("same", "Thủ "), ("out", "đô?"), ("in", "đô nước ta?"))),
        ("Đáp án đúng", (("out", "A"), ("in", "B"))),
        ("Mức độ", (("in", "Khó"),)),
    ]


def test_a_locked_option_and_the_way_of_comparing_are_differences() -> None:
    locked = [OPTIONS[0], {"text": "Huế", "locked": True}]
    assert [
        str(each.aspect)
        for each in rules.differences(ONE, replace(ONE, body={"options": locked, "key": [0]}), show)
    ] == ["Giữ vị trí"]
    short = ReadQuestion("short_answer", "?", {"accepted": ["x"], "fold": True, "ignore_diacritics": False})
    bare = replace(short, body={"accepted": ["x"], "fold": True, "ignore_diacritics": True})
    exact = replace(short, body={"accepted": ["x"], "fold": False, "ignore_diacritics": False})
    assert [str(each.aspect) for each in rules.differences(short, bare, show)] == ["Cách so câu trả lời"]
    assert [str(each.aspect) for each in rules.differences(bare, exact, show)] == ["Cách so câu trả lời"]


@given(st.text(), st.text())
def test_the_pieces_of_a_difference_spell_both_texts(before: str, after: str) -> None:
    one, other = replace(ONE, explanation=before), replace(ONE, explanation=after)
    pieces = [piece for each in rules.differences(one, other, show) for piece in each.pieces] or [
        ("same", before)
    ]
    assert "".join(text for how, text in pieces if how != "in") == before
    assert "".join(text for how, text in pieces if how != "out") == after


def test_nothing_differs_between_equal_questions() -> None:
    statement = ReadQuestion("true_false", "?", true_false_body(True))
    assert rules.differences(statement, statement, show) == []
