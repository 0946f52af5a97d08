"""Marks, totals and the clock's arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.judging import rules
from contest.organising.definition import Criterion

TEN = Criterion("a", "A", Decimal(10), Decimal("0.25"), Decimal(2))
START = datetime(2018, 8, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Press:
    kind: str
    at: datetime


def at(kind: str, seconds: float) -> Press:
    return Press(kind, START + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("mark", "problem"),
    [
        (None, None),
        ("0", None),
        ("10", None),
        ("7.25", None),
        ("7.3", "Bước điểm là 0,25: hãy cho 7,25 hoặc 7,5."),
        ("10.25", "Điểm cao nhất là 10."),
        ("-0.25", "Điểm thấp nhất là 0."),
    ],
)
def test_a_mark_is_on_the_step_and_within_its_limits(mark: str | None, problem: str | None) -> None:
    found = rules.check_mark(TEN, None if mark is None else Decimal(mark))
    assert (str(found) if found else None) == problem


@given(st.integers(0, 40))
def test_every_step_is_a_mark(steps: int) -> None:
    assert rules.check_mark(TEN, steps * Decimal("0.25")) is None
    assert rules.check_mark(TEN, steps * Decimal("0.25") + Decimal("0.1")) is not None


def test_a_total_is_exact_and_no_mark_adds_nothing() -> None:
    other = Criterion("b", "B", Decimal(10), Decimal("0.5"))
    assert rules.total([TEN, other], {"a": Decimal("7.25"), "b": Decimal("0.5")}) == Decimal("15")
    assert rules.total([TEN, other], {"a": None, "b": Decimal("0.5")}) == Decimal("0.5")
    assert rules.total([TEN, other], {"a": Decimal(0)}) == Decimal(0)
    assert rules.total([TEN, other], {"a": None}) is None
    assert rules.missing([TEN, other], {"b": Decimal(0)}) == [TEN]


@pytest.mark.parametrize(
    ("presses", "now", "state", "seconds"),
    [
        ([], 5, "ready", "0"),
        ([at("start", 0)], 61.5, "running", "61.5"),
        ([at("start", 0), at("start", 30)], 60, "running", "60"),
        ([at("start", 0), at("stop", 90)], 500, "stopped", "90"),
        ([at("start", 0), at("stop", 90), at("stop", 95)], 500, "stopped", "90"),
        ([at("start", 0), at("stop", 60), at("start", 100), at("stop", 130)], 500, "stopped", "90"),
        ([at("start", 0), at("stop", 60), at("reset", 70)], 500, "ready", "0"),
        ([at("stop", 10)], 20, "ready", "0"),
    ],
)
def test_the_clock_adds_up_its_log(presses: list[Press], now: float, state: str, seconds: str) -> None:
    clock = rules.read_clock(presses, START + timedelta(seconds=now))
    assert (clock.state, clock.seconds) == (state, Decimal(seconds))


@given(st.lists(st.tuples(st.sampled_from(["start", "stop"]), st.integers(0, 100)), max_size=12))
def test_the_clock_never_runs_backwards(steps: list[tuple[str, int]]) -> None:
    presses, moment, before = [], 0, Decimal(0)
    for kind, wait in steps:
        moment += wait
        presses.append(at(kind, moment))
        seconds = rules.read_clock(presses, START + timedelta(seconds=moment)).seconds
        assert before <= seconds <= moment
        before = seconds
