"""Steps of review: who may take which, and whether a key changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.exchange.questions import ReadQuestion
from question_bank.review_rules import LEADS, STATES, Written, authors, refusal, same_key
from tests.question_bank.making import single

PEOPLE = ("user:1", "user:2", "user:3")


def test_authors_are_all_who_wrote_since_the_last_approval() -> None:
    written = [
        Written(1, "user:1", "approved"),
        Written(2, "user:2", "draft"),
        Written(3, "user:3", "reviewed"),
        Written(4, "user:1", "draft"),
    ]
    assert authors(written, 3) == {"user:2", "user:3"}
    assert authors(written, 4) == set(PEOPLE)
    assert authors(written, 1) == {"user:1"}
    assert authors([Written(1, "", "draft")], 1) == frozenset()


@pytest.mark.parametrize(
    ("act", "state", "is_author", "note", "goes"),
    [
        ("review", "draft", False, "", True),
        ("review", "draft", True, "", False),
        ("review", "reviewed", False, "", False),
        ("approve", "draft", False, "", False),
        ("approve", "reviewed", False, "", True),
        ("approve", "reviewed", True, "", False),
        ("return", "approved", True, "Luật mới", True),
        ("return", "approved", False, " ", False),
        ("return", "draft", False, "x", False),
        ("review", "draft", False, "x" * 2001, False),
    ],
)
def test_a_step_is_taken_or_refused(act: str, state: str, is_author: bool, note: str, goes: bool) -> None:
    assert (refusal(act, state, is_author, note) is None) is goes


@given(
    st.lists(st.tuples(st.sampled_from(("write", *LEADS)), st.sampled_from(PEOPLE)), min_size=1, max_size=12)
)
def test_nothing_is_ever_approved_that_only_its_writers_have_looked_at(steps: list[tuple[str, str]]) -> None:
    revisions = [Written(1, "user:1", "draft")]
    unread = {"user:1"}  # who wrote what nobody else has approved
    for act, person in steps:
        last = revisions[-1]
        if act == "write":
            revisions.append(Written(last.number + 1, person, "draft"))
            unread.add(person)
        elif refusal(act, last.state, person in authors(revisions, last.number), "vì sao") is None:
            if act != "return":
                assert person not in unread
            state = LEADS[act][last.state]
            revisions[-1] = Written(last.number, last.author, state)
            if state == "approved":
                unread = set()
            elif act == "return" and last.state == "approved":
                unread = set(authors(revisions, last.number))
        assert revisions[-1].state in STATES


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (single(), single("Thủ đô nước ta?"), True),
        (single(), single("Thủ đô?", "Huế", "Hà Nội", "Đà Nẵng", key=1), True),
        (single(), single("Thủ đô?", "Hà  Nội.", "Huế", "Đà Nẵng"), True),
        (single(), single(key=1), False),
        (single(), single("Thủ đô?", "Huế", "Hà Nội", "Đà Nẵng"), False),
        (
            ReadQuestion("short_answer", "?", {"accepted": ["1945"]}),
            ReadQuestion("short_answer", "?", {"accepted": ["1945", "năm 1945"]}),
            False,
        ),
        (
            ReadQuestion("theme", "?", {"model_answer": "a", "rubric": ""}),
            ReadQuestion("theme", "?", {"model_answer": "b", "rubric": ""}),
            True,
        ),
        (single(), ReadQuestion("several_correct", "Thủ đô?", single().body), False),
    ],
)
def test_a_changed_key_is_told_from_a_changed_word(
    one: ReadQuestion, other: ReadQuestion, same: bool
) -> None:
    assert same_key(one, other) is same
    assert same_key(other, one) is same
