"""Rows of points.csv of one part → what counts for each entrant. PURE, exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from contest.organising.definition import Attempts
from contest.ranking.exact import Exact, Ints, order_of, spread, starts_of, sums
from contest.ranking.reading import Numbers, Points


@dataclass(frozen=True)
class Counted:
    """By entrant: the points, seconds and prediction that count, and the row whose submit time counts (-1: none)."""

    points: Numbers
    seconds: Numbers
    prediction: Numbers
    row: Ints
    attempts: int


def count_attempts(rule: Attempts, rows: Points, size: int, submitted: Callable[[], Numbers]) -> Counted:
    """What counts for `size` entrants. A row without points is no attempt."""
    made = np.flatnonzero(rows.points.has)
    chosen = made[order_of(rows.entrant[made], np.zeros(len(made), dtype=np.int64))]
    starts = starts_of(rows.entrant[chosen])
    several = len(starts) < len(chosen)
    if several:
        chosen = _in_time(chosen, rows, submitted())
    picked = _picked(rule, chosen, rows) if several else chosen
    found = _spread(rows, picked, size)
    if several and rule.count == "sum":
        return Counted(
            points=_summed(rows.entrant, rows.points, chosen, size),
            seconds=_summed(rows.entrant, rows.seconds, chosen, size),
            prediction=found.prediction,
            row=found.row,
            attempts=len(made),
        )
    return Counted(found.points, found.seconds, found.prediction, found.row, len(made))


def durations(rows: Points, size: int) -> Numbers:
    """The length of each performance of a judged part; of several rows the last."""
    timed = np.flatnonzero(rows.seconds.has)
    seconds = rows.seconds[timed]
    return Numbers(spread(seconds.values, rows.entrant[timed], size), _flags(rows.entrant[timed], size))


def _flags(at: Ints, size: int) -> Ints:
    flags = np.zeros(size, dtype=bool)
    flags[at] = True
    return flags


def _in_time(chosen: Ints, rows: Points, submitted: Numbers) -> Ints:
    """By entrant, then submit time (those without one last), then row."""
    at = rows.row[chosen]
    keys = (at, submitted.values.num[at], ~submitted.has[at], rows.entrant[chosen])
    ordered: Ints = chosen[np.lexsort(keys)]
    return ordered


def _picked(rule: Attempts, chosen: Ints, rows: Points) -> Ints:
    """The row of each entrant that counts."""
    entrant = rows.entrant[chosen]
    starts = starts_of(entrant)
    ends = np.append(starts[1:], len(entrant)) - 1
    if rule.count != "best":
        one: Ints = chosen[starts if rule.count == "first" else ends]
        return one
    # Stable: of equal points the earlier stays first, or last where the later one counts.
    points = rows.points.values.num[chosen]
    order, at = (
        (order_of(-points, entrant), starts) if rule.tie == "earlier" else (order_of(points, entrant), ends)
    )
    picked: Ints = chosen[order[at]]
    return picked


def _spread(rows: Points, picked: Ints, size: int) -> Counted:
    entrant = rows.entrant[picked]
    row = np.full(size, -1, dtype=np.int64)
    row[entrant] = rows.row[picked]

    def column(numbers: Numbers) -> Numbers:
        has = np.zeros(size, dtype=bool)
        has[entrant] = numbers.has[picked]
        return Numbers(spread(numbers.values[picked], entrant, size), has)

    return Counted(column(rows.points), column(rows.seconds), column(rows.prediction), row, 0)


def _summed(entrant: Ints, numbers: Numbers, chosen: Ints, size: int) -> Numbers:
    at = chosen[numbers.has[chosen]]
    groups = entrant[at]
    starts = starts_of(groups)
    total = Exact(sums(numbers.values.num[at], starts), numbers.values.den)
    return Numbers(spread(total, groups[starts], size), _flags(groups, size))
