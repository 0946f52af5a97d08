"""Windows and the clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.organising.rules import Moment, moment, most_specific

OPENS = datetime(2018, 8, 6, 1, tzinfo=UTC)
CLOSES = datetime(2018, 8, 6, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Window:
    opens_at: datetime = OPENS
    closes_at: datetime = CLOSES
    part_id: int | None = None
    unit_id: int | None = None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - timedelta(microseconds=1), Moment("upcoming", OPENS)),
        (OPENS, Moment("open", CLOSES)),
        (CLOSES - timedelta(microseconds=1), Moment("open", CLOSES)),
        (CLOSES, Moment("closed", None)),
    ],
)
def test_windows_are_half_open(now: datetime, expected: Moment) -> None:
    assert moment(Window(), now) == expected


def test_without_a_window_nothing_is_open() -> None:
    assert moment(None, OPENS) == Moment("unscheduled", None)


def test_the_most_specific_counts() -> None:
    everyone, unit, part, both = Window(), Window(unit_id=7), Window(part_id=3), Window(part_id=3, unit_id=7)
    all_four = [everyone, part, unit, both]
    assert most_specific(all_four, 3, [7]) is both
    assert most_specific(all_four, 3, [8]) is part
    assert most_specific(all_four, 4, [7]) is unit
    assert most_specific(all_four, 4, [8]) is everyone
    assert most_specific([part], 4, [8]) is None


def test_the_nearer_unit_counts() -> None:
    commune, town = Window(unit_id=2), Window(unit_id=1)
    assert most_specific([town, commune], 3, [5, 2, 1]) is commune
    assert most_specific([town], 3, [5, 2, 1]) is town


@given(st.permutations([(None, None), (None, 7), (3, None), (3, 7), (4, 7), (3, 8)]))
def test_the_order_of_windows_does_not_matter(places: list[tuple[int | None, int | None]]) -> None:
    windows = [Window(part_id=part, unit_id=unit) for part, unit in places]
    chosen = most_specific(windows, 3, [7])
    assert chosen is not None and (chosen.part_id, chosen.unit_id) == (3, 7)
