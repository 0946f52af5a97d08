"""Who is in a stage, and which window counts for whom: the questions that every room asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, or_, select, true
from sqlalchemy.orm import joinedload

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import rules
from contest.organising.models import Contest, Entrant, Part, Place, Stage, Unit, Window


def unit_parents(contest_id: int) -> dict[int, int | None]:
    """{unit id: parent id} of a contest."""
    rows = db.session.execute(select(Unit.id, Unit.parent_id).where(Unit.contest_id == contest_id))
    return {row.id: row.parent_id for row in rows}


def unit_chain(unit_id: int | None, parents: dict[int, int | None]) -> list[int]:
    """A unit and its parents, nearest first. A circle in the data ends the chain."""
    chain: list[int] = []
    while unit_id is not None and unit_id not in chain:
        chain.append(unit_id)
        unit_id = parents.get(unit_id)
    return chain


def unit_tree(unit: Unit) -> list[int]:
    """A unit's id and those of all units below it."""
    parents = unit_parents(unit.contest_id)
    return [id for id in parents if unit.id in unit_chain(id, parents)]


def in_stage(stage: Stage) -> ColumnElement[bool]:
    """The condition on `Entrant`: begins in the stage, or has a place in it."""
    return _in_stage(stage.id, stage.contest_id, true() if stage.is_first else false())


def _in_stage(stage_id: Any, contest_id: Any, is_first: Any) -> ColumnElement[bool]:
    begins = or_(Entrant.stage_id == stage_id, and_(Entrant.stage_id.is_(None), is_first))
    # Said, since SQLAlchemy looks for a column's table only one query further out.
    placed = select(Place.entrant_id).where(Place.stage_id == stage_id).correlate(Stage)
    return and_(Entrant.contest_id == contest_id, or_(begins, Entrant.id.in_(placed)))


# Made once, here and in what else everyone asks on their way into a quiz: to put such a query together takes longer than
# to run it.
_PLACED = select(Place.id).where(
    Place.entrant_id == bindparam("entrant"), Place.stage_id == bindparam("stage")
)
_STAGES = (
    select(Stage)
    .where(
        Stage.contest_id == bindparam("contest"),
        exists().where(
            Entrant.id == bindparam("entrant"),
            _in_stage(Stage.id, Stage.contest_id, Stage.is_first),
            or_(Entrant.status == "in", Entrant.status == "guest"),  # a list is written out anew each time
        ),
    )
    .order_by(Stage.position)
    .options(joinedload(Stage.parts))
)
_WINDOWS = select(Window).where(Window.stage_id == bindparam("stage")).order_by(Window.opens_at)


def listing(stage: Stage, statuses: Sequence[str] = ("in", "guest")) -> Select[Entrant]:
    """The query for the entrants of a stage, by name. Others than `statuses` are left out."""
    query = select(Entrant).where(in_stage(stage), Entrant.status.in_(statuses))
    return query.order_by(Entrant.sort_key, Entrant.code)


def members(
    stage: Stage, unit: Unit | None = None, statuses: Sequence[str] = ("in", "guest")
) -> list[Entrant]:
    """The entrants of a stage (of a unit and those below it), by name. Others than `statuses` are left out."""
    query = listing(stage, statuses)
    if unit is not None:
        query = query.where(Entrant.unit_id.in_(unit_tree(unit)))
    return list(db.session.scalars(query))


def is_member(entrant: Entrant, stage: Stage) -> bool:
    """Whether an entrant is in a stage and may act in it: `in_stage`, asked of rows that are read already."""
    if entrant.contest_id != stage.contest_id or entrant.status not in ("in", "guest"):
        return False
    begins = stage.is_first if entrant.stage_id is None else entrant.stage_id == stage.id
    return begins or db.session.scalar(_PLACED, {"entrant": entrant.id, "stage": stage.id}) is not None


def stages_of(entrant: Entrant) -> list[Stage]:
    """The stages that an entrant is in and may act in, in order, with their parts. One query."""
    who = {"entrant": entrant.id, "contest": entrant.contest_id}
    return list(db.session.scalars(_STAGES, who).unique())


def windows(stage: Stage) -> list[Window]:
    """All windows of a stage."""
    return list(db.session.scalars(_WINDOWS, {"stage": stage.id}))


def window_for(part: Part, unit_id: int | None) -> Window | None:
    """The window of a part for the entrants of a unit."""
    found = windows(part.stage)
    # The tree is asked for only where it matters: it may have thousands of units.
    by_unit = any(window.unit_id is not None for window in found)
    chain = unit_chain(unit_id, unit_parents(part.contest_id)) if by_unit else []
    return rules.most_specific(found, part.id, chain)


def part_moment(part: Part, unit_id: int | None, now: datetime | None = None) -> rules.Moment:
    """Whether a part is open for the entrants of a unit."""
    return rules.moment(window_for(part, unit_id), now or clock.now())


def ranking_units(stage: Stage) -> list[Unit]:
    """The units that a stage is ranked in apart, where it is ranked within units: those its entrants belong to."""
    if stage.rules.get("rank_within") != "unit":
        return []
    query = (
        select(Unit)
        .where(Unit.id.in_(select(Entrant.unit_id).where(in_stage(stage))))
        .order_by(Unit.position, Unit.id)
    )
    return list(db.session.scalars(query))


def rehearsals(contest: Contest) -> list[Contest]:
    """The rehearsals of a contest."""
    return list(db.session.scalars(select(Contest).where(Contest.rehearsal_of_id == contest.id)))
