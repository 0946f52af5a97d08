"""What the minutes of a quiz say: how many sat it, and everything that was done to anybody's clock, paper or attempt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from contest.kernel import clock
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.organising.models import Part
from contest.playing import retakes, watching
from contest.playing.models import Accommodation, Attempt, Disruption, LateAnswer, Retake


@dataclass(frozen=True)
class Record:
    """The facts of a part, each oldest first. What was taken back stays on record."""

    counts: Counter[str]
    total: int
    accommodations: Sequence[Accommodation]
    disruptions: Sequence[Disruption]
    late: Sequence[LateAnswer]
    ended: Sequence[AuditEntry]
    retakes: Sequence[Retake]


def of(part: Part) -> Record:
    """The record of a part until now."""
    now, seats = clock.now(), watching.seats(part)
    return Record(
        Counter(seat.state(now) for seat in seats),
        len(seats),
        db.session.scalars(
            select(Accommodation).where(Accommodation.part_id == part.id).order_by(Accommodation.at)
        ).all(),
        db.session.scalars(
            select(Disruption).where(Disruption.part_id == part.id).order_by(Disruption.at)
        ).all(),
        db.session.scalars(
            select(LateAnswer)
            .join(LateAnswer.attempt)
            .where(Attempt.part_id == part.id)
            .order_by(LateAnswer.received_at, LateAnswer.attempt_id, LateAnswer.position)
        ).all(),
        db.session.scalars(
            select(AuditEntry)
            .where(
                AuditEntry.contest_id == part.contest_id,
                AuditEntry.action == "attempt.end",
                AuditEntry.subject.startswith(f"attempt:{part.stage.code}/{part.code}/", autoescape=True),
            )
            .order_by(AuditEntry.id)
        ).all(),
        retakes.retakes(part),
    )
