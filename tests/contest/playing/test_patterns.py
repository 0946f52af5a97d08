"""What is unusual, from plain attempts; and the exact tail against a count of all cases."""

from __future__ import annotations

import random
from itertools import product
from math import comb, isclose, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.playing import patterns
from contest.playing.patterns import Sat


@given(st.lists(st.floats(0, 1), max_size=7), st.integers(0, 8))
def test_tail_is_the_sum_over_all_cases(chances: list[float], least: int) -> None:
    cases = product((True, False), repeat=len(chances))
    whole = sum(
        prod(chance if happens else 1 - chance for chance, happens in zip(chances, case, strict=True))
        for case in cases
        if sum(case) >= least
    )
    assert isclose(patterns.tail(chances, least), whole, abs_tol=1e-9)


def test_tail_of_a_binomial() -> None:
    expected = sum(comb(20, n) * 0.3**n * 0.7 ** (20 - n) for n in range(12, 21))
    assert isclose(patterns.tail([0.3] * 20, 12), expected, rel_tol=1e-12)


def crowd(count: int, seed: str = "crowd") -> list[Sat]:
    """People who are wrong at a third of 20 questions, each in their own way, in about ten minutes."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        wrong = {question: str(rng.randrange(3)) for question in range(20) if rng.random() < 0.35}
        sat = Sat(f"{number:03}", f"x{number % 10}", rng.uniform(400, 800), 20 - len(wrong), 20, wrong)
        found.append(sat)
    return found


def weak(number: str, unit: str) -> Sat:
    """Someone who is wrong at 15 of 20 questions."""
    rng = random.Random(number)
    return Sat(number, unit, 500, 5, 20, {question: str(rng.randrange(3)) for question in range(15)})


def test_a_crowd_is_left_in_peace() -> None:
    everyone = crowd(200)
    assert (patterns.quick(everyone), patterns.alike(everyone), patterns.concentrated(everyone)) == (
        [],
        [],
        [],
    )


def test_a_copied_paper_is_found_and_nobody_else() -> None:
    source = weak("997", "x1")
    copy = Sat("999", "x2", 500, 5, 20, dict(source.wrong))
    (found,) = patterns.alike([*crowd(200), weak("998", "x1"), source, copy])
    assert (found.one, found.other, found.same, found.both) == ("997", "999", 15, 15)
    assert found.chance < 0.01


def test_a_second_attempt_is_not_a_pair() -> None:
    one = max(crowd(50), key=lambda each: len(each.wrong))
    assert patterns.alike([*crowd(50), one]) == []


def test_too_many_are_compared_unit_by_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST_OF_GROUP", 60)
    source = weak("997", "x1")
    near = Sat("998", "x1", 500, 5, 20, dict(source.wrong))
    far = Sat("999", "elsewhere", 500, 5, 20, dict(source.wrong))
    found = patterns.alike([*crowd(200), source, near, far])
    assert [(pair.one, pair.other) for pair in found] == [("997", "998")]


@pytest.mark.parametrize(
    ("seconds", "right", "is_found"), [(60, 20, True), (60, 15, False), (200, 20, False)]
)
def test_quick_and_right(seconds: float, right: int, is_found: bool) -> None:
    found = patterns.quick([*crowd(50), Sat("999", "x", seconds, right, 20, {})])
    assert [one.entrant for one in found] == (["999"] if is_found else [])


def test_perfect_papers_of_one_unit() -> None:
    own = [Sat(f"p{number}", "x1", 500, 20, 20, {}) for number in range(8)]
    (found,) = patterns.concentrated([*crowd(200), *own])
    assert (found.unit, found.perfect, found.sat) == ("x1", 8, 28)
    assert patterns.concentrated(own) == []  # there is nobody to compare with


def test_days() -> None:
    sat = [Sat("1", "", 1, 2, 2, {}, "2026-11-02"), Sat("2", "", 1, 1, 2, {0: "1"}, "2026-11-02")]
    sat.append(Sat("3", "", 1, 2, 2, {}, "2026-11-01"))
    days = [(one.day, one.sat, one.perfect) for one in patterns.by_day(sat)]
    assert days == [("2026-11-01", 1, 1), ("2026-11-02", 2, 1)]


def test_shared_devices() -> None:
    opened = [("a", "2"), ("a", "1"), ("a", "1"), ("b", "1"), ("c", "3"), ("c", "4"), ("c", "5")]
    assert [one.entrants for one in patterns.shared_devices(opened)] == [("3", "4", "5"), ("1", "2")]
