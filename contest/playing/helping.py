"""What happens between a contestant and the invigilator: a call for help, an end by hand."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.organising.models import Part
from contest.playing import rules, services
from contest.playing.models import Attempt, HelpRequest


def ask(attempt: Attempt, text: str) -> HelpRequest:
    """Call an invigilator; who calls again while waiting changes what they said. Raises Refused once it is over."""
    if not rules.is_running(attempt, clock.now()):
        raise Refused(message(N_("Bài thi đã kết thúc. Hãy gặp giám thị tại phòng.")))
    request = waiting(attempt)
    if request is None:
        request = HelpRequest(attempt=attempt, at=clock.now())
        db.session.add(request)
    request.text = text or request.text or ""
    db.session.commit()
    return request


_WAITING = (
    select(HelpRequest)
    .where(HelpRequest.attempt_id == bindparam("attempt"), HelpRequest.answered_at.is_(None))
    .order_by(HelpRequest.at)
    .limit(1)
)


def waiting(attempt: Attempt) -> HelpRequest | None:
    """The attempt's call that nobody has answered yet."""
    return db.session.scalar(_WAITING, {"attempt": attempt.id})


def calls(part: Part) -> Sequence[HelpRequest]:
    """The calls of a part that wait, the oldest first."""
    query = (
        select(HelpRequest)
        .join(HelpRequest.attempt)
        .where(Attempt.part_id == part.id, HelpRequest.answered_at.is_(None))
        .order_by(HelpRequest.at, HelpRequest.id)
    )
    return db.session.scalars(query).all()


def answer(request: HelpRequest) -> None:
    """Somebody has come. Answering twice changes nothing."""
    if request.answered_at is None:
        request.answered_at, request.answered_by = clock.now(), current_actor().name
        db.session.commit()


def end(attempt: Attempt, reason: str) -> None:
    """End a running attempt by hand: what is stored counts. Raises Refused where it is over already."""
    if not rules.is_running(attempt, clock.now()):
        raise Refused(message(N_("Bài thi đã kết thúc.")))
    part = attempt.part
    subject = f"attempt:{part.stage.code}/{part.code}/{attempt.entrant.code}/{attempt.number}"
    audit.record("attempt.end", subject, contest_id=part.contest_id, reason=reason)
    services.finish(attempt)
