"""One SELECT for each table of a package, over as many stages as are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from contest.judging.models import EnteredPoints, Judge, Mark, Sheet
from contest.kernel.db import db
from contest.organising.models import Contest, Decision, Entrant, Part, Place, Room, Stage, Unit

# What a SELECT of several columns gives: named tuples.
Rows = Sequence[Any]


def units(contest: Contest) -> Rows:
    """The columns of units.csv."""
    parent = aliased(Unit)
    query = (
        select(Unit.code, Unit.name, parent.code, Unit.kind, Unit.headcount)
        .outerjoin(parent, Unit.parent_id == parent.id)
        .where(Unit.contest_id == contest.id)
        .order_by(Unit.position, Unit.id)
    )
    return db.session.execute(query).all()


def entrants(contest: Contest, unit: Unit | None) -> Rows:
    """`id` and `unit_id`, then the columns of entrants.csv."""
    query = (
        select(
            Entrant.id,
            Entrant.unit_id,
            Entrant.code,
            Entrant.name,
            Unit.code.label("unit"),
            Entrant.group,
            Entrant.born,
            Entrant.status,
            Stage.code.label("stage"),
            Room.code.label("room"),
        )
        .outerjoin(Unit, Entrant.unit_id == Unit.id)
        .outerjoin(Room, Entrant.room_id == Room.id)
        .outerjoin(Stage, Entrant.stage_id == Stage.id)
        .where(Entrant.contest_id == contest.id)
        .order_by(Entrant.code)
    )
    return db.session.execute(_of_unit(query, unit)).all()


def marks(stages: Sequence[Stage], unit: Unit | None) -> Rows:
    """The columns of marks.csv: locked sheets of judges who were not removed."""
    query = (
        select(Stage.code, Part.code, Entrant.code, Judge.code, Mark.criterion, Mark.mark, Sheet.locked_at)
        .join(Sheet, Mark.sheet_id == Sheet.id)
        .join(Judge, Sheet.judge_id == Judge.id)
        .join(Entrant, Sheet.entrant_id == Entrant.id)
        .join(Part, Sheet.part_id == Part.id)
        .join(Stage, Part.stage_id == Stage.id)
        .where(_among(stages), Sheet.locked_at.is_not(None), Judge.removed_at.is_(None))
    )
    return db.session.execute(_of_unit(query, unit)).all()


def entered(stages: Sequence[Stage], unit: Unit | None) -> Rows:
    """The columns of points.csv that were typed in or loaded, an entrant's attempts in order."""
    query = (
        select(
            Stage.code,
            Part.code,
            Entrant.code,
            EnteredPoints.points,
            EnteredPoints.seconds,
            EnteredPoints.submitted,
            EnteredPoints.prediction,
        )
        .join(Part, EnteredPoints.part_id == Part.id)
        .join(Stage, Part.stage_id == Stage.id)
        .join(Entrant, EnteredPoints.entrant_id == Entrant.id)
        .where(_among(stages))
        .order_by(Part.id, Entrant.id, EnteredPoints.number)
    )
    return db.session.execute(_of_unit(query, unit)).all()


def decisions(contest: Contest, unit: Unit | None) -> Rows:
    """The columns of decisions.csv, in the order in which they were taken. All stages: a `substitute` of a later one
    speaks of who goes on from this one."""
    query = (
        select(
            Stage.code, Entrant.code, Decision.kind, Decision.value, Part.code, Decision.reason, Decision.by
        )
        .join(Stage, Decision.stage_id == Stage.id)
        .join(Entrant, Decision.entrant_id == Entrant.id)
        .outerjoin(Part, Decision.part_id == Part.id)
        .where(Stage.contest_id == contest.id)
        .order_by(Decision.id)
    )
    return db.session.execute(_of_unit(query, unit)).all()


def places(contest: Contest, unit: Unit | None) -> Rows:
    """The columns of places.csv."""
    query = (
        select(Stage.code, Entrant.code, Place.origin)
        .join(Stage, Place.stage_id == Stage.id)
        .join(Entrant, Place.entrant_id == Entrant.id)
        .where(Stage.contest_id == contest.id)
        .order_by(Stage.position, Entrant.code)
    )
    return db.session.execute(_of_unit(query, unit)).all()


def _among(stages: Sequence[Stage]) -> Any:
    return Stage.id.in_([stage.id for stage in stages])


def _of_unit(query: Select[*tuple[Any, ...]], unit: Unit | None) -> Select[*tuple[Any, ...]]:
    return query if unit is None else query.where(Entrant.unit_id == unit.id)
