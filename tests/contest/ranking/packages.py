"""Made-up contests for the ranking's tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from contest.organising.definition import read_contest
from contest.organising.package_tables import LAYOUTS, DataTable, Tables
from contest.ranking.output import to_csv
from contest.ranking.standings import StageStandings, rank_contest

Plain = dict[str, Any]
Rows = list[dict[str, str]]


def table(kind: str, rows: Rows) -> DataTable:
    names = list(dict.fromkeys([*LAYOUTS[kind].columns, *(name for row in rows for name in row)]))
    return DataTable.of(kind, names, [[row.get(name, "") for name in names] for row in rows])


def tables_of(plain: dict[str, Rows]) -> Tables:
    return Tables(**{kind: table(kind, rows) for kind, rows in plain.items()})


def rank(contest: Plain, tables: dict[str, Rows]) -> list[StageStandings]:
    read, problems = read_contest(contest)
    assert [str(problem) for problem in problems] == []
    return rank_contest(read, tables_of(tables))


def lines(standings: Sequence[StageStandings]) -> Rows:
    return list(csv.DictReader(io.StringIO(to_csv(standings))))


def entrants(*codes: str, **columns: str) -> Rows:
    return [
        {"code": code, "name": code.upper(), "unit": "", "group": "", "status": "", "stage": "", **columns}
        for code in codes
    ]


def marks(stage: str, part: str, sheets: dict[str, dict[str, Sequence[object]]], criteria: str) -> Rows:
    """{entrant: {judge: marks in the order of `criteria`}}; an empty text is no mark."""
    return [
        {
            "stage": stage,
            "part": part,
            "entrant": entrant,
            "judge": judge,
            "criterion": code,
            "mark": str(mark),
        }
        for entrant, of_entrant in sheets.items()
        for judge, given in of_entrant.items()
        for code, mark in zip(criteria.split(), given, strict=True)
    ]


def points(stage: str, part: str, values: dict[str, object], **columns: str) -> Rows:
    return [
        {"stage": stage, "part": part, "entrant": entrant, "points": str(value), **columns}
        for entrant, value in values.items()
    ]


PLACES = st.none() | st.integers(0, 3)
UNITS = ["u1", "u2"]
TIES = ["part:p", "part:e", "duration", "submitted", "highest_marks", "decision", "shared"]
KINDS = ["penalty", "order", "order", "withdraw", "disqualify", "waive"]


def _without_none(plain: Plain) -> Plain:
    return {key: value for key, value in plain.items() if value is not None}


@st.composite
def rules(draw: st.DrawFn) -> Plain:
    """A contest of two stages with a judged and an entered part, any of the rules in it."""
    drop = draw(st.sampled_from([(0, 0), (1, 0), (0, 1), (1, 1)]))
    panel = {
        "code": "p", "method": "panel", "weight": draw(st.sampled_from(["1", "3", "0.5"])),
        "criteria": [
            {"code": "x", "max": 10, "factor": draw(st.sampled_from(["1", "0.35", "1.5"]))},
            {"code": "y", "max": 10, "factor": draw(st.sampled_from(["1", "2"]))},
        ],
        "combine": {
            "over": draw(st.sampled_from(["sheet", "criterion"])),
            "by": draw(st.sampled_from(["mean", "sum", "median"])),
            "drop_highest": drop[0], "drop_lowest": drop[1],
        },
        "round": _without_none({"sheet": draw(PLACES), "criterion": draw(PLACES), "part": draw(PLACES)}),
        "time": {
            "minimum": 20, "maximum": 60,
            "over": [{"after": 0, "points": "-0.25"}, {"after": 10, "points": -1}],
            "under": [{"after": 5, "points": "-0.125"}],
        },
    }  # fmt: skip
    entered = {
        "code": "e", "method": "entered", "round": _without_none({"part": draw(PLACES)}),
        "rounding": draw(st.sampled_from(["half_up", "half_even"])),
        "attempts": {
            "count": draw(st.sampled_from(["best", "last", "first", "sum"])),
            "tie": draw(st.sampled_from(["earlier", "later"])),
        },
    }  # fmt: skip
    stage = {
        "code": "s", "rank_within": draw(st.sampled_from(["contest", "unit", "group"])),
        "total": draw(st.sampled_from(["sum", "average"])),
        "ties": draw(st.permutations(TIES)),
        "round": _without_none({"total": draw(PLACES)}),
        "rounding": draw(st.sampled_from(["half_up", "half_even"])),
        "promote": [
            {
                "best": draw(st.integers(1, 2)), "within": draw(st.sampled_from(["contest", "unit", "group"])),
                "to": "f", "reserves": draw(st.integers(0, 2)),
                "cut_ties": draw(st.sampled_from(["decision", "all", "none"])),
            }
            for _ in range(draw(st.integers(1, 2)))
        ],
        "awards": [
            _without_none({
                "name": name, "count": draw(st.integers(1, 2)),
                "minimum": draw(st.none() | st.sampled_from(["3", "8.5"])),
            })
            for name in ("A", "B", "C")
        ],
        "part": [panel, entered],
    }  # fmt: skip
    final = {
        "code": "f", "ties": ["part:last", "decision"],
        "carry": [{"stage": "s", "weight": draw(st.sampled_from(["0", "0.5"]))}],
        "part": [{"code": "last", "method": "entered"}],
    }  # fmt: skip
    return {"contest": {"code": "h"}, "stage": [stage, final]}


MARKS = ["", "0", "1,25", "2.5", "5", "5", "5", "7.75", "10"]
TIME = st.sampled_from(["", "2026-01-01 08:00:00", "2026-01-01 08:00:01", "2026-01-02 07:00:00"])


@st.composite
def contests(draw: st.DrawFn) -> tuple[Plain, dict[str, Rows]]:
    """Rules, and tables with few distinct values so that ties are frequent."""
    contest = draw(rules())
    people = [f"e{at}" for at in range(draw(st.integers(1, 6)))]
    # Few different marks, and often the same panel for all, so that many tie.
    mark = st.sampled_from(draw(st.lists(st.sampled_from(MARKS), min_size=1, max_size=3)))
    own = st.sampled_from(
        draw(st.lists(st.sampled_from(["", "1", "2.25", "2,25", "4"]), min_size=1, max_size=2))
    )
    judges = st.integers(*draw(st.sampled_from([(0, 4), (3, 3), (1, 1)])))
    entrant_rows = [
        {
            "code": code, "name": f"N {code}", "unit": draw(st.sampled_from(UNITS)),
            "group": draw(st.sampled_from(["", "g"])),
            "status": draw(st.sampled_from(["", "", "", "in", "guest", "withdrawn", "disqualified", "reserve"])),
            "stage": draw(st.sampled_from(["", "", "s", "f"])),
        }
        for code in people
    ]  # fmt: skip
    of_marks = [
        {
            "stage": "s",
            "part": "p",
            "entrant": code,
            "judge": f"j{judge}",
            "criterion": criterion,
            "mark": draw(mark),
        }
        for code in people
        for judge in range(draw(judges))
        for criterion in "xy"
    ]
    of_points = [
        {
            "stage": stage, "part": part, "entrant": code, "points": draw(own),
            "seconds": draw(st.sampled_from(["", "30", "61.5"])), "submitted": draw(TIME),
        }
        for code in people
        for stage, part in (("s", "e"), ("f", "last"))
        for _ in range(draw(st.sampled_from([0, 1, 1, 1, 3] if part == "e" else [0, 1])))
    ]  # fmt: skip
    of_points += [
        {
            "stage": "s", "part": "p", "entrant": code, "points": "",
            "seconds": draw(st.sampled_from(["10", "15", "40", "60", "70", "71"])), "submitted": "",
        }
        for code in people if draw(st.booleans())
    ]  # fmt: skip
    decisions = [
        {
            "stage": "s", "entrant": draw(st.sampled_from(people)), "kind": kind,
            "value": draw(st.sampled_from(["1", "2", "-0.5"])),
            "part": draw(st.sampled_from(["", "p"])) if kind == "penalty" else "",
        }
        for kind in draw(st.lists(st.sampled_from(KINDS), max_size=4))
    ]  # fmt: skip
    tables = {"entrants": entrant_rows, "marks": of_marks, "points": of_points, "decisions": decisions}
    return contest, tables
