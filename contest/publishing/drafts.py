"""A list's standings as they are now, with what is missing: what an organiser looks at before publishing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.kernel.db import db
from contest.organising import members
from contest.organising.models import Decision, Entrant, Stage, Unit
from contest.publishing import conversion, queries
from contest.publishing.rules import Gap, Readiness, Tie
from contest.publishing.table import Table
from contest.ranking.progress import Progress, progress
from contest.ranking.services import standings


@dataclass(frozen=True)
class Draft:
    """Standings that are not published: the table, its CSV with the SHA-256 of it, and what is missing.

    `promoted` are (code of the stage that they go on to, entrant); `targets` all stages that some may go on to.
    """

    table: Table
    csv: str
    digest: str
    promoted: tuple[tuple[str, str], ...]
    targets: frozenset[str]
    ready: Readiness


def draft(stage: Stage, unit: Unit | None, now: datetime) -> Draft:
    """The draft of one list."""
    return _drafts(stage, [unit], _scope(stage, unit), now)[unit.code if unit else ""]


def drafts(stage: Stage, now: datetime) -> dict[str, Draft]:
    """{unit code, or "" for the stage as a whole: its draft} for every list of a stage, ranked once."""
    return _drafts(stage, members.ranking_units(stage) or [None], None, now)


def live_table(stage: Stage, unit: Unit | None) -> Table:
    """The standings of a list of what is whole, for a board."""
    (ranked,) = standings(stage.contest, stage, _scope(stage, unit), live=True)
    table = conversion.table(ranked)
    return table.only(unit.code) if unit else table


def counts(stage: Stage, unit: Unit | None, now: datetime) -> tuple[tuple[str, int, int], ...]:
    """(part's name, how many are whole, of how many) for each part of a list."""
    entrants = _competing(stage, unit)
    found = progress(stage, entrants, now)
    return tuple(
        (part.name, sum(found[part.id, entrant.id].is_whole for entrant in entrants), len(entrants))
        for part in stage.parts
    )


def _scope(stage: Stage, unit: Unit | None) -> Unit | None:
    """The unit that ranking can be narrowed to: not where places or prizes are shared out over all units."""
    within = {promotion.get("within", "unit") for promotion in stage.rules.get("promote", [])}
    return unit if within <= {"unit"} else None


def _drafts(
    stage: Stage, units: Sequence[Unit | None], scope: Unit | None, now: datetime
) -> dict[str, Draft]:
    (ranked,) = standings(stage.contest, stage, scope)
    whole = conversion.table(ranked)
    entrants = _competing(stage, scope)
    counted = progress(stage, entrants, now)
    ties = conversion.ties(ranked)
    going = conversion.promoted(ranked)
    found: dict[str, Draft] = {}
    for unit in units:
        code = unit.code if unit else ""
        table = whole.only(code) if unit else whole
        listed = {row.entrant for row in table.rows}
        csv = conversion.csv(ranked, within=code if unit else None)
        own = [entrant for entrant in entrants if unit is None or entrant.unit_id == unit.id]
        found[code] = Draft(
            table=table,
            csv=csv,
            digest=hashlib.sha256(csv.encode()).hexdigest(),
            promoted=tuple((to, entrant) for to, entrant in going if entrant in listed),
            targets=conversion.targets(ranked),
            ready=_readiness(
                stage, unit, own, counted, [tie for tie in ties if not unit or tie.within == code], now
            ),
        )
    return found


def _readiness(
    stage: Stage,
    unit: Unit | None,
    entrants: list[Entrant],
    counted: Progress,
    ties: list[Tie],
    now: datetime,
) -> Readiness:
    spans = queries.spans_of(stage, unit, members.windows(stage), members.unit_parents(stage.contest_id))
    gaps = tuple(
        Gap(entrant.code, entrant.name, part.code, part.name, count.done, count.total)
        for entrant in entrants
        for part in stage.parts
        if not (count := counted[part.id, entrant.id]).is_whole and not count.running
    )
    return Readiness(
        ranked=len(entrants),
        closes_at=max((span.closes_at for span in spans if span and span.closes_at > now), default=None),
        running=sum(counted[part.id, entrant.id].running for entrant in entrants for part in stage.parts),
        gaps=gaps,
        ties=tuple(ties),
    )


def _competing(stage: Stage, unit: Unit | None) -> list[Entrant]:
    """Those of a list who should have something in every part: not guests, nor who withdrew or was disqualified."""
    out = select(Decision.entrant_id).where(
        Decision.stage_id == stage.id, Decision.kind.in_(("withdraw", "disqualify"))
    )
    query = select(Entrant).where(members.in_stage(stage), Entrant.status == "in", Entrant.id.not_in(out))
    if unit is not None:
        query = query.where(Entrant.unit_id == unit.id)
    return list(db.session.scalars(query.order_by(Entrant.sort_key, Entrant.code)))
