"""Answers that were given in time and came late: taken within the part's grace, and counted once a person accepts them.

Nothing here touches `Answer` before that. What the page claims about when an answer was given can't be proved; that is
why an invigilator decides (docs/decisions/0007-late-answers.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.organising.models import Entrant, Part
from contest.playing import rescue, rules, services, timing
from contest.playing.models import Answer, Attempt, LateAnswer
from contest.playing.rescue import Made

Source = Literal["sent", "file"]
Decision = Literal["accepted", "refused"]


def key(attempt: Attempt) -> str:
    """The key with which the attempt's page signs what it can't send."""
    return rescue.key(current_app.config["SECRET_KEY"], attempt.id, attempt.seed)


def log_name(attempt: Attempt) -> str:
    """What the attempt's log in a browser goes by: never that of another attempt, nor of another database's."""
    return f"{attempt.id}.{key(attempt)[:16]}"


@dataclass(frozen=True)
class Taken:
    """What became of answers that came late, by position: `received` wait for a decision, `stored` were there already,
    `refused` can't be taken."""

    received: tuple[int, ...]
    stored: tuple[int, ...]
    refused: tuple[int, ...]


def receive(attempt: Attempt, answers: Sequence[Made], source: Source) -> Taken:
    """Take answers that came after the deadline. Raises Refused where none can be taken any more.

    What was sent over the network is taken within the grace and not after handing in; a file, which a person brings, is
    taken whenever it comes. Either must have been made before the attempt ended. Sending again changes nothing.
    """
    # Its row is held, so that two that come at the same moment take turns.
    attempt = db.session.scalars(
        select(Attempt)
        .where(Attempt.id == attempt.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    _may_come(attempt, source)
    stored = services.answers_of(attempt)
    outcomes = {one.given.position: _outcome(attempt, one, stored) for one in _newest(answers)}
    rows = [
        {
            "attempt_id": attempt.id,
            "position": one.given.position,
            "response": one.given.response,
            "flagged": one.given.flagged,
            "sequence": one.given.sequence,
            "made_ms": one.made_ms,
            "received_at": clock.now(),
            "source": source,
            "decision": "",
            "decided_by": "",
        }
        for one in _newest(answers)
        if outcomes[one.given.position] == "received"
    ]
    if rows:
        insert = _insert(LateAnswer).values(rows)
        names = ("response", "flagged", "sequence", "made_ms", "received_at", "source")
        db.session.execute(
            insert.on_conflict_do_update(
                index_elements=["attempt_id", "position"],
                set_={name: insert.excluded[name] for name in names},
                where=(LateAnswer.sequence < insert.excluded.sequence) & (LateAnswer.decision == ""),
            )
        )
    db.session.commit()
    by_outcome = [
        tuple(at for at, outcome in outcomes.items() if outcome == name)
        for name in ("received", "stored", "refused")
    ]
    return Taken(*by_outcome)


def _may_come(attempt: Attempt, source: Source) -> None:
    now = clock.now()
    if rules.is_running(attempt, now):
        raise Refused(message(N_("Bài thi còn giờ. Hãy mở lại trang làm bài để gửi câu trả lời.")))
    if attempt.void_reason is not None:
        raise Refused(message(N_("Bài làm này đã được thay bằng một lượt thi lại.")))
    if source == "file":
        return
    if attempt.finished_at is not None:
        raise Refused(message(N_("Bài đã nộp, không nhận thêm câu trả lời.")))
    grace = timedelta(seconds=services.settings_of(attempt.part).grace)
    if now >= attempt.deadline + grace:
        raise Refused(
            message(
                N_("Đã quá thời hạn nhận câu trả lời gửi muộn. Hãy lưu tệp câu trả lời và đưa cho giám thị.")
            )
        )


def _newest(answers: Sequence[Made]) -> list[Made]:
    latest = {one.given.position: one for one in sorted(answers, key=lambda one: one.given.sequence)}
    return [latest[position] for position in sorted(latest)]


def _outcome(attempt: Attempt, one: Made, stored: dict[int, Answer]) -> str:
    given = one.given
    kept = stored.get(given.position)
    if kept is not None and kept.sequence >= given.sequence:
        return "stored"
    if given.position >= attempt.size:
        return "refused"
    made_at = attempt.started_at + timedelta(milliseconds=one.made_ms)
    is_in_time = made_at < rules.ended_at(attempt)
    if attempt.question_seconds:
        closed_at = timing.closes_at(given.position, attempt.deadline, attempt.size, attempt.question_seconds)
        is_in_time = is_in_time and made_at < closed_at
    return "received" if is_in_time and given.fits(attempt.paper[given.position][1]) else "refused"


def _insert(model: type[Answer] | type[LateAnswer]) -> postgresql.Insert | sqlite.Insert:
    # The two are the same but for their names.
    return sqlite.insert(model) if db.engine.dialect.name == "sqlite" else postgresql.insert(model)


def take_file(part: Part, text: str) -> dict[Attempt, Taken]:
    """Take the answers that a contestant brings in a file or as a code; what became of them by attempt.

    Raises Invalid where a line of it is no such text or of another part: then nothing of it is taken.
    """
    found: dict[int, list[Made]] = {}
    for one in rescue.read(text, lambda attempt_id: _key_of(part, attempt_id)):
        found.setdefault(one.attempt_id, []).extend(one.answers)
    attempts = [db.session.get_one(Attempt, attempt_id) for attempt_id in sorted(found)]
    for attempt in attempts:
        _may_come(attempt, "file")
    return {attempt: receive(attempt, found[attempt.id], "file") for attempt in attempts}


def _key_of(part: Part, attempt_id: int) -> str | None:
    attempt = db.session.get(Attempt, attempt_id)
    return key(attempt) if attempt is not None and attempt.part_id == part.id else None


def pending(part: Part) -> Sequence[LateAnswer]:
    """What waits for a decision, by entrant and question."""
    query = (
        select(LateAnswer)
        .join(Attempt, LateAnswer.attempt_id == Attempt.id)
        .join(Entrant, Attempt.entrant_id == Entrant.id)
        .where(Attempt.part_id == part.id, LateAnswer.decision == "")
    )
    return db.session.scalars(query.order_by(Entrant.code, Attempt.number, LateAnswer.position)).all()


def count(attempt: Attempt) -> int:
    """How many answers of an attempt wait for a decision."""
    query = select(func.count()).where(LateAnswer.attempt_id == attempt.id, LateAnswer.decision == "")
    return db.session.scalar(query) or 0


def decide(answers: Sequence[LateAnswer], decision: Decision, reason: str) -> None:
    """Accept or refuse answers that came late. An accepted one becomes the attempt's answer, unless that is newer.

    Raises Invalid without a reason, Refused where one of them was decided before.
    """
    if not reason:
        raise Invalid(message(N_("Hãy ghi lý do: lý do được đưa vào biên bản.")), "reason")
    now, by = clock.now(), current_actor().name
    for one in sorted(answers, key=lambda late: (late.attempt_id, late.position)):
        db.session.refresh(one, with_for_update=True)
        if one.decision:
            db.session.rollback()
            raise Refused(message(N_("Có câu đã được quyết định trước đó. Hãy tải lại trang.")))
        one.decision, one.decided_by, one.decided_at = decision, by, now
        if decision == "accepted":
            _count_in(one)
        _record(one, reason)
    db.session.commit()


def _count_in(one: LateAnswer) -> None:
    names = ("attempt_id", "position", "response", "flagged", "sequence")
    insert = _insert(Answer).values({name: getattr(one, name) for name in names} | {"stored_at": clock.now()})
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["attempt_id", "position"],
            set_={name: insert.excluded[name] for name in ("response", "flagged", "sequence", "stored_at")},
            where=Answer.sequence < insert.excluded.sequence,
        )
    )


def _record(one: LateAnswer, reason: str) -> None:
    attempt, part = one.attempt, one.attempt.part
    subject = (
        f"answer:{part.stage.code}/{part.code}/{attempt.entrant.code}/{attempt.number}/{one.position + 1}"
    )
    after = {"response": one.response, "made_ms": one.made_ms, "source": one.source}
    audit.record(
        f"late_answer.{one.decision}",
        subject,
        contest_id=part.contest_id,
        before={},
        after=after,
        reason=reason,
    )
