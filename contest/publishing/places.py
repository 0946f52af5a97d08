"""Who goes on: the places of the next stage follow the official result, and nothing else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from contest.kernel import audit
from contest.kernel.db import db
from contest.organising.models import Entrant, Place, Stage
from contest.publishing.drafts import Draft


def fill(stage: Stage, draft: Draft, now: datetime) -> None:
    """Give the promoted of a list their places and take back those of entrants of the list who are not (any more).

    Doing it twice changes nothing. Work already done in the next stage is kept; without a place it doesn't count.
    """
    contest = stage.contest
    stages = {other.code: other for other in contest.stages}
    codes = [row.entrant for row in draft.table.rows]
    entrants = {
        entrant.code: entrant
        for entrant in db.session.scalars(
            select(Entrant).where(Entrant.contest_id == contest.id, Entrant.code.in_(codes))
        )
    }
    ids = [entrant.id for entrant in entrants.values()]
    targets = [stages[code].id for code in draft.targets if code in stages]
    given = select(Place).where(Place.stage_id.in_(targets), Place.entrant_id.in_(ids))
    before = {(place.stage.code, place.entrant.code): place for place in db.session.scalars(given)}
    for to, code in draft.promoted:
        if (to, code) not in before:
            db.session.add(Place(stage=stages[to], entrant=entrants[code], origin="promoted", at=now))
            audit.record(
                "place.give", f"place:{to}/{code}", contest_id=contest.id, after={"origin": "promoted"}
            )
    for (to, code), place in before.items():
        if place.origin == "promoted" and (to, code) not in draft.promoted:
            db.session.delete(place)
            audit.record(
                "place.take", f"place:{to}/{code}", contest_id=contest.id, before={"origin": place.origin}
            )
