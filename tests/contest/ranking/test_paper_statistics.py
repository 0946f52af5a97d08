"""Reliability and the standard error against published figures, and the laws that hold for any table."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.ranking.item_statistics import Floats, Responses
from contest.ranking.paper_statistics import Bin, alpha, histogram, nested, papers, totals
from tests.contest.ranking.published import ICC_1_4, ICC_3_4, LSAT6, LSAT7, RATINGS, Published, asked
from tests.contest.ranking.test_item_statistics import tables


@pytest.mark.parametrize("published", [LSAT6, LSAT7], ids=["LSAT6", "LSAT7"])
def test_against_the_law_school_admission_test(published: Published) -> None:
    (paper,) = papers(asked(published.scores), fewest=30)
    assert (paper.design, paper.people, paper.size, paper.items) == ("fixed", 1000, 5, (0, 1, 2, 3, 4))
    assert (round(paper.mean, 3), round(paper.deviation, 3)) == (published.mean, published.deviation)
    assert (round(paper.reliability or 0, 3), round(paper.error or 0, 3)) == (
        published.alpha,
        published.error,
    )


def test_against_shrout_and_fleiss() -> None:
    assert (round(nested(RATINGS) or 0, 2), round(alpha(RATINGS) or 0, 2)) == (ICC_1_4, ICC_3_4)


def kuder_richardson(scores: Floats) -> float:
    """Formula 20 as it was published: with p, q and the variance of the people at hand (divided by n)."""
    size, share = scores.shape[1], scores.mean(axis=0)
    variance = scores.sum(axis=1).var()
    return float(size / (size - 1) * (variance - (share * (1 - share)).sum()) / variance)


@settings(max_examples=40)
@given(tables)
def test_alpha_is_formula_20_where_everything_is_right_or_wrong(scores: Floats) -> None:
    scores = (scores == 1).astype(np.float64)
    found = alpha(scores)
    if np.ptp(scores.sum(axis=1)) == 0:
        assert found is None
    else:
        assert found is not None
        assert isclose(found, kuder_richardson(scores), abs_tol=1e-9)


@settings(max_examples=40)
@given(tables, st.randoms(use_true_random=False))
def test_nobody_s_place_and_no_scale_changes_it(scores: Floats, rng: object) -> None:
    order = np.arange(len(scores))
    rng.shuffle(order)  # type: ignore[attr-defined]
    for function in (alpha, nested):
        found = function(scores)
        for same in (function(scores[order]), function(scores[:, ::-1]), function(4 * scores)):
            assert (same is None) == (found is None)
            assert isclose(same or 0, found or 0, abs_tol=1e-8)
        assert found is None or found <= 1 + 1e-9


def test_the_same_question_twice_is_wholly_reliable() -> None:
    column = np.array([[1.0], [0.0], [0.5]])
    assert isclose(alpha(np.hstack([column, column])) or 0, 1)
    assert isclose(nested(np.hstack([column, column])) or 0, 1)
    assert (alpha(column), nested(column)) == (None, None)


def test_sets_of_questions_and_everyone_together() -> None:
    """Forty people in two sets of three of the questions 0 to 4, in any order, and one with a set of his own."""
    rng = np.random.default_rng(7)
    sets = [[0, 1, 2]] * 25 + [[2, 3, 4]] * 15 + [[0, 2, 4]]
    item = np.concatenate([rng.permutation(own) for own in sets])
    person = np.repeat(np.arange(41), 3)
    share = rng.integers(0, 2, item.size).astype(np.float64)
    responses = Responses(person, item, share, [""] * item.size, [None] * 5)
    one, other, together = papers(responses, fewest=10)
    assert (one.design, one.people, one.items) == ("fixed", 25, (0, 1, 2))
    assert (other.design, other.people, other.items) == ("fixed", 15, (2, 3, 4))
    grid = np.zeros((25, 3))
    for row in range(75):
        grid[person[row], item[row]] = share[row]
    assert one.reliability == alpha(grid)
    assert (together.design, together.people, together.size, together.items) == ("drawn", 41, 3, ())
    assert isclose(together.reliability or 0, nested(share.reshape(41, 3)) or 0)
    assert papers(responses, fewest=42) == []
    # Nobody knows what a score means where one has two questions and another has three.
    uneven = replace(responses, person=person[:-1], item=item[:-1], share=share[:-1], response=[""] * 122)
    assert [paper.design for paper in papers(uneven, fewest=10)] == ["fixed", "fixed"]


def test_drawn_papers_of_able_and_unable_people_are_reliable() -> None:
    """Half know 9 of 10, half 1 of 10: the estimate is that of the model, var(p) / (var(p) + var(error)/10)."""
    rng = np.random.default_rng(11)
    ability = np.repeat([0.9, 0.1], 2000)
    scores = (rng.random((4000, 10)) < ability[:, None]).astype(np.float64)
    expected = 0.16 / (0.16 + 0.09 / 10)
    assert abs((nested(scores) or 0) - expected) < 0.01


def test_histogram() -> None:
    scores = totals(asked(np.array([[1, 1, 0.5], [1, 0, 0], [0, 0, 0], [1, 1, 1]])))
    assert histogram(scores, 3) == [Bin(0, 0, 1), Bin(1, 1, 1), Bin(2, 2, 1), Bin(3, 3, 1)]
    wide = histogram(np.array([0.0, 2, 3, 50]), 50)
    assert (wide[0], wide[1], wide[-1]) == (Bin(0, 2, 2), Bin(3, 5, 1), Bin(48, 50, 1))
    assert sum(one.people for one in wide) == 4
