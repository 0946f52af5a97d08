"""How far a paper's scores can be trusted: reliability and the standard error of measurement. PURE; floats.

One paper for all: coefficient alpha, L. J. Cronbach, "Coefficient alpha and the internal structure of tests",
*Psychometrika* 16 (1951), 297-334; for questions that are right or wrong it is formula 20 of G. F. Kuder and
M. W. Richardson, "The theory of the estimation of test reliability", *Psychometrika* 2 (1937), 151-160.

A paper of their own for each: there are no columns to take variances of, and alpha does not exist. Questions are then
nested in persons, and what can be estimated is the reliability of a score on *some* paper drawn by the same rule: the
one-way analysis of variance, ICC(1, k) of P. E. Shrout and J. L. Fleiss, "Intraclass correlations", *Psychological
Bulletin* 86 (1979), 420-428; the nested design i:p of L. J. Cronbach, N. Rajaratnam and G. C. Gleser, "Theory of
generalizability", *British Journal of Statistical Psychology* 16 (1963), 137-163. Its error holds the luck of the draw.

The standard error of measurement is s·√(1 − reliability): Crocker and Algina (1986), chapters 6 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from contest.ranking.item_statistics import PLACES, Floats, Responses, is_constant

Design = Literal["fixed", "drawn"]


@dataclass(frozen=True)
class Paper:
    """The scores of people on a paper of so many questions, in questions: `mean` of 12.5 is twelve and a half right.

    `items`: the indices of its questions, rising; of a drawn paper none. `reliability` is alpha (KR-20) of a fixed paper
    and ICC(1, k) of drawn ones; None where all scores are the same, or there is but one question.
    """

    design: Design
    people: int
    size: int
    items: tuple[int, ...]
    mean: float
    deviation: float
    reliability: float | None

    @property
    def error(self) -> float | None:
        """The standard error of measurement, in questions."""
        if self.reliability is None:
            return None
        return float(self.deviation * np.sqrt(max(1 - self.reliability, 0)))


def papers(responses: Responses, fewest: int) -> list[Paper]:
    """A line for each set of questions that at least `fewest` people had, the commonest first; and where there was more
    than one set, a line of all people together as with drawn papers, if all had equally many questions."""
    rows = np.lexsort((responses.item, responses.person))
    item, share = responses.item[rows], responses.share[rows]
    asked = np.bincount(responses.person, minlength=responses.people)
    ends = np.cumsum(asked)
    groups: dict[bytes, list[int]] = {}
    for start, end in zip(ends - asked, ends, strict=True):
        groups.setdefault(item[start:end].tobytes(), []).append(int(start))
    found = []
    for starts in sorted(groups.values(), key=lambda starts: (-len(starts), starts[0])):
        size = int(asked[responses.person[rows[starts[0]]]])
        if len(starts) >= fewest:
            scores = share[np.add.outer(starts, np.arange(size))]
            held = tuple(item[starts[0] : starts[0] + size].tolist())
            found.append(_paper("fixed", scores, held, alpha(scores)))
    if len(groups) > 1 and len(asked) >= fewest and np.ptp(asked) == 0:
        scores = share.reshape(len(asked), -1)
        found.append(_paper("drawn", scores, (), nested(scores)))
    return found


def _paper(design: Design, scores: Floats, held: tuple[int, ...], reliability: float | None) -> Paper:
    totals = scores.sum(axis=1)
    deviation = float(totals.std(ddof=1)) if len(totals) > 1 else 0.0
    return Paper(design, len(scores), scores.shape[1], held, float(totals.mean()), deviation, reliability)


def alpha(scores: Floats) -> float | None:
    """Cronbach's alpha of a table people x questions: k/(k − 1) · (1 − Σ s²(question) / s²(total)).

    None where it is not defined: fewer than two questions or people, or all totals equal.
    """
    people, size = scores.shape
    totals = scores.sum(axis=1)
    if size < 2 or people < 2 or is_constant(totals):
        return None
    parts = scores.var(axis=0, ddof=1).sum()
    return float(size / (size - 1) * (1 - parts / totals.var(ddof=1)))


def nested(scores: Floats) -> float | None:
    """ICC(1, k): (MS between people − MS within people) / MS between people. Which column a score stands in doesn't
    matter: each has questions of their own."""
    people, size = scores.shape
    means = scores.mean(axis=1)
    if size < 2 or people < 2 or is_constant(means):
        return None
    between = size * means.var(ddof=1)
    within = ((scores - scores.mean(axis=1, keepdims=True)) ** 2).sum() / (people * (size - 1))
    return float((between - within) / between)


def totals(responses: Responses) -> Floats:
    """The score of each person, in questions."""
    sums: Floats = np.bincount(responses.person, responses.share, minlength=responses.people)  # type: ignore[assignment]
    return np.around(sums, PLACES)


@dataclass(frozen=True)
class Bin:
    """So many people with scores from `low` questions to `high`, both included (parts of a question rounded down)."""

    low: int
    high: int
    people: int


MOST_BINS = 21


def histogram(scores: Floats, size: int) -> list[Bin]:
    """How many people have how many questions right, of `size`; several counts to a bin where there are too many."""
    width = -(-(size + 1) // MOST_BINS)
    counts = np.bincount(np.floor(scores).astype(np.int64) // width, minlength=size // width + 1)
    return [Bin(at * width, min(at * width + width - 1, size), int(count)) for at, count in enumerate(counts)]
