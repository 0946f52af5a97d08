"""What the staff see of a quiz: how far everyone is, and a closed paper with its keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import ColumnElement, and_, func, select

from contest.kernel.db import db
from contest.organising import members
from contest.organising.models import Entrant, Part, Room, Unit
from contest.playing import rules, services
from contest.playing.models import Answer, Attempt, HelpRequest, LateAnswer, Presence
from contest.playing.seats import Seat
from question_bank.kinds import kind
from question_bank.models import Revision


def seats(part: Part, unit: Unit | None = None, room: Room | None = None) -> list[Seat]:
    """Everyone who may sit a quiz, by name; of a unit (and those below it) or a room only where one is given.

    A handful of queries, however many people: 5,000 take a few hundred milliseconds (docs/performance.md).
    """
    who = [members.in_stage(part.stage), Entrant.status.in_(("in", "guest"))]
    if unit is not None:
        who.append(Entrant.unit_id.in_(members.unit_tree(unit)))
    if room is not None:
        who.append(Entrant.room_id == room.id)
    latest = (
        select(Attempt.entrant_id, func.max(Attempt.number).label("number"))
        .where(Attempt.part_id == part.id)
        .group_by(Attempt.entrant_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Entrant.code,
            Entrant.name,
            func.coalesce(Unit.name, ""),
            func.coalesce(Room.name, ""),
            Attempt.id,
            Attempt.void_reason.is_not(None),
            Attempt.size,
            Attempt.deadline,
            Attempt.paused_at,
            Attempt.finished_at,
            Presence.position,
            Presence.waiting,
            Presence.seen_at,
            Attempt.started_at,
        )
        .select_from(Entrant)
        .outerjoin(Unit, Entrant.unit_id == Unit.id)
        .outerjoin(Room, Entrant.room_id == Room.id)
        .outerjoin(latest, latest.c.entrant_id == Entrant.id)
        .outerjoin(
            Attempt,
            and_(
                Attempt.entrant_id == Entrant.id,
                Attempt.part_id == part.id,
                Attempt.number == latest.c.number,
            ),
        )
        .outerjoin(Presence, Presence.attempt_id == Attempt.id)
        .where(*who)
        .order_by(Entrant.sort_key, Entrant.code)
    )
    answers, helps, lates = _answers(part, who), _helps(part), _lates(part)
    found = []
    for code, name, own_unit, own_room, id, void, size, deadline, paused, finished, *told in rows:
        if id is None:
            found.append(Seat(code, name, own_unit, own_room))
            continue
        position, waiting, seen_at, started_at = told
        stored, stored_at, newest = answers.get(id, (0, None, None))
        found.append(
            Seat(
                code,
                name,
                own_unit,
                own_room,
                id,
                void,
                size,
                deadline,
                paused,
                finished,
                # A page that has not spoken yet: where it last stored, else at the beginning.
                position if position is not None else newest or 0,
                stored,
                stored_at,
                waiting or 0,
                # Who has just begun was there at that moment.
                seen_at or started_at,
                helps.get(id),
                lates.get(id, 0),
            )
        )
    return found


def _answers(
    part: Part, who: Sequence[ColumnElement[bool]]
) -> dict[int, tuple[int, datetime | None, int | None]]:
    """{attempt: (answers that aren't empty, when the last was stored, the furthest position)}."""
    rows = db.session.execute(
        select(
            Answer.attempt_id,
            func.count().filter(Answer.response != ""),
            func.max(Answer.stored_at),
            func.max(Answer.position),
        )
        .join(Attempt, Answer.attempt_id == Attempt.id)
        .join(Entrant, Attempt.entrant_id == Entrant.id)
        .where(Attempt.part_id == part.id, *who)
        .group_by(Answer.attempt_id)
    )
    return {attempt: (count, last, furthest) for attempt, count, last, furthest in rows}


def _helps(part: Part) -> dict[int, datetime]:
    query = (
        select(HelpRequest.attempt_id, func.min(HelpRequest.at))
        .join(Attempt, HelpRequest.attempt_id == Attempt.id)
        .where(Attempt.part_id == part.id, HelpRequest.answered_at.is_(None))
        .group_by(HelpRequest.attempt_id)
    )
    return dict(db.session.execute(query).all())


def _lates(part: Part) -> dict[int, int]:
    query = (
        select(LateAnswer.attempt_id, func.count())
        .join(Attempt, LateAnswer.attempt_id == Attempt.id)
        .where(Attempt.part_id == part.id, LateAnswer.decision == "")
        .group_by(LateAnswer.attempt_id)
    )
    return dict(db.session.execute(query).all())


@dataclass(frozen=True)
class MarkedQuestion:
    """A question of a closed paper, for the staff: what was answered and the key, in words; what is right of it (None for
    what earns nothing)."""

    number: int
    text: str
    given: str
    key: str
    worth: rules.Share | None
    explanation: str

    @property
    def share(self) -> Fraction | None:
        """The share of its points, from 0 to 1."""
        return self.worth.share if self.worth else None


def marked_paper(attempt: Attempt) -> list[MarkedQuestion]:
    """A closed paper, question by question."""
    revisions, stored = services.revisions_of([attempt.paper]), services.answers_of(attempt)
    found = []
    for position, (revision_id, order) in enumerate(attempt.paper):
        revision = revisions[revision_id]
        response = stored[position].response if position in stored else ""
        found.append(_marked(position, revision, order, response))
    return found


def marked_question(attempt: Attempt, position: int) -> MarkedQuestion:
    """One question of a paper: for practice, where its answer is followed by its key."""
    revision_id, order = attempt.paper[position]
    answer = db.session.get(Answer, (attempt.id, position))
    revision = db.session.get_one(Revision, revision_id)
    return _marked(position, revision, order, answer.response if answer else "")


def _marked(position: int, revision: Revision, order: Sequence[int], response: str) -> MarkedQuestion:
    asked = kind(revision.kind)
    return MarkedQuestion(
        position + 1,
        revision.text,
        asked.read_response(revision.body, order, response),
        asked.read_key(revision.body, order),
        services.share_of(revision, response),
        revision.explanation,
    )
