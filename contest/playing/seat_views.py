"""One person at a quiz, as the invigilator sees them: their clock, devices and calls, and what can be done for them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from contest.kernel import clock
from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising import slip_views, slips
from contest.organising.models import Entrant, Part
from contest.organising.policy import invigilates, keeps_records
from contest.playing import finders, forms, helping, retakes, rules, services, sittings, times
from contest.playing.blueprint import bp
from contest.playing.desk_views import ADDRESS
from contest.playing.models import Attempt, HelpRequest


@bp.get(f"{ADDRESS}/seats/<entrant_code>")
@allow(invigilates, on=finders.seat)
def seat(seat: finders.Seat) -> str:
    """One person."""
    return _page(seat.part, seat.entrant)


def _page(part: Part, entrant: Entrant, **sent: Any) -> str:
    now, attempts = clock.now(), services.attempts_of(entrant, part)
    return render_template(
        "contest/playing/seat.html",
        contest=part.contest,
        active="playing",
        part=part,
        entrant=entrant,
        attempts=[
            (
                attempt,
                rules.is_running(attempt, now),
                rules.ended_at(attempt),
                sum(answer.response != "" for answer in services.answers_of(attempt).values()),
                sittings.of(attempt),
            )
            for attempt in attempts
        ],
        call=helping.waiting(attempts[-1]) if attempts else None,
        retake=retakes.open_retake(entrant, part),
        extra=times.Facts.of(part).extra(times.Who.of(entrant)),
        forms={"end": forms.EndForm(formdata=None, prefix="end")} | sent,
        may_inspect=keeps_records(current_actor(), part.contest),
    )


@bp.post(f"{ADDRESS}/seats/<entrant_code>/end/<int:attempt_id>")
@allow(invigilates, on=finders.seat_attempt)
def end(attempt: Attempt) -> Any:
    """End a running attempt by hand."""
    form = forms.EndForm(prefix="end")
    if form.validate_on_submit():
        try:
            helping.end(attempt, form.reason.data)
            flash(_("Đã kết thúc bài; những câu đã lưu được giữ."), "success")
            return redirect(_address(attempt), 303)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return _page(attempt.part, attempt.entrant, end=form), 422


@bp.post(f"{ADDRESS}/seats/<entrant_code>/slip")
@allow(invigilates, on=finders.seat)
def new_slip(seat: finders.Seat) -> str:
    """A new slip to go on with on another device: the former one, and the session on the former device, end."""
    return slip_views.sheet_page(seat.part.contest, slips.issue(seat.part.contest, [seat.entrant]))


@bp.post(f"{ADDRESS}/calls/<int:call_id>")
@allow(invigilates, on=finders.call)
def answer_call(call: HelpRequest) -> Any:
    """Somebody has come."""
    helping.answer(call)
    part = call.attempt.part
    return redirect(
        url_for(".watch", contest_code=part.contest.code, stage_code=part.stage.code, part_code=part.code),
        303,
    )


def _address(attempt: Attempt) -> str:
    part = attempt.part
    return url_for(
        ".seat",
        contest_code=part.contest.code,
        stage_code=part.stage.code,
        part_code=part.code,
        entrant_code=attempt.entrant.code,
    )
