"""What comes next for a learner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from question_bank.study.rules import Known, Progress, following, is_open, progress

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def known(**answers: tuple[bool, int]) -> dict[int, Known]:
    """q1=(right, minute), …"""
    return {
        int(name[1:]): Known(right, NOON + timedelta(minutes=at)) for name, (right, at) in answers.items()
    }


def test_new_questions_come_in_their_order() -> None:
    assert following([5, 3, 9], {}, again=False) == 5
    assert following([5, 3, 9], known(q5=(False, 0)), again=False) == 3
    assert following([5, 3], known(q5=(True, 0), q3=(False, 1)), again=False) is None


def test_wrong_ones_come_again_the_oldest_first() -> None:
    done = known(q5=(False, 4), q3=(False, 2), q9=(True, 1))
    assert following([5, 3, 9, 7], done, again=True) == 3
    assert following([9, 7], done, again=True) is None
    # At the same moment: in the set's order.
    assert following([5, 3], known(q5=(False, 1), q3=(False, 1)), again=True) == 5


def test_what_left_the_set_does_not_count() -> None:
    done = known(q1=(True, 0), q2=(False, 0), q99=(True, 0))
    assert progress([1, 2, 3], done) == Progress(total=3, answered=2, right=1)
    assert progress([1, 2, 3], done).wrong == 1


def test_windows_are_half_open() -> None:
    later = NOON + timedelta(hours=1)
    table = [(None, None, True), (NOON, later, True), (later, None, False), (None, NOON, False)]
    assert [is_open(opens, closes, NOON) for opens, closes, _ in table] == [
        expected for *_, expected in table
    ]


@given(
    st.lists(st.integers(1, 30), unique=True),
    st.dictionaries(st.integers(1, 30), st.tuples(st.booleans(), st.integers(0, 9))),
)
def test_studying_ends_with_everything_right(order: list[int], answers: dict[int, tuple[bool, int]]) -> None:
    done = {one: Known(right, NOON + timedelta(minutes=at)) for one, (right, at) in answers.items()}
    for step in range(2 * len(order)):
        found = following(order, done, again=False) or following(order, done, again=True)
        if found is None:
            break
        assert found in order and not (found in done and done[found].is_right)
        done[found] = Known(True, NOON + timedelta(hours=step))
    assert progress(order, done).right == len(order)
