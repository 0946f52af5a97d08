"""Retakes: listed people sit a quiz again, or late, in a window of their own; the attempt they replace is void."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.organising import members
from contest.organising.models import Entrant, Part
from contest.organising.rules import Timed
from contest.playing import rules
from contest.playing.models import Attempt, Retake


def grant(
    part: Part, numbers: Sequence[str], opens_at: datetime, closes_at: datetime, reason: str
) -> list[Retake]:
    """Let those with these candidate numbers sit the quiz (again) within [opens_at, closes_at).

    Their latest attempt becomes void; one that still runs ends now. Raises Invalid; either all are granted or none.
    """
    now = clock.now()
    if closes_at <= opens_at or closes_at <= now:
        raise Invalid(message(N_("Giờ kết thúc phải sau giờ bắt đầu và sau bây giờ.")), "closes_at")
    query = select(Entrant).where(
        Entrant.code.in_(numbers), members.in_stage(part.stage), Entrant.status.in_(("in", "guest"))
    )
    entrants = {one.code: one for one in db.session.scalars(query)}
    missing = [number for number in dict.fromkeys(numbers) if number not in entrants]
    if missing or not entrants:
        text = N_("Không có số báo danh %(codes)s trong phần thi này.")
        raise Invalid(message(text, codes=", ".join(missing[:20])), "numbers")
    waiting = [one for one in entrants.values() if open_retake(one, part) is not None]
    if waiting:
        text = N_("Đã cho thi lại mà chưa bắt đầu: %(codes)s. Hãy thu hồi lần trước nếu muốn đổi giờ.")
        raise Invalid(message(text, codes=", ".join(sorted(one.code for one in waiting))), "numbers")
    granted = []
    for code in sorted(entrants):
        latest = _latest(entrants[code], part)
        if latest is not None:
            if rules.is_running(latest, now):
                latest.finished_at = now
            latest.void_reason = reason
        granted.append(
            Retake(
                part=part,
                entrant=entrants[code],
                attempt=latest,
                opens_at=opens_at,
                closes_at=closes_at,
                reason=reason,
                by=current_actor().name,
                at=now,
            )
        )
        after = {"opens": opens_at.isoformat(), "closes": closes_at.isoformat()}
        replaced = {"replaces": latest.number} if latest else {}
        subject = f"retake:{part.stage.code}/{part.code}/{code}"
        audit.record(
            "retake.grant", subject, contest_id=part.contest_id, after=after | replaced, reason=reason
        )
    db.session.add_all(granted)
    db.session.commit()
    return granted


def revoke(retake: Retake, reason: str) -> None:
    """Take a retake back before it has begun: the former attempt counts again. Raises Refused once it has begun."""
    if retake.revoked_at is not None:
        raise Refused(message(N_("Mục này đã được thu hồi.")))
    if open_retake(retake.entrant, retake.part) is not retake:
        raise Refused(message(N_("Thí sinh đã bắt đầu thi lại nên không thu hồi được nữa.")))
    retake.revoked_at, retake.revoked_by = clock.now(), current_actor().name
    if retake.attempt is not None:
        retake.attempt.void_reason = None
    part = retake.part
    subject = f"retake:{part.stage.code}/{part.code}/{retake.entrant.code}"
    audit.record("retake.revoke", subject, contest_id=part.contest_id, reason=reason)
    db.session.commit()


_NEWEST = (
    select(Retake)
    .where(
        Retake.entrant_id == bindparam("entrant"),
        Retake.part_id == bindparam("part"),
        Retake.revoked_at.is_(None),
    )
    .order_by(Retake.at.desc(), Retake.id.desc())
    .limit(1)
)


def open_retake(entrant: Entrant, part: Part) -> Retake | None:
    """The retake of an entrant that nothing has begun in yet."""
    found = db.session.scalar(_NEWEST, {"entrant": entrant.id, "part": part.id})
    if found is None:
        return None
    latest = _latest(entrant, part)
    return found if (latest.id if latest else None) == found.attempt_id else None


def window_for(entrant: Entrant, part: Part) -> Timed | None:
    """When an entrant may begin: in their retake, else in the part's window for their unit."""
    return open_retake(entrant, part) or members.window_for(part, entrant.unit_id)


def retakes(part: Part) -> Sequence[Retake]:
    """Every retake of a part, those taken back too, oldest first."""
    query = select(Retake).where(Retake.part_id == part.id).order_by(Retake.at, Retake.id)
    return db.session.scalars(query).all()


def _latest(entrant: Entrant, part: Part) -> Attempt | None:
    query = select(Attempt).where(Attempt.entrant_id == entrant.id, Attempt.part_id == part.id)
    return db.session.scalar(query.order_by(Attempt.number.desc()).limit(1))
