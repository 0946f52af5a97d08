"""The performance clock of an entrant: its log, and what it proposes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from contest.judging import rules
from contest.judging.models import ClockEvent
from contest.judging.services import rules_of
from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message
from contest.organising import time_rules
from contest.organising.definition import TimeLimits
from contest.organising.models import Entrant, Part

KINDS = ("start", "stop", "reset")


@dataclass(frozen=True)
class Timing:
    """The clock now, its limits, and the penalty that its time would cost (0 or below)."""

    clock: rules.Clock
    limits: TimeLimits
    penalty: Decimal
    log: list[ClockEvent]


def log(part: Part, entrant: Entrant) -> list[ClockEvent]:
    """Every press, in order."""
    query = select(ClockEvent).where(ClockEvent.part_id == part.id, ClockEvent.entrant_id == entrant.id)
    return list(db.session.scalars(query.order_by(ClockEvent.at, ClockEvent.id)))


def timing(part: Part, entrant: Entrant) -> Timing:
    """The clock as it stands."""
    presses = log(part, entrant)
    now = rules.read_clock(presses, clock.now())
    limits = rules_of(part).time or TimeLimits()
    # Running, it has cost nothing for being short yet.
    seconds = now.seconds if now.state == "stopped" or now.seconds > (limits.maximum or 0) else None
    return Timing(now, limits, time_rules.penalty(limits, seconds), presses)


def press(part: Part, entrant: Entrant, kind: str) -> None:
    """Log a press. One that changes nothing (a second start) is not logged, so a double tap is harmless."""
    if kind not in KINDS:
        raise Invalid(message(N_("Đồng hồ không có nút này.")))
    state = rules.read_clock(log(part, entrant), clock.now()).state
    if (kind, state) in (("start", "running"), ("stop", "ready"), ("stop", "stopped"), ("reset", "ready")):
        return
    db.session.add(
        ClockEvent(part_id=part.id, entrant_id=entrant.id, kind=kind, at=clock.now(), by=current_actor().name)
    )
    audit.record(
        f"clock.{kind}", f"clock:{part.stage.code}/{part.code}/{entrant.code}", contest_id=part.contest_id
    )
    db.session.commit()


def running(part: Part) -> set[int]:
    """The ids of the entrants whose clocks run now."""
    query = select(ClockEvent.entrant_id, ClockEvent.kind, ClockEvent.at).where(ClockEvent.part_id == part.id)
    presses: dict[int, list[Any]] = {}
    for event in db.session.execute(query.order_by(ClockEvent.at, ClockEvent.id)):
        presses.setdefault(event.entrant_id, []).append(event)
    now = clock.now()
    return {id for id, own in presses.items() if rules.read_clock(own, now).state == "running"}
