"""What the staff see of a quiz: how far everyone is, and a closed paper with its keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import func, select

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import members
from contest.organising.models import Entrant, Part
from contest.playing import rules, services
from contest.playing.models import Answer, Attempt
from question_bank.kinds import kind


@dataclass(frozen=True)
class Seat:
    """How far an entrant is in a quiz. `stored`: answers that aren't empty."""

    entrant: Entrant
    attempt: Attempt | None
    state: str  # waiting | answering | finished
    stored: int
    last_at: datetime | None


def seats(part: Part) -> list[Seat]:
    """Everyone who may sit a quiz, by name, with their latest attempt."""
    now = clock.now()
    latest: dict[int, Attempt] = {}
    for attempt in db.session.scalars(
        select(Attempt).where(Attempt.part_id == part.id).order_by(Attempt.number)
    ):
        latest[attempt.entrant_id] = attempt
    rows = db.session.execute(
        select(
            Answer.attempt_id,
            func.count().filter(Answer.response != ""),
            func.max(Answer.stored_at),
        )
        .join(Attempt, Answer.attempt_id == Attempt.id)
        .where(Attempt.part_id == part.id)
        .group_by(Answer.attempt_id)
    )
    counts = {attempt_id: (count, last) for attempt_id, count, last in rows}
    found = []
    for entrant in members.members(part.stage):
        theirs = latest.get(entrant.id)
        if theirs is None:
            found.append(Seat(entrant, None, "waiting", 0, None))
            continue
        count, last = counts.get(theirs.id, (0, None))
        state = "answering" if rules.is_running(theirs, now) else "finished"
        found.append(Seat(entrant, theirs, state, int(count or 0), last))
    return found


@dataclass(frozen=True)
class MarkedQuestion:
    """A question of a closed paper, for the staff: what was answered and the key, in words; `share` of its points."""

    number: int
    text: str
    given: str
    key: str
    share: Fraction


def marked_paper(attempt: Attempt) -> list[MarkedQuestion]:
    """A closed paper, question by question."""
    revisions, stored = services.revisions_of([attempt.paper]), services.answers_of(attempt)
    found = []
    for position, (revision_id, order) in enumerate(attempt.paper):
        revision = revisions[revision_id]
        response = stored[position].response if position in stored else ""
        marker = kind(revision.kind)
        texts = {one["value"]: one["text"] for one in marker.present(revision.body, order).get("options", [])}
        given = (
            "; ".join(texts[value] for value in response.split(",") if value in texts) if texts else response
        )
        share = marker.mark(revision.body, response) or Fraction(0)
        found.append(
            MarkedQuestion(position + 1, revision.text, given, marker.read_key(revision.body), share)
        )
    return found
