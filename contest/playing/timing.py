"""The clock of an attempt: when it ends, given what was granted and what was taken out. PURE.

The rules (docs/decisions/0006-the-clock-of-an-attempt.md):

- an attempt lasts its length, but no longer than its window: base deadline = min(start + length, close);
- extra seconds are added to that, past the window's close if need be: what was granted is always had in full;
- a removed interval [start, end) that lies before the deadline moves it by the part of the interval that lies after the
  attempt's start; overlapping intervals count once. An interval without an end yet is a pause: the clock stands;
- everything is half-open: answers count while now < deadline.

So the result depends on the facts alone and not on their order, and taking one back restores what was before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Interval:
    """[start, end), aware times; `end` None: it has not ended yet."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class Clock:
    """When an attempt ends. While `paused_at` is set the clock stands since then, with `deadline` - `paused_at` left."""

    deadline: datetime
    paused_at: datetime | None = None

    def remaining(self, now: datetime) -> timedelta:
        """What is left at `now`; never negative."""
        return max(self.deadline - (self.paused_at or now), timedelta(0))


def clock(
    started_at: datetime, base_deadline: datetime, extra_seconds: int, removed: Iterable[Interval]
) -> Clock:
    """The clock of an attempt that began at `started_at` and would end at `base_deadline`."""
    deadline = base_deadline + timedelta(seconds=extra_seconds)
    for one in merged(removed):
        if one.start >= deadline:
            break
        if one.end is None:
            return Clock(deadline, max(one.start, started_at))
        deadline += max(one.end - max(one.start, started_at), timedelta(0))
    return Clock(deadline)


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The union of intervals, in order of time, none overlapping or touching another; empty ones left out."""
    found: list[Interval] = []
    for one in sorted(intervals, key=lambda each: each.start):
        if one.end is not None and one.end <= one.start:
            continue
        last = found[-1] if found else None
        if last is None or (last.end is not None and last.end < one.start):
            found.append(one)
        elif last.end is not None and (one.end is None or one.end > last.end):
            found[-1] = Interval(last.start, one.end)
    return found


def spent(started_at: datetime, ended_at: datetime, removed: Iterable[Interval]) -> timedelta:
    """The time from start to end without what was removed: what the tie rule `duration` compares."""
    total = max(ended_at - started_at, timedelta(0))
    for one in merged(removed):
        start, end = max(one.start, started_at), min(one.end or ended_at, ended_at)
        total -= max(end - start, timedelta(0))
    return total


def question_at(
    now: datetime, deadline: datetime, size: int, question_seconds: int
) -> tuple[int, datetime] | None:
    """Where each question has its own clock: the position (from 0) that is open at `now`, and when it closes. None
    before the first and after the last.

    Question k of n is open in [deadline - (n-k)·s, deadline - (n-k-1)·s): counted back from the deadline, so that an
    interval that is removed moves the question that was interrupted and all that follow.
    """
    length = timedelta(seconds=question_seconds)
    if not deadline - size * length <= now < deadline:
        return None
    behind = -((now - deadline) // length)  # how many questions end after now, this one included
    position = size - behind
    return position, closes_at(position, deadline, size, question_seconds)


def closes_at(position: int, deadline: datetime, size: int, question_seconds: int) -> datetime:
    """When a question's own clock ends."""
    return deadline - (size - position - 1) * timedelta(seconds=question_seconds)
