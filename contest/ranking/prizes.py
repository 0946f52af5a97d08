"""Awards by place and titles by conditions. PURE, exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from contest.organising.definition import Award, Condition, Title
from contest.ranking.exact import Exact, Ints, times
from contest.ranking.facts import Facts


def award(awards: Sequence[Award], ranks: Sequence[int], totals: Sequence[Fraction]) -> list[str]:
    """The prize of each place of one list, best first; `ranks` as they are shown, equal ones tied.

    Prizes go down the list in turn. One is given to at most `count`, and to everyone tied with the last of them;
    who ties beyond the count takes places of the next prizes. Who misses a `minimum` may get a later prize.
    """
    given = [""] * len(ranks)
    at, over = 0, 0
    for prize in awards:
        room = len(ranks) if prize.count is None else max(0, prize.count - over)
        end = at
        while end < len(ranks) and (end - at < room or (end > at and ranks[end] == ranks[end - 1])):
            if prize.minimum is not None and totals[end] < prize.minimum:
                break
            given[end] = prize.name
            end += 1
        if prize.count is not None:
            over = max(0, over - prize.count) + max(0, end - at - room)
        at = end
    return given


def titles(facts: Facts, who: Ints) -> list[str]:
    """The highest title of each whose conditions all hold."""
    given = np.full(len(who), "", dtype=object)
    for title in sorted(facts.stage.titles, key=_height(facts.stage.titles)):
        holds = np.ones(len(who), dtype=bool)
        for condition in title.when:
            holds &= _holds(facts, condition, who)
        given[holds] = title.name
    return [str(name) for name in given]


def _height(all_titles: Sequence[Title]) -> Callable[[Title], tuple[Fraction, int, int]]:
    """Orders titles from the lowest: by the bound on the total, then by how many others it implies; of equal
    ones the first in the list is the highest."""

    def key(title: Title) -> tuple[Fraction, int, int]:
        bounds = [
            Fraction(one.value) for one in title.when if one.of == "total" and one.sign in (">=", ">", "==")
        ]
        implied = sum(other is not title and _implies(title, other) for other in all_titles)
        return max(bounds, default=Fraction(-(10**18))), implied, -all_titles.index(title)

    return key


def _implies(one: Title, other: Title) -> bool:
    """Whether whoever meets `one` meets `other`, as far as lower bounds tell."""
    return all(
        any(
            mine.of == theirs.of and mine.code == theirs.code
            and mine.sign in (">=", ">") and theirs.sign in (">=", ">")
            and (mine.value, mine.sign == ">") >= (theirs.value, theirs.sign == ">")
            for mine in one.when
        )
        for theirs in other.when
    )  # fmt: skip


def _holds(facts: Facts, condition: Condition, who: Ints) -> Ints:
    if condition.of == "external":
        values = facts.external(condition.code)
        return np.array([at in values and _test(values[at], condition) for at in who.tolist()], dtype=bool)
    if condition.of == "total":
        return _compare(facts.total[who], condition)
    part = facts.part(condition.code)
    return _compare(part.points[who], condition) if part else np.zeros(len(who), dtype=bool)


def _compare(values: Exact, condition: Condition) -> Ints:
    bound = Fraction(condition.value)
    left = times(values.num, bound.denominator)
    right = bound.numerator * values.den
    found: Ints = _SIGNS[condition.sign](left, right)
    return found.astype(bool)


def _test(value: object, condition: Condition) -> bool:
    return bool(_SIGNS[condition.sign](value, condition.value))


_SIGNS = {
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
    "==": lambda left, right: left == right,
}
