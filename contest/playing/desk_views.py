"""The staff's pages: who has begun, who is answering, who has finished; and a paper once it is closed."""

from __future__ import annotations

from flask import render_template, request

from contest.kernel import clock
from contest.kernel.access import allow, current_actor
from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.organising import finders as contests
from contest.organising import members
from contest.organising.models import Contest
from contest.organising.policy import invigilates, keeps_records
from contest.playing import finders, rules, services, watching
from contest.playing.blueprint import bp
from contest.playing.models import Attempt
from contest.playing.policy import inspects


@bp.get("/c/<contest_code>/desk/quizzes")
@allow(invigilates, on=contests.contest)
def desk(contest: Contest) -> str:
    """A quiz's entrants and how far each is (`?stage=…&part=…&unit=…`; the first quiz where none is named)."""
    quizzes = services.quiz_parts(contest)
    asked = (request.args.get("stage"), request.args.get("part"))
    part = next(
        (one for one in quizzes if (one.stage.code, one.code) == asked), quizzes[0] if quizzes else None
    )
    units = members.ranking_units(part.stage) if part else []
    unit = next((one for one in units if one.code == request.args.get("unit")), None)
    seats = watching.seats(part) if part else []
    if unit is not None:
        seats = [seat for seat in seats if seat.entrant.unit_id == unit.id]
    return render_template(
        "contest/playing/desk.html",
        contest=contest,
        active="playing",
        quizzes=quizzes,
        part=part,
        units=units,
        unit=unit,
        seats=seats,
        may_inspect=keeps_records(current_actor(), contest),
        counts={
            state: sum(seat.state == state for seat in seats)
            for state in ("waiting", "answering", "finished")
        },
    )


@bp.get("/c/<contest_code>/desk/quizzes/attempt/<int:attempt_id>")
@allow(inspects, on=finders.contest_attempt)
def attempt(attempt: Attempt) -> str:
    """A closed paper with what was answered and the keys."""
    if rules.is_running(attempt, clock.now()):
        raise Refused(message(N_("Thí sinh đang làm bài. Bài làm chỉ xem được khi đã đóng.")))
    return render_template(
        "contest/playing/attempt.html",
        contest=attempt.part.contest,
        active="playing",
        attempt=attempt,
        ended_at=rules.ended_at(attempt),
        questions=watching.marked_paper(attempt),
    )
