"""The clock of an attempt: a table of cases, and what holds for all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.playing.timing import Clock, Interval, clock, merged, question_at, spent

START = datetime(2026, 11, 20, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def span(start: float, end: float | None = None) -> Interval:
    return Interval(at(start), None if end is None else at(end))


@pytest.mark.parametrize(
    ("extra", "removed", "expected"),
    [
        (0, [], Clock(at(20))),
        (5, [], Clock(at(25))),
        (0, [span(3, 8)], Clock(at(25))),
        (5, [span(3, 8)], Clock(at(30))),
        (0, [span(-10, -5)], Clock(at(20))),  # before the start
        (0, [span(-5, 5)], Clock(at(25))),  # only what lies after the start
        (0, [span(20, 30)], Clock(at(20))),  # from the deadline on: too late to matter
        (0, [span(19, 30)], Clock(at(31))),
        (
            0,
            [span(20, 30), span(5, 6)],
            Clock(at(31)),
        ),  # the first moved the deadline past the second's start
        (0, [span(3, 8), span(5, 10)], Clock(at(27))),  # an overlap counts once
        (0, [span(3, 8), span(3, 8)], Clock(at(25))),
        (0, [span(8, 3)], Clock(at(20))),  # nothing
        (0, [span(7)], Clock(at(20), at(7))),
        (0, [span(3, 8), span(9)], Clock(at(25), at(9))),
        (0, [span(20)], Clock(at(20))),  # paused after its end
        (5, [span(20)], Clock(at(25), at(20))),
        (0, [span(-5)], Clock(at(20), at(0))),
    ],
)
def test_deadline(extra: int, removed: list[Interval], expected: Clock) -> None:
    assert clock(START, at(20), extra * 60, removed) == expected


def test_remaining_stands_while_paused() -> None:
    assert Clock(at(20)).remaining(at(12)) == timedelta(minutes=8)
    assert Clock(at(20)).remaining(at(21)) == timedelta(0)
    assert Clock(at(20), at(12)).remaining(at(500)) == timedelta(minutes=8)


minutes = st.integers(-30, 60)
intervals = st.lists(
    st.tuples(minutes, st.integers(1, 30)).map(lambda pair: span(pair[0], pair[0] + pair[1])), max_size=6
)


@given(intervals, st.randoms(use_true_random=False))
def test_the_order_of_the_clicks_does_not_matter(removed: list[Interval], random: object) -> None:
    shuffled = list(removed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert clock(START, at(20), 0, shuffled) == clock(START, at(20), 0, removed)


@given(intervals)
def test_everyone_has_their_whole_time(removed: list[Interval]) -> None:
    found = clock(START, at(20), 0, removed).deadline
    assert spent(START, found, removed) == timedelta(minutes=20)


@given(intervals)
def test_merged_is_in_order_and_apart(removed: list[Interval]) -> None:
    found = merged(removed)
    ends = [one.end for one in found]
    assert all(end and end < after.start for end, after in zip(ends, found[1:], strict=False))


@pytest.mark.parametrize(
    ("ended", "removed", "expected"),
    [
        (10, [], 10),
        (10, [span(2, 5)], 7),
        (10, [span(2, 5), span(4, 6)], 6),
        (10, [span(-5, 2), span(9, 30)], 7),
        (10, [span(8)], 8),
        (0, [span(-5, 5)], 0),
    ],
)
def test_spent(ended: int, removed: list[Interval], expected: int) -> None:
    assert spent(START, at(ended), removed) == timedelta(minutes=expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (START - TICK, None),
        (START, (0, START + timedelta(seconds=30))),
        (START + timedelta(seconds=30) - TICK, (0, START + timedelta(seconds=30))),
        (START + timedelta(seconds=30), (1, START + timedelta(seconds=60))),
        (START + timedelta(seconds=119), (3, START + timedelta(seconds=120))),
        (START + timedelta(seconds=120), None),
    ],
)
def test_each_question_has_its_own_clock(now: datetime, expected: tuple[int, datetime] | None) -> None:
    assert question_at(now, START + timedelta(seconds=120), 4, 30) == expected
