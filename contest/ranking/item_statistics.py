"""Statistics of questions after use, by classical test theory. PURE; floats: nobody's points come from here.

Sources: L. Crocker and J. Algina, *Introduction to Classical and Modern Test Theory* (1986), chapter 14, for facility,
the point-biserial and its correction; T. L. Kelley, "The selection of upper and lower groups for the validation of test
items", *Journal of Educational Psychology* 30 (1939), 17-24, for the groups; R. L. Ebel and D. A. Frisbie, *Essentials
of Educational Measurement* (5th ed. 1991), for the index of discrimination and the analysis of distractors.

What counts as one's score is the mean share over the questions that one was asked, so that people with papers of
different questions can stand in one table; where all have the same paper, nothing changes by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Array: TypeAlias = npt.NDArray[Any]

GROUP = 0.27
"""The share of all who make the upper group, and the lower: Kelley (1939)."""
PLACES = 9
"""Scores that agree to so many places are equal: sums of thirds differ by their order of adding."""


@dataclass(frozen=True)
class Choices:
    """The options of a question: how many, and those that alone earn the most points."""

    count: int
    right: frozenset[int]


@dataclass(frozen=True)
class Responses:
    """A long table: a row for each question that each person was asked.

    `person`, `item`: indices from 0, every person with at least one row; `share`: of the question's points, 0 to 1;
    `response`: as it was stored ("2", "0,2", a text), empty for nothing. `choices`: by item; None for one without options.
    """

    person: Array
    item: Array
    share: Floats
    response: Sequence[str]
    choices: Sequence[Choices | None]

    @property
    def people(self) -> int:
        """How many persons there are."""
        return int(self.person.max()) + 1 if len(self.person) else 0


@dataclass(frozen=True)
class Option:
    """How often an option was chosen, 0 to 1, by all and by each group; `correlation` with the rest of the paper."""

    index: int
    right: bool
    all: float
    upper: float
    middle: float
    lower: float
    correlation: float | None


@dataclass(frozen=True)
class Item:
    """The statistics of a question. None: cannot be computed, because nothing varies.

    `facility`: the mean share of its points (the proportion who are right, where it is right or wrong). `corrected`: the
    correlation with the mean of the rest of the paper (for right or wrong the point-biserial, corrected for the question
    itself); `uncorrected`: with the whole. `discrimination`: facility in the upper group less that in the lower.
    """

    people: int
    facility: float
    omitted: float
    corrected: float | None
    uncorrected: float | None
    discrimination: float | None
    group: int
    options: tuple[Option, ...] = ()


def items(responses: Responses) -> list[Item | None]:
    """The statistics of each item, in their order; None for one that nobody was asked."""
    asked = np.bincount(responses.person, minlength=responses.people)
    sums = np.bincount(responses.person, responses.share, minlength=responses.people)
    asked, sums = asked[responses.person], sums[responses.person]
    totals = np.round(sums / asked, PLACES)
    # Somebody who was asked one question has no rest of a paper.
    others = np.maximum(asked - 1, 1)
    rests = np.where(asked > 1, (sums - responses.share) / others, np.nan)
    order = np.argsort(responses.item, kind="stable")
    bounds = np.searchsorted(responses.item[order], np.arange(len(responses.choices) + 1))
    texts = np.array(responses.response, dtype=object)
    found: list[Item | None] = []
    for at, choices in enumerate(responses.choices):
        rows = order[bounds[at] : bounds[at + 1]]
        found.append(
            _item(responses.share[rows], totals[rows], rests[rows], texts[rows], choices)
            if len(rows)
            else None
        )
    return found


def _item(share: Floats, total: Floats, rest: Floats, response: Array, choices: Choices | None) -> Item:
    upper, lower = weights(total)
    size = _group_size(len(share))
    return Item(
        people=len(share),
        facility=float(share.mean()),
        omitted=float(np.mean(response == "")),
        corrected=correlation(share, rest),
        uncorrected=correlation(share, total),
        discrimination=float((upper - lower) @ share / size) if len(share) > 1 else None,
        group=size,
        options=_options(response, rest, upper, lower, choices) if choices else (),
    )


def _options(
    response: Array, rest: Floats, upper: Floats, lower: Floats, choices: Choices
) -> tuple[Option, ...]:
    """Distractor analysis: who chose what. Several may be chosen, so the shares may add up to more than 1."""
    chosen = {text: frozenset(text.split(",")) for text in set(response.tolist())}
    middle = 1 - upper - lower
    found = []
    for index in range(choices.count):
        holds = np.array([str(index) in chosen[text] for text in response.tolist()], dtype=np.float64)
        found.append(
            Option(
                index,
                index in choices.right,
                float(holds.mean()),
                _weighted(holds, upper),
                _weighted(holds, middle),
                _weighted(holds, lower),
                correlation(holds, rest),
            )
        )
    return tuple(found)


def _weighted(values: Floats, weight: Floats) -> float:
    whole = weight.sum()
    return float(values @ weight / whole) if whole > 0 else 0.0


def _group_size(people: int) -> int:
    """27 % of them, half up, at least one."""
    return max(int(GROUP * people + 0.5), 1)


def weights(total: Floats) -> tuple[Floats, Floats]:
    """How far each belongs to the upper and to the lower group, 0 to 1, each adding up to the size of the group.

    Of those who tie at a border each belongs by the same fraction, so that no order of the rows decides.
    """
    size = _group_size(len(total))
    return _top(total, size), _top(-total, size)


def _top(total: Floats, size: int) -> Floats:
    border = np.partition(total, len(total) - size)[len(total) - size]
    above, level = total > border, total == border
    belongs: Floats = above + level * ((size - above.sum()) / level.sum())
    return belongs


def is_constant(values: Floats) -> bool:
    """Whether all are equal, but for how they were added up."""
    return bool(np.ptp(values) < 10.0**-PLACES)


def correlation(one: Floats, other: Floats) -> float | None:
    """Pearson's product-moment correlation; the point-biserial where one of them is 0 or 1. None where one is constant,
    or is missing (NaN) for fewer than two."""
    known = ~np.isnan(other)
    one, other = one[known], other[known]
    if len(one) < 2 or is_constant(one) or is_constant(other):
        return None
    one, other = one - one.mean(), other - other.mean()
    return float(np.clip(one @ other / np.sqrt((one @ one) * (other @ other)), -1, 1))
