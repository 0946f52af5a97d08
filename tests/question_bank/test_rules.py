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
from question_bank.likeness import Stock

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


def stock(*known: ReadQuestion) -> tuple[Stock, dict[str, rules.Former]]:
    """A bank's questions, with the ids 1, 2, …"""
    held = list(enumerate(known, start=1))
    return (
        Stock((id_, each.text, each.body) for id_, each in held),
        {each.code: rules.Former(id_, each) for id_, each in held},
    )


def test_a_file_is_weighed_against_the_bank() -> None:
    broken = replace(ONE, code="K9", problems=(message("hỏng"),))
    file = [
        replace(ONE, code="N1", text="Câu mới?", row=2),
        replace(ONE, code="K1", text="Thủ đô nước ta?", row=3),
        replace(ONE, row=4),
        replace(ONE, code="", text="thủ đô?", row=5),
        replace(
            ONE, code="N2", body={"options": [*OPTIONS, {"text": "Vinh", "locked": False}], "key": [0]}, row=6
        ),
        broken,
        replace(ONE, code="", text="Câu mới?", row=8),
        replace(ONE, code="", text="Con sông nào dài nhất nước?", row=9),
    ]
    known = stock(ONE, replace(ONE, code="K2", text="Sông nào dài nhất nước?"))
    weighed = rules.weigh([*file[:2], *file[3:]], *known)
    assert [(each.standing, each.rival, each.likeness, str(each.above)) for each in weighed] == [
        ("new", 0, "", ""),
        ("revises", 1, "code", ""),
        ("twin", 1, "twin", ""),
        ("new", 1, "akin", ""),
        ("broken", 0, "", ""),
        ("twin", 0, "", "dòng 2"),
        ("new", 2, "near", ""),
    ]
    assert [each.decisions for each in weighed] == [
        ("new", "out"),
        ("out", "new", "revise"),
        ("out", "new", "revise"),
        ("new", "out", "revise"),
        ("out",),
        ("out", "new"),
        ("new", "out", "revise"),
    ]
    assert rules.weigh([file[2]], *known)[0].standing == "same"


def test_two_of_a_file_with_one_code_are_not_both_stored() -> None:
    file = [replace(ONE, code="k7", row=2), replace(ONE, code="K7", text="Khác?", row=3)]
    first, second = rules.weigh(file, *stock())
    assert (first.standing, second.standing) == ("new", "broken")
    assert [str(problem) for problem in second.question.problems] == ["Mã “K7” đã có ở dòng 2."]


@pytest.mark.parametrize(("decision", "code"), [("new", ""), ("revise", "K1")])
def test_what_is_stored_of_a_question_with_a_known_code(decision: rules.Decision, code: str) -> None:
    (each,) = rules.weigh([replace(ONE, text="Thủ đô nước ta?")], *stock(ONE))
    assert rules.decided(each, decision, "K1").code == code


def test_a_file_without_topics_changes_none() -> None:
    assert rules.same_content(replace(ONE, topic="Địa lý"), ONE)
    assert not rules.same_content(ONE, replace(ONE, topic="Địa lý"))


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("a b c d e f", "a x y d e f", (("same", "a "), ("out", "b c"), ("in", "x y"), ("same", " d e f"))),
        (
            "Đại hội chi bộ được tổ chức bao nhiêu năm một lần?",
            "Theo Điều lệ Đảng (Đại hội XI), từ bao nhiêu tuổi thì được kết nạp?",
            (
                ("out", "Đại hội chi bộ được tổ chức bao nhiêu năm một lần?"),
                ("in", "Theo Điều lệ Đảng (Đại hội XI), từ bao nhiêu tuổi thì được kết nạp?"),
            ),
        ),
    ],
)
def test_changes_read_as_a_person_would_mark_them(before: str, after: str, pieces: object) -> None:
    after_one = replace(ONE, text=after)
    found = rules.differences(replace(ONE, text=before), after_one, str)
    assert [each.pieces for each in found] == [pieces]


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


def test_a_day_is_told_as_people_write_it() -> None:
    dated = replace(ONE, legal_date="2015-06-19")
    (found,) = rules.differences(ONE, dated, show)
    assert (str(found.aspect), found.pieces) == ("Ngày của căn cứ", (("in", "19/06/2015"),))


def test_pictures_and_equations_change_as_wholes() -> None:
    picture = f"![bản đồ miền Bắc](media:{'0' * 64}.png)"
    other = picture.replace("miền Bắc", "miền Nam")
    before = replace(ONE, text=rf"Xem{picture} và \(x + 1\)?")
    after = replace(ONE, text=rf"Xem{other} và \(x + 2\)?")
    (found,) = rules.differences(before, after, show)
    assert found.pieces == (
        ("same", "Xem"),
        ("out", picture),
        ("in", other),
        ("same", " và "),
        ("out", r"\(x + 1\)"),
        ("in", r"\(x + 2\)"),
        ("same", "?"),
    )


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
