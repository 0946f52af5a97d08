"""The ranking against an independent, naive reading of the same rules."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contest.ranking import reference
from tests.contest.ranking.packages import Plain, Rows, contests, lines, rank

SLOW = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@SLOW
@given(contests())
def test_every_rule_in_any_combination_gives_the_same_standings(case: tuple[Plain, dict[str, Rows]]) -> None:
    contest, tables = case
    found = lines(rank(contest, tables))
    expected = reference.standings(contest, tables)
    empty = dict.fromkeys(("p", "e", "last"), "")
    assert found == [{**empty, **line} for line in expected]


@SLOW
@given(contests(), st.randoms())
def test_the_order_of_rows_does_not_matter(case: tuple[Plain, dict[str, Rows]], dice: random.Random) -> None:
    contest, tables = case
    before = lines(rank(contest, tables))
    shuffled = {kind: dice.sample(rows, len(rows)) for kind, rows in tables.items() if kind != "points"}
    # Attempts without a submit time, and repeated decisions, do count in the order of the file.
    shuffled["decisions"] = tables["decisions"]
    assert lines(rank(contest, {**tables, **shuffled})) == before
