"""What is unusual in a quiz's attempts, for a person to look into. PURE.

None of it proves anything: quick people are quick, neighbours learn from the same booklet, a family shares a phone. So
each finding says what was seen and how likely chance alone would bring it, and nothing is decided here.

How likely: the exact tail of a sum of independent chances (Poisson binomial), times the number of comparisons made
(Bonferroni). Pairs: two who are both wrong at a question choose the same wrong answer with the chance Σ p², p being the
shares of its wrong answers among all who were wrong: the idea of the K-index (Holland 1996, ETS RR-96-07).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

RARE = 0.01
"""Findings that chance alone would bring at least this often among so many comparisons are not shown."""
FEWEST_SAME = 4  # the same wrong answers in common before a pair is looked at
FEWEST_OF_UNIT = 5
QUICK = 0.25  # of the median time of a question
QUICK_RIGHT = 0.8  # only who is quick and right is unusual; who gives up is not
MOST_OF_GROUP = 3000  # a pair is looked for among so many at most: their number grows with the square


@dataclass(frozen=True)
class Sat:
    """An attempt that is over. `seconds`: from its beginning to its end; `right`, `size`: questions; `wrong`: question →
    what was answered, where that was something and was wrong; `day`: the local day of its end, ISO 8601."""

    entrant: str
    unit: str
    seconds: float
    right: int
    size: int
    wrong: dict[Hashable, str]
    day: str = ""

    @property
    def is_perfect(self) -> bool:
        """Everything right."""
        return self.size > 0 and self.right == self.size


@dataclass(frozen=True)
class Quick:
    """Who needed far less time for a question than most, and was right."""

    entrant: str
    seconds: float  # for a question
    usual: float
    right: int
    size: int


def quick(sat: Sequence[Sat]) -> list[Quick]:
    """The quickest first."""
    paces = {id(one): one.seconds / one.size for one in sat if one.size}
    if not paces:
        return []
    usual = median(paces.values())
    found = [
        Quick(one.entrant, paces[id(one)], usual, one.right, one.size)
        for one in sat
        if one.size and paces[id(one)] < QUICK * usual and one.right >= QUICK_RIGHT * one.size
    ]
    return sorted(found, key=lambda one: (one.seconds, one.entrant))


@dataclass(frozen=True)
class Alike:
    """Two who gave the same wrong answers: `same` of the `both` questions that both had wrong."""

    one: str
    other: str
    same: int
    both: int
    chance: float


def alike(sat: Sequence[Sat]) -> list[Alike]:
    """Pairs with the same wrong answers, the least likely first. Among all, or unit by unit where they are too many."""
    chances = _coincidences(sat)
    groups: dict[str, list[Sat]] = defaultdict(list)
    for one in sat:
        groups["" if len(sat) <= MOST_OF_GROUP else one.unit].append(one)
    looked = sum(
        len(group) * (len(group) - 1) // 2 for group in groups.values() if len(group) <= MOST_OF_GROUP
    )
    found = []
    for group in groups.values():
        if len(group) > MOST_OF_GROUP:
            continue
        for (place, next_to), same in _pairs(group):
            first, second = group[place], group[next_to]
            if first.entrant == second.entrant:
                continue
            both = first.wrong.keys() & second.wrong.keys()
            chance = tail([chances[question] for question in both], same) * looked
            if chance < RARE:
                names = sorted((first.entrant, second.entrant))
                found.append(Alike(names[0], names[1], same, len(both), chance))
    return sorted(found, key=lambda pair: (pair.chance, pair.one, pair.other))


def _coincidences(sat: Iterable[Sat]) -> dict[Hashable, float]:
    """For each question the chance that two wrong answers to it are the same."""
    given: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for one in sat:
        for question, response in one.wrong.items():
            given[question][response] += 1
    return {
        question: sum((count / total) ** 2 for count in counts.values())
        for question, counts in given.items()
        for total in [sum(counts.values())]
    }


def _pairs(group: Sequence[Sat]) -> list[tuple[tuple[int, int], int]]:
    """(places of a pair, how many wrong answers they share), of those that share enough."""
    sharing: dict[tuple[Hashable, str], list[int]] = defaultdict(list)
    for place, one in enumerate(group):
        for question, response in one.wrong.items():
            sharing[question, response].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in sharing.values():
        shared.update(combinations(places, 2))
    return [(pair, count) for pair, count in shared.items() if count >= FEWEST_SAME]


@dataclass(frozen=True)
class Concentrated:
    """A unit with far more perfect papers than elsewhere: `perfect` of `sat`; `elsewhere`: their share."""

    unit: str
    perfect: int
    sat: int
    elsewhere: float
    chance: float


def concentrated(sat: Sequence[Sat]) -> list[Concentrated]:
    """Units with unusually many perfect papers, the least likely first."""
    totals, perfect = Counter(one.unit for one in sat), Counter(one.unit for one in sat if one.is_perfect)
    found = []
    for unit, total in totals.items():
        others = len(sat) - total
        if not unit or total < FEWEST_OF_UNIT or not others:
            continue
        # One more of each, so that nothing is impossible only because it was not seen (Laplace).
        elsewhere = (sum(perfect.values()) - perfect[unit] + 1) / (others + 2)
        chance = tail([elsewhere] * total, perfect[unit]) * len(totals)
        if chance < RARE:
            found.append(Concentrated(unit, perfect[unit], total, elsewhere, chance))
    return sorted(found, key=lambda one: (one.chance, one.unit))


@dataclass(frozen=True)
class Day:
    """How many ended on a day, and how many of them with everything right."""

    day: str
    sat: int
    perfect: int


def by_day(sat: Iterable[Sat]) -> list[Day]:
    """Day by day."""
    totals: Counter[str] = Counter()
    perfect: Counter[str] = Counter()
    for one in sat:
        totals[one.day] += 1
        perfect[one.day] += one.is_perfect
    return [Day(day, totals[day], perfect[day]) for day in sorted(totals)]


@dataclass(frozen=True)
class SharedDevice:
    """Several people on one device."""

    device: str
    entrants: tuple[str, ...]


def shared_devices(opened: Iterable[tuple[str, str]]) -> list[SharedDevice]:
    """Devices that more than one person opened an attempt on, from (device, entrant); most people first."""
    people: dict[str, set[str]] = defaultdict(set)
    for device, entrant in opened:
        people[device].add(entrant)
    found = [SharedDevice(device, tuple(sorted(who))) for device, who in people.items() if len(who) > 1]
    return sorted(found, key=lambda one: (-len(one.entrants), one.entrants))


def tail(chances: Sequence[float], least: int) -> float:
    """The chance that at least `least` of independent events happen, each with its own chance. Exact."""
    if least <= 0:
        return 1.0
    # weights[n]: the chance of exactly n so far; the last one holds "least or more".
    weights = [1.0] + [0.0] * least
    for chance in chances:
        weights[least] += weights[least - 1] * chance
        for n in range(least - 1, 0, -1):
            weights[n] = weights[n] * (1 - chance) + weights[n - 1] * chance
        weights[0] *= 1 - chance
    return weights[least]
