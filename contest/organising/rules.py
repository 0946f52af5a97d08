"""When things are open, decided from windows and `now`. PURE.

Nothing is switched on or off: a part is open because the clock says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeVar

State = Literal["unscheduled", "upcoming", "open", "closed"]


class Scoped(Protocol):
    """Anything that is for one part or all, for one unit or all."""

    @property
    def part_id(self) -> int | None: ...
    @property
    def unit_id(self) -> int | None: ...


class Timed(Protocol):
    """A half-open interval [opens_at, closes_at)."""

    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime: ...


S = TypeVar("S", bound=Scoped)


@dataclass(frozen=True)
class Moment:
    """A state and the next time that it changes (None: never)."""

    state: State
    changes_at: datetime | None


def most_specific(scoped: Iterable[S], part_id: int | None, units: Sequence[int]) -> S | None:
    """The one that counts for a part and an entrant's units, nearest unit first (its own, then its parents).

    Order: this part and a unit, this part for all, all parts of a unit, all parts for all. A nearer unit beats a
    farther one.
    """

    def rank(one: S) -> tuple[int, int] | None:
        if one.part_id is not None and one.part_id != part_id:
            return None
        if one.unit_id is not None and one.unit_id not in units:
            return None
        return (
            (0 if one.part_id is not None else 2) + (0 if one.unit_id is not None else 1),
            units.index(one.unit_id) if one.unit_id is not None else 0,
        )

    ranked = [(place, one) for one in scoped if (place := rank(one)) is not None]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else None


def moment(window: Timed | None, now: datetime) -> Moment:
    """Where `now` lies in a window."""
    if window is None:
        return Moment("unscheduled", None)
    if now < window.opens_at:
        return Moment("upcoming", window.opens_at)
    if now < window.closes_at:
        return Moment("open", window.closes_at)
    return Moment("closed", None)
