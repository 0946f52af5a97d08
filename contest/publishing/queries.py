"""What the public pages read: rounds that run now, schedules, the results that stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from contest.kernel.db import db
from contest.organising import members, rules
from contest.organising.models import Contest, Stage, Unit, Window
from contest.publishing.models import Publication


def shown() -> ColumnElement[bool]:
    """The contests that the home page may name. A rehearsal is never one."""
    return Contest.is_public & Contest.rehearsal_of_id.is_(None)


def public_contests(limit: int = 50) -> list[Contest]:
    """Contests for the home page, the newest first."""
    query = select(Contest).where(shown()).order_by(Contest.created_at.desc()).limit(limit)
    return list(db.session.scalars(query.options(selectinload(Contest.stages))))


@dataclass(frozen=True)
class Round:
    """A stage that is open now, for everyone or for a unit."""

    stage: Stage
    unit: Unit | None
    closes_at: datetime


def running_rounds(now: datetime, limit: int = 30) -> list[Round]:
    """Rounds of public contests whose window is open, the first to close first; one for each stage and unit."""
    query = (
        select(Window)
        .join(Window.stage)
        .join(Stage.contest)
        .where(shown(), Window.opens_at <= now, Window.closes_at > now)
        .options(joinedload(Window.stage).joinedload(Stage.contest), joinedload(Window.unit))
        .order_by(Window.closes_at.desc())
    )
    latest = {
        (window.stage_id, window.unit_id): window for window in reversed(list(db.session.scalars(query)))
    }
    rounds = [Round(window.stage, window.unit, window.closes_at) for window in latest.values()]
    return sorted(rounds, key=lambda one: one.closes_at)[:limit]


def _standing() -> Select[Publication]:
    """The publications that no newer one of the same stage and unit has taken the place of."""
    newest = select(func.max(Publication.id)).group_by(Publication.stage_id, Publication.unit_id)
    return (
        select(Publication)
        .where(Publication.id.in_(newest))
        .options(joinedload(Publication.stage), joinedload(Publication.unit), joinedload(Publication.contest))
    )


def latest_results(limit: int = 8) -> list[Publication]:
    """The results of public contests that were published last."""
    query = _standing().join(Publication.contest).where(shown())
    return list(db.session.scalars(query.order_by(Publication.id.desc()).limit(limit)))


def standing_results(stage: Stage) -> dict[int | None, Publication]:
    """{unit id, or None for the whole stage: the publication that stands}."""
    found = db.session.scalars(_standing().where(Publication.stage_id == stage.id))
    return {publication.unit_id: publication for publication in found}


def standing_result(stage: Stage, unit: Unit | None) -> Publication | None:
    """The publication of a stage, or of one unit of it, that stands now."""
    query = select(Publication).where(
        Publication.stage_id == stage.id,
        Publication.unit_id == unit.id if unit else Publication.unit_id.is_(None),
    )
    return db.session.scalar(query.order_by(Publication.id.desc()).limit(1))


@dataclass(frozen=True)
class List:
    """One ranked list of a stage: its unit (None: the stage as a whole), when it runs, and its result so far."""

    stage: Stage
    unit: Unit | None
    moment: rules.Moment
    opens_at: datetime | None
    closes_at: datetime | None
    result: Publication | None


def lists(stage: Stage, now: datetime) -> list[List]:
    """The ranked lists of a stage: one for each unit where it is ranked within units, else one."""
    windows = members.windows(stage)
    parents = members.unit_parents(stage.contest_id)
    results = standing_results(stage)
    units: Sequence[Unit | None] = members.ranking_units(stage) or [None]
    found = []
    for unit in units:
        spans = spans_of(stage, unit, windows, parents)
        found.append(
            List(
                stage=stage,
                unit=unit,
                moment=overall([rules.moment(window, now) for window in spans]),
                opens_at=min((window.opens_at for window in spans if window), default=None),
                closes_at=max((window.closes_at for window in spans if window), default=None),
                result=results.get(unit.id if unit else None),
            )
        )
    return found


def spans_of(
    stage: Stage, unit: Unit | None, windows: Sequence[Window], parents: dict[int, int | None]
) -> list[Window | None]:
    """The windows that count for each part of a list. A stage for everyone may have windows for single units: all count."""
    if unit is None and any(window.unit_id for window in windows):
        return list(windows)
    chain = members.unit_chain(unit.id if unit else None, parents)
    return [rules.most_specific(windows, part.id, chain) for part in stage.parts]


def overall(moments: Sequence[rules.Moment]) -> rules.Moment:
    """One state for several parts: open while any is; else upcoming while any is to come; else closed."""
    for state in ("open", "upcoming", "closed"):
        same = [one for one in moments if one.state == state]
        if same:
            times = [one.changes_at for one in same if one.changes_at]
            return rules.Moment(state, (max if state == "open" else min)(times, default=None))
    return rules.Moment("unscheduled", None)


def moment_of(stage: Stage, unit: Unit | None, now: datetime) -> rules.Moment:
    """Whether a list of a stage is open."""
    spans = spans_of(stage, unit, members.windows(stage), members.unit_parents(stage.contest_id))
    return overall([rules.moment(window, now) for window in spans])


def replaced(publication: Publication) -> Publication | None:
    """The publication that this one took the place of."""
    return db.session.get(Publication, publication.replaces_id) if publication.replaces_id else None
