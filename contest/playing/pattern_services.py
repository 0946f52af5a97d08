"""The attempts of a quiz in the form that `patterns` looks at."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.models import Entrant, Part, Unit
from contest.playing import patterns, rules, services
from contest.playing.models import Answer, Attempt, Sitting
from question_bank.kinds import kind


@dataclass(frozen=True)
class Report:
    """Everything that a person should look at, with who is who: {candidate number: name}."""

    sat: int
    quick: list[patterns.Quick]
    alike: list[patterns.Alike]
    concentrated: list[patterns.Concentrated]
    devices: list[patterns.SharedDevice]
    days: list[patterns.Day]
    names: dict[str, str]


def report(part: Part) -> Report:
    """The report of a quiz: of the attempts that are over and count."""
    sat, names = _sat(part)
    opened = db.session.execute(
        select(Sitting.device, Entrant.code)
        .join(Attempt, Sitting.attempt_id == Attempt.id)
        .join(Entrant, Attempt.entrant_id == Entrant.id)
        .where(Attempt.part_id == part.id)
    )
    return Report(
        len(sat),
        patterns.quick(sat),
        patterns.alike(sat),
        patterns.concentrated(sat),
        patterns.shared_devices((device, code) for device, code in opened),
        patterns.by_day(sat),
        names,
    )


def _sat(part: Part) -> tuple[list[patterns.Sat], dict[str, str]]:
    now, zone = clock.now(), ZoneInfo(part.contest.timezone)
    rows = db.session.execute(
        select(Attempt, Entrant.code, Entrant.name, Unit.name)
        .join(Entrant, Attempt.entrant_id == Entrant.id)
        .outerjoin(Unit, Entrant.unit_id == Unit.id)
        .where(Attempt.part_id == part.id, Attempt.void_reason.is_(None))
        .order_by(Entrant.code, Attempt.number)
    )
    over = [row for row in rows if not rules.is_running(row[0], now)]
    revisions = services.revisions_of([attempt.paper for attempt, *_ in over])
    given: dict[int, dict[int, str]] = {}
    answers = select(Answer.attempt_id, Answer.position, Answer.response).join(
        Attempt, Answer.attempt_id == Attempt.id
    )
    for id, position, response in db.session.execute(answers.where(Attempt.part_id == part.id)):
        given.setdefault(id, {})[position] = response
    # The same answer to the same question is marked once.
    known: dict[tuple[int, str], bool] = {}

    def is_right(revision_id: int, response: str) -> bool:
        if (revision_id, response) not in known:
            revision = revisions[revision_id]
            known[revision_id, response] = kind(revision.kind).mark(revision.body, response) == 1
        return known[revision_id, response]

    found = []
    for attempt, code, _name, unit in over:
        responses = given.get(attempt.id, {})
        wrong: dict[Hashable, str] = {}
        right = size = 0
        for position, (revision_id, _order) in enumerate(attempt.paper):
            if not kind(revisions[revision_id].kind).earns:
                continue
            size += 1
            response = responses.get(position, "")
            if response and is_right(revision_id, response):
                right += 1
            elif response:
                wrong[revision_id] = response
        ended = rules.ended_at(attempt)
        seconds = (ended - attempt.started_at).total_seconds()
        day = ended.astimezone(zone).date().isoformat()
        found.append(patterns.Sat(code, unit or "", seconds, right, size, wrong, day))
    return found, {code: name for _attempt, code, name, _unit in over}
