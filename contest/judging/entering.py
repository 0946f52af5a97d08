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


Entry = tuple[Decimal | None, Decimal | None]
"""Points and seconds; None where nothing is typed."""


def as_seen(entry: Entry) -> str:
    """An entry as a page remembers it, such as `8.5|480`: what a later save says it has changed."""
    return "|".join(map(_text, entry))


def save_points(part: Part, rows: Mapping[int, Entry], seen: Mapping[int, str]) -> int:
    """Store entries by entrant id, all or nothing; gives the number that changed.

    `seen` tells what stood in each of these rows when they were typed (`as_seen`). Raises Invalid with the entrant id as
    the field: below zero, over the part's maximum, more than six places, or typed by somebody else in between.
    """
    top = rules_of(part).max_points
    # One table after the other: two secretaries may save at the same moment.
    db.session.execute(select(Part.id).where(Part.id == part.id).with_for_update())
    before = entered(part)
    changed = 0
    for entrant_id, (points, seconds) in rows.items():
        row, field = before.get(entrant_id), str(entrant_id)
        for value in (points, seconds):
            if value is not None and (value < 0 or value != round(value, 6)):
                raise Invalid(message(N_("Cần một số không âm, nhiều nhất sáu chữ số lẻ.")), field)
        if points is not None and top is not None and points > top:
            raise Invalid(
                message(N_("Điểm cao nhất là %(max)s."), max=shortest(top).replace(".", ",")), field
            )
        stands = as_seen((row.points, row.seconds) if row else (None, None))
        if row and stands not in (seen[entrant_id], as_seen((points, seconds))):
            raise Invalid(
                message(_CHANGED, name=row.by, points=_shown(row.points), seconds=_shown(row.seconds)), field
            )
        changed += _save(part, entrant_id, row, points, seconds, "")
    db.session.commit()
    return changed


_CHANGED = N_(
    "%(name)s vừa ghi dòng này: điểm %(points)s, thời gian %(seconds)s giây. Kiểm tra rồi lưu lại thì số đang hiện được ghi."
)


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


def _shown(value: Decimal | None) -> str:
    return _text(value).replace(".", ",") or "–"


def _text(value: Decimal | None) -> str:
    return "" if value is None else shortest(value)
