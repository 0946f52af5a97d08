"""When an attempt may begin and where it stands. PURE."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from contest.organising.rules import Moment

Reason = Literal["ok", "unscheduled", "early", "closed", "no_more"]


class Timed(Protocol):
    """An attempt's times."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def deadline(self) -> datetime: ...
    @property
    def finished_at(self) -> datetime | None: ...


def may_begin(moment: Moment, made: int, limit: int | None) -> Reason:
    """Whether a further attempt may begin, `made` having been made. No limit on the part means one attempt."""
    if moment.state != "open":
        states: dict[str, Reason] = {"unscheduled": "unscheduled", "upcoming": "early", "closed": "closed"}
        return states[moment.state]
    return "ok" if made < (limit or 1) else "no_more"


def deadline(now: datetime, seconds: int, closes_at: datetime) -> datetime:
    """The end of an attempt that begins now: its length, but never past the window. Answers count while now < deadline."""
    return min(now + timedelta(seconds=seconds), closes_at)


def is_running(attempt: Timed, now: datetime) -> bool:
    """Whether answers are still taken."""
    return attempt.finished_at is None and now < attempt.deadline


def ended_at(attempt: Timed) -> datetime:
    """When an attempt that is over was over."""
    return min(attempt.finished_at or attempt.deadline, attempt.deadline)


def marked(shares: list[Fraction], points: Decimal, partial: bool) -> Fraction:
    """The points of a paper from the share of each question that is right. Without `partial` only wholly right counts."""
    counted = shares if partial else [share for share in shares if share == 1]
    return sum(counted, Fraction(0)) * Fraction(points)
