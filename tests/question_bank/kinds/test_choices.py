"""Single choice, several correct, true/false."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.kinds import kind, kinds
from question_bank.kinds.true_false import true_false_body


def body(*texts: str, key: list[int] | None = None, locked: tuple[int, ...] = ()) -> dict:
    options = [{"text": text, "locked": index in locked} for index, text in enumerate(texts)]
    return {"options": options, "key": key if key is not None else [0]}


def test_the_registry_finds_every_kind_in_menu_order() -> None:
    assert list(kinds()) == [
        "single_choice",
        "several_correct",
        "true_false",
        "short_answer",
        "number",
        "matching",
        "ordering",
        "cloze",
        "weighted_choice",
        "essay",
        "situation",
        "theme",
        "prediction",
    ]
    assert [code for code, each in kinds().items() if each.judged] == ["essay", "situation", "theme"]
    assert [code for code, each in kinds().items() if not each.earns] == ["prediction"]
    assert [code for code, each in kinds().items() if each.graded] == ["weighted_choice"]


def test_an_unknown_kind_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        kind("crossword")


@pytest.mark.parametrize(
    ("code", "wrong", "said"),
    [
        ("single_choice", {}, "Thiếu danh sách phương án."),
        ("single_choice", {"options": ["A", "B"], "key": [0]}, "Thiếu danh sách phương án."),
        ("single_choice", {"options": [{"text": "x"}, {"text": "y"}], "key": "A"}, "Thiếu đáp án đúng."),
        ("single_choice", {"options": [{"text": "x"}, {"text": "y"}], "key": [True]}, "Thiếu đáp án đúng."),
        ("single_choice", body("x"), "Có 1 phương án; cần từ 2 đến 8."),
        ("single_choice", body(*"abcdefghi"), "Có 9 phương án; cần từ 2 đến 8."),
        ("single_choice", body("x", " "), "Phương án B bỏ trống."),
        ("single_choice", body("Hà Nội", "hà  nội."), "Phương án A và B giống nhau."),
        ("single_choice", body("x", "y", key=[]), "Chưa chọn đáp án đúng."),
        ("single_choice", body("x", "y", key=[2]), "Đáp án đúng không ứng với phương án nào."),
        ("single_choice", body("x", "y", key=[-1]), "Đáp án đúng không ứng với phương án nào."),
        ("single_choice", body("x", "y", key=[0, 1]), "Câu một đáp án chỉ có một đáp án đúng, ở đây có 2."),
        ("several_correct", body("x", "y", key=[1, 0]), "Đáp án đúng không ứng với phương án nào."),
        ("several_correct", body("x", "y", key=[0, 0]), "Đáp án đúng không ứng với phương án nào."),
        ("true_false", body("x", "y", "z"), "Câu đúng hay sai có đúng hai phương án."),
        ("true_false", body("Đúng", "Sai", key=[0, 1]), "Một câu không thể vừa đúng vừa sai."),
    ],
)
def test_a_wrong_body_says_what_is_wrong(code: str, wrong: dict[str, Any], said: str) -> None:
    assert [str(problem) for problem in kind(code).validate(wrong)] == [said]


@pytest.mark.parametrize("code", ["single_choice", "several_correct", "true_false"])
def test_a_sound_body_has_no_problems(code: str) -> None:
    assert kind(code).validate(true_false_body(True)) == []


def test_options_that_differ_by_a_sign_alone_are_two_options() -> None:
    assert kind("single_choice").validate(body("+", "-")) == []


@pytest.mark.parametrize(
    ("response", "share"), [("1", 1), ("0", 0), ("", 0), ("0,1", 0), ("7", 0), ("x", 0), ("1,", 0), ("²", 0)]
)
def test_single_choice_is_all_or_nothing(response: str, share: Fraction | int) -> None:
    assert kind("single_choice").mark(body("x", "y", "z", key=[1]), response) == share


@pytest.mark.parametrize(
    ("response", "share"),
    [
        ("0,2", Fraction(1)),
        ("2,0", Fraction(1)),
        ("0", Fraction(1, 2)),
        ("0,1", Fraction(0)),
        ("0,1,2", Fraction(1, 2)),
        ("0,1,2,3", Fraction(0)),
        ("1,3", Fraction(0)),
        ("", Fraction(0)),
        ("0,9", Fraction(0)),
    ],
)
def test_several_correct_counts_right_less_wrong(response: str, share: Fraction | int) -> None:
    assert kind("several_correct").mark(body("a", "b", "c", "d", key=[0, 2]), response) == share


@given(st.sets(st.integers(0, 4), min_size=1), st.sets(st.integers(0, 4)))
def test_only_the_exact_set_is_wholly_right(key: set[int], ticked: set[int]) -> None:
    share = kind("several_correct").mark(body(*"abcde", key=sorted(key)), ",".join(map(str, ticked)))
    assert 0 <= share <= 1
    assert (share == 1) == (key == ticked)


@given(st.integers(2, 8), st.sets(st.integers(0, 7)), st.integers())
def test_an_order_is_a_permutation_that_keeps_locked_options(count: int, locked: set[int], seed: int) -> None:
    texts = [f"phương án thứ {index}" for index in range(count)]
    order = kind("single_choice").option_order(body(*texts, locked=tuple(locked)), Random(seed), True)
    assert sorted(order) == list(range(count))
    assert all(order[index] == index for index in locked if index < count)


def test_shuffling_reaches_every_order_and_none_without_shuffle() -> None:
    rng, question = Random(1), body("x", "y", "z")
    orders = {tuple(kind("single_choice").option_order(question, rng, True)) for _ in range(200)}
    assert len(orders) == 6
    assert kind("single_choice").option_order(question, rng, False) == [0, 1, 2]


@pytest.mark.parametrize(
    "texts",
    [
        ("Xăng", "Khí", "Ý 1 và ý 2."),
        ("x", "y", "Cả A và B"),
        ("x", "y", "z", "A và C đúng"),
        ("x", "y", "z", "Cả hai ý trên"),
        ("x", "Tất cả các đáp án trên", "z"),
        ("x", "y", "Chỉ A đúng"),
        ("x", "y", "Both A and B"),
    ],
)
def test_options_that_name_each_other_are_never_shuffled(texts: tuple[str, ...]) -> None:
    rng = Random(7)
    orders = {tuple(kind("single_choice").option_order(body(*texts), rng, True)) for _ in range(50)}
    assert orders == {tuple(range(len(texts)))}


def test_true_and_false_keep_their_order() -> None:
    assert kind("true_false").option_order(true_false_body(False), Random(3), True) == [0, 1]
    assert kind("true_false").mark(true_false_body(False), "1") == 1
    assert kind("true_false").read_key(true_false_body(False)) == "Sai"


def test_what_a_contestant_sees_has_no_key() -> None:
    shown = kind("several_correct").present(body("x", "y", "z", key=[0, 2], locked=(2,)), [1, 0, 2])
    assert shown == {
        "options": [{"value": "1", "text": "y"}, {"value": "0", "text": "x"}, {"value": "2", "text": "z"}]
    }


def test_the_key_is_read_with_letters() -> None:
    assert kind("several_correct").read_key(body("x", "y", "z", key=[0, 2])) == "A. x; C. z"
