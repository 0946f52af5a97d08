"""Who goes on to the next stage. PURE."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from contest.organising.definition import Promotion, Within
from contest.ranking.exact import Ints, order_of, starts_of


@dataclass(frozen=True)
class Field:
    """The ranked entrants of a stage: `place` orders them (equal: tied), `lists` gives the list of each by scope,
    `order` the head's recorded place, `waived` who gives the place up."""

    place: Ints
    lists: Callable[[Within], Ints]
    order: Ints
    waived: Ints


@dataclass(frozen=True)
class Promoted:
    """By ranked entrant: "", "yes" or "reserve", and the rule that promoted; `pending`: those tied at a cut that the
    head has still to decide."""

    state: Ints
    rule: Ints
    pending: list[list[int]]


def promote(rules: tuple[Promotion, ...], rank_within: Within, field: Field) -> Promoted:
    """Applies the rules in turn, each to those whom no earlier one has promoted."""
    size = len(field.place)
    state = np.full(size, "", dtype=object)
    by = np.full(size, -1, dtype=np.int64)
    pending: list[list[int]] = []
    for at, rule in enumerate(rules):
        free = np.flatnonzero((state != "yes") & ~field.waived)
        place = field.place
        if rule.cut_ties == "decision":
            place = np.unique(
                place * (int(field.order.max(initial=0)) + 1) + field.order, return_inverse=True
            )[1]
        lists = field.lists(rule.within or rank_within)
        for line in _lines(free, place, lists):
            going, tied = _cut(place[line], rule.best, everyone=rule.cut_ties == "all")
            state[line[:going]] = "yes"
            by[line[:going]] = at
            if tied and rule.cut_ties == "decision":
                pending.append(line[going : going + tied].tolist())
                continue
            waiting = line[going:]
            next_, more = _cut(place[waiting], rule.reserves, everyone=True)
            state[waiting[: next_ + more]] = "reserve"
            by[waiting[: next_ + more]] = at
    return Promoted(state, by, pending)


def _lines(free: Ints, place: Ints, lists: Ints) -> Iterator[Ints]:
    """The entrants of each list, the best first."""
    order = free[order_of(place[free], lists[free])]
    bounds = [*starts_of(lists[order]).tolist(), len(order)]
    for start, end in pairwise(bounds):
        yield order[start:end]


def _cut(place: Ints, best: int, everyone: bool) -> tuple[int, int]:
    """(how many of the first `best` go, how many are tied at the cut and don't). `everyone`: the tied go too."""
    if best >= len(place) or best == 0 or place[best - 1] != place[best]:
        return min(best, len(place)), 0
    first = int(np.searchsorted(place, place[best], "left"))
    last = int(np.searchsorted(place, place[best], "right"))
    return (last, 0) if everyone else (first, last - first)
