"""Points and times that a secretary types in. Each verb owns its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select

from contest.judging.models import EnteredPoints
from contest.judging.services import rules_of
from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message
from contest.organising.models import Entrant, Part
from contest.organising.plain import shortest


def entered(part: Part) -> dict[int, EnteredPoints]:
    """The first row of typed points of each entrant of a part, by entrant id."""
    query = select(EnteredPoints).where(EnteredPoints.part_id == part.id, EnteredPoints.number == 1)
    return {row.entrant_id: row for row in db.session.scalars(query)}


def entered_for(part: Part, entrant: Entrant) -> EnteredPoints | None:
    """The first row of an entrant's typed points in a part."""
    query = select(EnteredPoints).where(EnteredPoints.part_id == part.id, EnteredPoints.number == 1)
    return db.session.scalar(query.where(EnteredPoints.entrant_id == entrant.id))


def save_points(part: Part, rows: Mapping[int, tuple[Decimal | None, Decimal | None]]) -> int:
    """Store (points, seconds) by entrant id, all or nothing; gives the number that changed.

    Raises Invalid with the entrant id as the field: below zero, over the part's maximum, more than six places.
    """
    top = rules_of(part).max_points
    before = entered(part)
    changed = 0
    for entrant_id, (points, seconds) in rows.items():
        for value in (points, seconds):
            if value is not None and (value < 0 or value != round(value, 6)):
                raise Invalid(message(N_("Cần một số không âm, nhiều nhất sáu chữ số lẻ.")), str(entrant_id))
        if points is not None and top is not None and points > top:
            raise Invalid(
                message(N_("Điểm cao nhất là %(max)s."), max=shortest(top).replace(".", ",")), str(entrant_id)
            )
        changed += _save(part, entrant_id, before.get(entrant_id), points, seconds, "")
    db.session.commit()
    return changed


def confirm_seconds(part: Part, entrant: Entrant, seconds: Decimal, reason: str) -> None:
    """Record how long a performance was; the clock's proposal, or a correction with its reason."""
    if seconds < 0:
        raise Invalid(message(N_("Cần một số không âm, nhiều nhất sáu chữ số lẻ.")), "seconds")
    row = entered_for(part, entrant)
    _save(part, entrant.id, row, row.points if row else None, seconds, reason)
    db.session.commit()


def _save(
    part: Part,
    entrant_id: int,
    row: EnteredPoints | None,
    points: Decimal | None,
    seconds: Decimal | None,
    reason: str,
) -> bool:
    before = _plain(row)
    if before == {"points": _text(points), "seconds": _text(seconds)}:
        return False
    if row is None:
        row = EnteredPoints(part_id=part.id, entrant_id=entrant_id, number=1)
        db.session.add(row)
    row.points, row.seconds = points, seconds
    row.updated_at, row.by = clock.now(), current_actor().name
    entrant = db.session.get_one(Entrant, entrant_id)
    subject = f"points:{part.stage.code}/{part.code}/{entrant.code}"
    audit.record(
        "points.type",
        subject,
        contest_id=part.contest_id,
        before=before,
        after=_plain(row),
        reason=reason or None,
    )
    return True


def _plain(row: EnteredPoints | None) -> dict[str, str]:
    return {"points": _text(row.points if row else None), "seconds": _text(row.seconds if row else None)}


def _text(value: Decimal | None) -> str:
    return "" if value is None else shortest(value)
