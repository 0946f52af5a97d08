"""Marks, sheets and the performance clock, decided from data. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from contest.kernel.messages import N_, Message, message
from contest.organising.definition_types import Criterion
from contest.organising.plain import shortest


def show(number: Decimal) -> str:
    """A number in a message: with a decimal comma, as marks are written on paper."""
    return shortest(number).replace(".", ",")


def check_mark(criterion: Criterion, mark: Decimal | None) -> Message | None:
    """What is wrong with a mark; None where nothing is. No mark is no mark, which is never wrong."""
    if mark is None:
        return None
    if mark < criterion.min:
        return message(N_("Điểm thấp nhất là %(min)s."), min=show(criterion.min))
    if criterion.max is not None and mark > criterion.max:
        return message(N_("Điểm cao nhất là %(max)s."), max=show(criterion.max))
    if criterion.step and (mark - criterion.min) % criterion.step:
        low = criterion.min + (mark - criterion.min) // criterion.step * criterion.step
        return message(
            N_("Bước điểm là %(step)s: hãy cho %(low)s hoặc %(high)s."),
            step=show(criterion.step),
            low=show(low),
            high=show(low + criterion.step),
        )
    return None


def total(criteria: Sequence[Criterion], marks: Mapping[str, Decimal | None]) -> Decimal | None:
    """A sheet's running total: mark × factor, exact and without idle zeros. What has no mark adds nothing; a sheet
    without any has no total, which is not zero."""
    points = [mark * one.factor for one in criteria if (mark := marks.get(one.code)) is not None]
    return Decimal(shortest(sum(points, Decimal(0)))) if points else None


def missing(criteria: Sequence[Criterion], marks: Mapping[str, Decimal | None]) -> list[Criterion]:
    """The criteria without a mark."""
    return [one for one in criteria if marks.get(one.code) is None]


# --- the performance clock


class Press(Protocol):
    """A press on the clock."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True)
class Clock:
    """What the log of presses adds up to at one moment."""

    state: Literal["ready", "running", "stopped"]
    elapsed: timedelta

    @property
    def seconds(self) -> Decimal:
        """Whole milliseconds of the elapsed time, as seconds."""
        return Decimal(self.elapsed // timedelta(milliseconds=1)) / 1000


def read_clock(presses: Sequence[Press], now: datetime) -> Clock:
    """The clock after its presses in order. A second start while it runs, or a second stop, changes nothing."""
    elapsed, since = timedelta(0), None
    state: Literal["ready", "running", "stopped"] = "ready"
    for press in presses:
        if press.kind == "reset":
            elapsed, since, state = timedelta(0), None, "ready"
        elif press.kind == "start" and since is None:
            since, state = press.at, "running"
        elif press.kind == "stop" and since is not None:
            elapsed, since, state = elapsed + (press.at - since), None, "stopped"
    if since is not None:
        elapsed += max(now - since, timedelta(0))
    return Clock(state, elapsed)
