"""Matching, ordering, cloze: what is answered in several fields."""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.kinds import kind, kinds
from question_bank.kinds.fields import hidden_order, token_of

MATCHING = {"left": ["Thủ đô", "Cố đô"], "right": ["Hà Nội", "Huế", "Đà Nẵng"], "key": [0, 1]}
ORDERING = {"items": ["1930", "1945", "1954", "1975"]}
CLOZE = {
    "blanks": [
        {"kind": "short_answer", "accepted": ["Hà Nội"], "fold": True, "ignore_diacritics": False},
        {
            "kind": "single_choice",
            "options": [{"text": t, "locked": False} for t in ("xuân", "hạ", "thu")],
            "key": [2],
        },
        {"kind": "number", "value": "1945", "tolerance": "0", "unit": ""},
    ]
}
distinct = st.lists(st.sampled_from("abcdefghij"), min_size=2, max_size=8, unique=True)


@given(distinct, st.integers(), st.booleans())
def test_what_is_shown_does_not_depend_on_the_order_in_which_the_author_wrote(
    written: list[str], seed: int, shuffle: bool
) -> None:
    """So it can't tell the key, which is that very order."""
    shown = [written[index] for index in hidden_order(written, Random(seed), shuffle)]
    other = sorted(written)
    assert shown == [other[index] for index in hidden_order(other, Random(seed), shuffle)]
    assert {text: token_of(written)[written.index(text)] for text in written} == {
        text: token for token, text in enumerate(other)
    }


@given(distinct, st.integers(0, 10**6))
def test_the_page_of_an_ordering_is_the_same_whatever_is_right(items: list[str], seed: int) -> None:
    asked = kind("ordering")
    pages = []
    for body in ({"items": items}, {"items": sorted(items)}):
        pages.append(asked.present(body, asked.option_order(body, Random(seed), True)))
    assert pages[0] == pages[1]


@given(distinct, st.data())
def test_the_right_places_are_worth_everything_and_each_other_less(
    items: list[str], data: st.DataObject
) -> None:
    asked, body = kind("ordering"), {"items": items}
    places = data.draw(st.permutations(range(1, len(items) + 1)))
    tokens = token_of(items)
    response = [""] * len(items)
    for item, place in enumerate(places):
        response[tokens[item]] = str(place)
    right = sum(place == at for at, place in enumerate(places, start=1))
    assert asked.mark(body, "\n".join(response)) == Fraction(right, len(items))


@given(distinct, distinct, st.data())
def test_each_right_pair_is_worth_the_same(left: list[str], right: list[str], data: st.DataObject) -> None:
    indexes = st.integers(0, len(right) - 1)
    each = st.lists(indexes, min_size=len(left), max_size=len(left))
    key, given_ = data.draw(each), data.draw(each)
    body = {"left": left, "right": right, "key": key}
    tokens = token_of(right)
    asked = kind("matching")
    assert asked.validate(body) == []
    response = "\n".join(str(tokens[index]) for index in given_)
    hits = sum(one == other for one, other in zip(key, given_, strict=True))
    assert asked.mark(body, response) == Fraction(hits, len(left))
    shown = asked.present(body, asked.option_order(body, Random(1), True))
    assert sorted(option["text"] for option in shown["options"]) == sorted(right)
    assert "key" not in shown


@pytest.mark.parametrize(
    ("code", "body", "response", "share"),
    [
        ("matching", MATCHING, "1\n0", 1),
        ("matching", MATCHING, "1", Fraction(1, 2)),
        ("matching", MATCHING, "1\n0\n2", 0),
        ("matching", MATCHING, "1\n-1", Fraction(1, 2)),
        ("matching", MATCHING, "", 0),
        ("matching", MATCHING, "1,0", 0),
        ("matching", MATCHING, "9999999999\n²", 0),
        ("ordering", ORDERING, "1\n2\n3\n4", 1),
        ("ordering", ORDERING, "1\n1\n3\n4", Fraction(1, 2)),
        ("ordering", ORDERING, "1\n0\n3\n5", Fraction(1, 2)),
        ("ordering", ORDERING, "", 0),
        ("cloze", CLOZE, "hà nội\n2\n1945", 1),
        ("cloze", CLOZE, "hà nội\n0,2\n1.945", Fraction(2, 3)),
        ("cloze", CLOZE, "", 0),
    ],
)
def test_lines_are_marked_one_by_one(code: str, body: dict[str, Any], response: str, share: Fraction) -> None:
    assert kind(code).mark(body, response) == share


@pytest.mark.parametrize(
    ("code", "wrong", "said"),
    [
        ("matching", {}, ["Thiếu danh sách vế trái.", "Thiếu danh sách vế phải."]),
        ("matching", MATCHING | {"key": [0]}, ["Mỗi vế trái phải ghép với đúng một vế phải."]),
        ("matching", MATCHING | {"key": [0, 3]}, ["Mỗi vế trái phải ghép với đúng một vế phải."]),
        ("matching", MATCHING | {"key": [0, True]}, ["Mỗi vế trái phải ghép với đúng một vế phải."]),
        ("matching", MATCHING | {"left": ["A", "a"]}, ["Vế trái số 1 và số 2 giống nhau."]),
        ("matching", MATCHING | {"right": ["A", " "]}, ["Vế phải số 2 bỏ trống."]),
        (
            "ordering",
            {},
            ["Thiếu danh sách mục cần sắp xếp, hoặc đáp án không nêu mỗi mục đúng một lần (ví dụ: C, A, B)."],
        ),
        ("ordering", {"items": ["a"]}, ["Có 1 mục cần sắp xếp; cần từ 2 đến 20."]),
        ("ordering", {"items": ["a", "A"]}, ["Mục số 1 và số 2 giống nhau."]),
        ("cloze", {"blanks": []}, ["Cần ít nhất một chỗ trống."]),
        ("cloze", {"blanks": ["x"]}, ["Cần ít nhất một chỗ trống."]),
        ("cloze", {"blanks": CLOZE["blanks"] * 7}, ["Có 21 chỗ trống; nhiều nhất là 20."]),
        (
            "cloze",
            {"blanks": [{"kind": "cloze", "blanks": []}]},
            ["Chỗ trống 1: Chỗ trống phải là trả lời ngắn, điền số hoặc một đáp án đúng."],
        ),
        (
            "cloze",
            {"blanks": [{"kind": "short_answer", "accepted": []}]},
            ["Chỗ trống 1: Cần ít nhất một câu trả lời được chấp nhận."],
        ),
    ],
)
def test_a_wrong_body_says_what_is_wrong(code: str, wrong: dict[str, Any], said: list[str]) -> None:
    assert [str(problem) for problem in kind(code).validate(wrong)] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{1}} mùa {{2}} năm {{3}}", []),
        ("{{3}} {{1}} {{2}}", []),
        ("{{1}} mùa {{2}}", ["Câu hỏi phải có {{3}}, mỗi dấu một lần, ở chỗ cần điền."]),
        ("{{1}} {{1}} {{2}}", ["Câu hỏi phải có {{1}}, {{3}}, mỗi dấu một lần, ở chỗ cần điền."]),
        ("{{1}} {{2}} {{3}} {{4}}", ["Câu hỏi có nhiều dấu chỗ trống hơn số chỗ trống (3)."]),
    ],
)
def test_a_cloze_text_holds_each_blank_once(text: str, said: list[str]) -> None:
    assert [str(problem) for problem in kind("cloze").validate_text(text, CLOZE)] == said


def test_what_is_shown_and_read_of_a_cloze() -> None:
    asked, order = kind("cloze"), [-3, 1, 2, 0]
    assert sorted(asked.option_order(CLOZE, Random(5), True)) == [-3, 0, 1, 2]
    assert asked.present(CLOZE, order) == {
        "blanks": [
            {},
            {
                "options": [
                    {"value": "1", "text": "hạ"},
                    {"value": "2", "text": "thu"},
                    {"value": "0", "text": "xuân"},
                ]
            },
            {"unit": ""},
        ]
    }
    assert asked.read_key(CLOZE) == "(1) Hà Nội; (2) C. thu; (3) 1945"
    assert asked.read_key(CLOZE, order) == "(1) Hà Nội; (2) B. thu; (3) 1945"
    assert asked.read_response(CLOZE, order, "Huế\n0\n") == "(1) Huế; (2) C. xuân"


def test_what_is_read_of_pairs_and_places() -> None:
    assert kind("matching").read_key(MATCHING) == "Thủ đô = Hà Nội; Cố đô = Huế"
    assert kind("matching").read_response(MATCHING, [], "0\n") == "Thủ đô = Huế"
    assert kind("ordering").read_key(ORDERING) == "1. 1930; 2. 1945; 3. 1954; 4. 1975"
    assert kind("ordering").read_response(ORDERING, [], "2\n1\n\n") == "1. 1945; 2. 1930"


@given(st.sampled_from(list(kinds())), st.text("0123,\n-x ²", max_size=20))
def test_no_response_breaks_a_kind(code: str, response: str) -> None:
    asked, body = kind(code), SOUND[code]
    share = asked.mark(body, response)
    assert (share is None) == (asked.judged or not asked.earns)
    assert share is None or 0 <= share <= 1
    order = asked.option_order(body, Random(2), True)
    assert json.loads(json.dumps(order)) == order
    asked.read_response(body, order, response)
    assert asked.validate(body) == []
    assert asked.validate_text("{{1}} {{2}} {{3}}", body) == []


@given(
    st.sampled_from(list(kinds())),
    st.dictionaries(
        st.sampled_from(
            ["options", "key", "left", "right", "items", "blanks", "value", "tolerance", "unit", "of"]
        ),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=3),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["text", "share", "kind", "options"]), inner, max_size=3)
            ),
            max_leaves=8,
        ),
        max_size=4,
    ),
)
def test_any_dict_can_be_validated(code: str, body: dict[str, Any]) -> None:
    kind(code).validate(body)


_OPTIONS = {
    "options": [{"text": "a", "locked": False, "share": "1"}, {"text": "b", "locked": False, "share": "0"}]
}
_JUDGED = {"model_answer": "", "rubric": ""}
SOUND: dict[str, dict[str, Any]] = {
    "single_choice": _OPTIONS | {"key": [0]},
    "several_correct": _OPTIONS | {"key": [0, 1]},
    "true_false": _OPTIONS | {"key": [1]},
    "short_answer": {"accepted": ["12"], "fold": True},
    "number": {"value": "12", "tolerance": "1", "unit": ""},
    "matching": MATCHING,
    "ordering": ORDERING,
    "cloze": CLOZE,
    "weighted_choice": _OPTIONS,
    "essay": _JUDGED,
    "situation": _JUDGED,
    "theme": _JUDGED,
    "prediction": {"of": "x"},
}
