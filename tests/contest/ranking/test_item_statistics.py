"""Statistics of questions against published data sets, an independent computation (pandas), and their own laws."""

from __future__ import annotations

from dataclasses import replace
from math import isclose

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest.ranking import item_statistics
from contest.ranking.item_statistics import Choices, Floats, Item, Responses, items
from tests.contest.ranking.published import (
    LSAT6,
    LSAT7,
    WORKSHEET,
    WORKSHEET_DISCRIMINATION,
    WORKSHEET_FACILITY,
    Published,
    asked,
)


def known(responses: Responses) -> list[Item]:
    """The items, none of them without anybody asked."""
    return [item for item in items(responses) if item is not None]


@pytest.mark.parametrize("published", [LSAT6, LSAT7], ids=["LSAT6", "LSAT7"])
def test_against_the_law_school_admission_test(published: Published) -> None:
    assert published.scores.sum(axis=0).tolist() == published.right
    found = known(asked(published.scores))
    assert [(item.people, item.group) for item in found] == [(1000, 270)] * 5
    assert [round(item.facility, 3) for item in found] == published.facility
    assert [round(item.uncorrected or 0, 3) for item in found] == published.uncorrected
    assert [round(item.corrected or 0, 3) for item in found] == published.corrected


def test_against_a_worksheet_with_halves_for_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item_statistics, "GROUP", 0.5)
    found = known(asked(WORKSHEET))
    assert [round(item.facility, 9) for item in found] == WORKSHEET_FACILITY
    assert [round(item.discrimination or 0, 9) for item in found] == WORKSHEET_DISCRIMINATION


def test_groups_of_27_percent_by_hand() -> None:
    """Eleven people: groups of three. The lower border ties: two of the four with one right belong, by half each."""
    totals = np.array([9, 8, 8, 8, 6, 5, 1, 1, 1, 1, 0], dtype=np.float64)
    upper, lower = item_statistics.weights(totals)
    assert upper.round(9).tolist() == [1] + [0.666666667] * 3 + [0] * 7
    assert lower.tolist() == [0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 1]


def test_distractors_by_hand() -> None:
    """Ten people, one question of four options and a paper of three more. Groups of three: the first, the last three."""
    answers = ["2", "2", "1", "2", "2", "0", "", "0", "0", "2"]
    rest = np.array([3, 3, 3, 2, 2, 2, 2, 1, 1, 0])
    scores = np.column_stack(
        [[float(one == "2") for one in answers], *[(rest > at).astype(float) for at in range(3)]]
    )
    responses = asked(scores)
    texts = list(responses.response)
    texts[::4] = answers
    four: list[Choices | None] = [Choices(4, frozenset({2})), *responses.choices[1:]]
    item = known(replace(responses, response=texts, choices=four))[0]
    assert (item.people, item.facility, item.omitted, item.group) == (10, 0.5, 0.1, 3)
    # Totals 4 4 3 3 3 2 2 1 1 1: of the three with 3 a third belongs to the upper three.
    third = 1 / 3
    shares = [(one.all, one.upper, one.middle, one.lower) for one in item.options]
    expected = [
        (0.3, 0, 1 / 4, 2 / 3),
        (0.1, third / 3, 1 / 6, 0),
        (0.5, (2 + 2 * third) / 3, 1 / 3, third),
        (0, 0, 0, 0),
    ]
    assert np.allclose(shares, expected)
    assert isclose(item.discrimination or 0, (2 + 2 * third) / 3 - third)
    assert [one.right for one in item.options] == [False, False, True, False]
    assert item.options[3].correlation is None


def test_several_chosen_options_count_each() -> None:
    responses = asked(np.array([[1, 1], [0, 1], [1, 0], [0, 0]], dtype=np.float64))
    texts = ["0,2", "1", "2", "1", "0,2", "1", "", "1"]
    item = known(replace(responses, response=texts, choices=[Choices(3, frozenset({0, 2})), None]))[0]
    assert [one.all for one in item.options] == [0.5, 0, 0.75]
    assert item.omitted == 0.25


def test_people_with_papers_of_their_own_against_pandas() -> None:
    """Each was asked 8 of 20 questions, with thirds of points: what pandas gives from the same long table."""
    rng = np.random.default_rng(4)
    person = np.repeat(np.arange(200), 8)
    item = np.concatenate([rng.permutation(20)[:8] for _ in range(200)])
    share = rng.integers(0, 4, person.size) / 3
    found = items(Responses(person, item, share, ["x"] * person.size, [None] * 20))
    table = pd.DataFrame({"person": person, "item": item, "share": share})
    sums = table.groupby("person")["share"].transform("sum")
    table["total"], table["rest"] = sums / 8, (sums - table["share"]) / 7
    for at, group in table.groupby("item"):
        one = found[int(str(at))]
        assert one is not None
        assert one.people == len(group)
        assert isclose(one.facility, group["share"].mean())
        assert isclose(one.corrected or 0, group["share"].corr(group["rest"]), abs_tol=1e-9)
        assert isclose(one.uncorrected or 0, group["share"].corr(group["total"]), abs_tol=1e-9)


def test_what_does_not_vary_has_no_correlation() -> None:
    found = known(asked(np.array([[1, 0, 1], [1, 1, 0], [1, 0, 0]], dtype=np.float64)))
    assert (found[0].facility, found[0].corrected, found[0].discrimination) == (1, None, 0)
    alone = known(asked(np.array([[1.0], [0.0]])))[0]
    assert (alone.corrected, alone.uncorrected) == (None, 1)
    assert items(Responses(np.array([0]), np.array([0]), np.array([1.0]), ["1"], [None, None]))[1] is None


tables = st.integers(2, 12).flatmap(
    lambda people: st.integers(2, 6).flatmap(
        lambda size: st.lists(
            st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=size, max_size=size),
            min_size=people,
            max_size=people,
        ).map(np.array)
    )
)


@settings(max_examples=40)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(scores: Floats, rng: object) -> None:
    responses = asked(scores)
    rows = np.arange(responses.person.size)
    rng.shuffle(rows)  # type: ignore[attr-defined]
    shuffled = Responses(
        responses.person[rows],
        responses.item[rows],
        responses.share[rows],
        [responses.response[row] for row in rows],
        responses.choices,
    )
    for one, other in zip(known(responses), known(shuffled), strict=True):
        assert isclose(one.discrimination or 0, other.discrimination or 0, abs_tol=1e-9)
        assert isclose(one.corrected or 0, other.corrected or 0, abs_tol=1e-9)
        for option, same in zip(one.options, other.options, strict=True):
            assert isclose(option.upper, same.upper, abs_tol=1e-9)


@settings(max_examples=40)
@given(tables)
def test_bounds_and_sums(scores: Floats) -> None:
    upper, lower = item_statistics.weights(scores.sum(axis=1))
    for weight in (upper, lower):
        assert isclose(weight.sum(), max(int(0.27 * len(scores) + 0.5), 1))
        assert ((weight >= 0) & (weight <= 1)).all()
    assert ((upper + lower) <= 1 + 1e-9).all()
    for item in known(asked(scores)):
        assert 0 <= item.facility <= 1
        assert all(-1 <= (value or 0) <= 1 for value in (item.corrected, item.discrimination))
        assert isclose(sum(option.all for option in item.options), 1)
        assert isclose(sum(option.upper for option in item.options), 1)
        assert isclose(sum(option.lower for option in item.options), 1)


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20)), min_size=2, max_size=20),
    st.sampled_from([0.25, 3, 7]),
    st.integers(-5, 5),
)
def test_correlation_is_symmetric_and_knows_no_scale(
    pairs: list[tuple[int, int]], factor: float, shift: int
) -> None:
    one, other = (np.array(column, dtype=np.float64) for column in zip(*pairs, strict=True))
    found = item_statistics.correlation(one, other)
    for value in (
        item_statistics.correlation(other, one),
        item_statistics.correlation(one, factor * other + shift),
    ):
        assert (value is None) == (found is None)
        assert isclose(value or 0, found or 0, abs_tol=1e-9)
    reverse = item_statistics.correlation(one, -other)
    assert isclose(-(reverse or 0), found or 0, abs_tol=1e-9)
    if found is not None:
        assert isclose(found, float(np.corrcoef(one, other)[0, 1]), abs_tol=1e-9)
