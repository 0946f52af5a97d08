"""From the database to the ranking: the same tables that a package's files give, and the standings made of them.

Nothing is added up here and no running total is kept: every standing is made anew from marks and answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from contest.kernel import clock
from contest.organising.models import Contest, Stage, Unit
from contest.organising.package_tables import LAYOUTS, DataTable, Tables
from contest.organising.services import definition_of
from contest.playing.services import marked_points
from contest.ranking import rows
from contest.ranking.progress import progress
from contest.ranking.standings import StageStandings, rank_contest


def tables_of(
    contest: Contest, stage: Stage | None = None, unit: Unit | None = None, live: bool = False
) -> Tables:
    """The tables of a contest with the columns of its package's files.

    `stage`: only with what that stage and those that it carries along have. `unit`: only with the entrants of that
    unit. `live`: only with what is whole, as a board may show it: finished attempts, and a judged part of an entrant
    once every sheet of the panel is locked.
    """
    stages = list(contest.stages) if stage is None else [stage, *carried(stage)]
    entrants = rows.entrants(contest, unit)
    marks: Iterable[Sequence[Any]] = rows.marks(stages, unit)
    entered: Iterable[Sequence[Any]] = rows.entered(stages, unit)
    if live:
        whole = set().union(*(_whole(each, entrants) for each in stages))
        marks = (row for row in marks if tuple(row[:3]) in whole)
        entered = (row for row in entered if tuple(row[:3]) in whole)
    return Tables(
        units=_table("units", rows.units(contest)),
        entrants=_table("entrants", (row[2:] for row in entrants)),
        marks=_table("marks", marks),
        points=_table("points", [*entered, *_marked(stages, unit)]),
        decisions=_table("decisions", rows.decisions(contest, unit)),
        places=_table("places", rows.places(contest, unit)),
    )


def standings(
    contest: Contest, stage: Stage | None = None, unit: Unit | None = None, live: bool = False
) -> list[StageStandings]:
    """The standings of every stage as marks and answers stand now; of `stage` alone where one is given."""
    tables = tables_of(contest, stage, unit, live)
    return rank_contest(definition_of(contest), tables, only=stage.code if stage else None)


def carried(stage: Stage) -> list[Stage]:
    """The earlier stages whose totals count in a stage, through any number of steps."""
    by_code = {other.code: other for other in stage.contest.stages}
    found: list[Stage] = []
    waiting = [stage]
    while waiting:
        for carry in waiting.pop().rules.get("carry", []):
            earlier = by_code.get(carry["stage"])
            if earlier is not None and earlier not in (stage, *found):
                found.append(earlier)
                waiting.append(earlier)
    return found


def _table(kind: str, lines: Iterable[Sequence[Any]]) -> DataTable:
    return DataTable.of(kind, LAYOUTS[kind].columns, lines)


def _marked(stages: Sequence[Stage], unit: Unit | None) -> list[Sequence[Any]]:
    """The rows of points.csv of finished attempts."""
    return [
        (stage.code, part.code, one.entrant, one.points, one.seconds, one.submitted, one.prediction)
        for stage in stages
        for part in stage.parts
        if part.method == "quiz" and not part.is_practice
        for one in marked_points(part, [unit.id] if unit else None)
    ]


def _whole(stage: Stage, entrants: rows.Rows) -> set[tuple[str, str, str]]:
    """(stage, part, entrant) codes of what is whole."""
    parts = {part.id: part.code for part in stage.parts}
    codes = {row.id: row.code for row in entrants}
    counts = progress(stage, entrants, clock.now())
    return {
        (stage.code, parts[part], codes[entrant])
        for (part, entrant), count in counts.items()
        if count.is_whole
    }
