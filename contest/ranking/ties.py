"""Tie rules: small functions of one signature. PURE.

Each gives whole numbers for the entrants asked about: the lower one stands first, equal ones stay tied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from contest.kernel.vietnamese import name_key
from contest.organising.definition import Tie, TieRule
from contest.ranking.exact import Ints
from contest.ranking.facts import Facts

Rule = Callable[[Facts, Tie, Ints], Ints]


def dense(keys: Sequence[object]) -> Ints:
    """The place of each key among the distinct ones in ascending order."""
    places = {key: at for at, key in enumerate(sorted(set(keys)))}  # type: ignore[type-var]
    return np.array([places[key] for key in keys], dtype=np.int64)


def part(facts: Facts, tie: Tie, who: Ints) -> Ints:
    """More points in the part first."""
    found = facts.part(tie.part)
    return -found.points.num[who] if found else np.zeros(len(who), dtype=np.int64)


def duration(facts: Facts, tie: Tie, who: Ints) -> Ints:
    """Fewer seconds in all first. Who lacks the time of a timed part comes after who doesn't."""
    return dense([facts.duration(at) for at in who.tolist()])


def submitted(facts: Facts, tie: Tie, who: Ints) -> Ints:
    """The earlier submit time first (of several parts the last); without one last."""
    return dense([facts.submitted(at) for at in who.tolist()])


def prediction(facts: Facts, tie: Tie, who: Ints) -> Ints:
    """The prediction nearest to the actual value first; without one last."""
    return dense([facts.distance(at) for at in who.tolist()])


def highest_marks(facts: Facts, tie: Tie, who: Ints) -> Ints:
    """More of the highest single mark first, then more of the next highest, and so on."""
    marks = facts.single_marks(who)
    # Descending lists compare as asked: at the first difference the higher mark, or the longer list, is ahead.
    ascending = dense([marks[at] for at in who.tolist()])
    return -ascending


def decision(facts: Facts, tie: Tie, who: Ints) -> Ints:
    """The place among the tied that the head has recorded; without one last."""
    return dense([facts.order(at) for at in who.tolist()])


def name(facts: Facts, tie: Tie, who: Ints) -> Ints:
    """Vietnamese order of names: given name first."""
    return dense([name_key(facts.name(at)) for at in who.tolist()])


RULES: dict[TieRule, Rule] = {
    "part": part,
    "duration": duration,
    "submitted": submitted,
    "prediction": prediction,
    "highest_marks": highest_marks,
    "decision": decision,
    "name": name,
}


@dataclass(frozen=True)
class Resolved:
    """Places in order after each step: `codes[0]` by the total alone, `codes[k]` after the k-th rule."""

    codes: list[Ints]
    rules: list[str]

    @property
    def final(self) -> Ints:
        return self.codes[-1]

    def decided(self, one: int, other: int) -> str:
        """The rule that set two apart who have the same total; "shared" where none did."""
        for rule, codes in zip(self.rules, self.codes[1:], strict=True):
            if codes[one] != codes[other]:
                return rule
        return "shared"


def resolve(facts: Facts, total: Ints, chain: Sequence[Tie], lists: Ints) -> Resolved:
    """Orders entrants by `total` (the higher first), then by the chain. `lists`: who is compared with whom at all.

    Rules are asked only about those who are still tied.
    """
    _, codes = np.unique(-total, return_inverse=True)
    steps, rules = [codes.astype(np.int64)], []
    for tie in chain:
        rule = RULES.get(tie.rule)
        tied = _tied(steps[-1], lists)
        if rule is None or not len(tied):
            break
        keys = np.zeros(len(total), dtype=np.int64)
        found = rule(facts, tie, facts.ranked[tied])
        keys[tied] = np.unique(found, return_inverse=True)[1]
        _, codes = np.unique(steps[-1] * (int(keys.max()) + 1) + keys, return_inverse=True)
        steps.append(codes.astype(np.int64))
        rules.append(str(tie))
    return Resolved(steps, rules)


def _tied(codes: Ints, lists: Ints) -> Ints:
    """Those who share a place with somebody of a common list."""
    key = codes * (int(lists.max(initial=0)) + 1) + lists
    _, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    return np.flatnonzero(counts[inverse] > 1)
