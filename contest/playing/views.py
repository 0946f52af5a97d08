"""The contestant's pages: my quizzes, the start, the paper, handing in. Without script they do all that they do with it."""

from __future__ import annotations

from math import ceil
from typing import Any, cast

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from contest.kernel import clock
from contest.kernel.access import allow
from contest.kernel.errors import NotFound, Refused
from contest.kernel.i18n import render
from contest.kernel.messages import N_, message
from contest.kernel.security import limiter
from contest.kernel.vietnamese import clean
from contest.organising import finders as contests
from contest.organising.models import Contest, Entrant, Part
from contest.organising.policy import takes_part
from contest.playing import (
    admission,
    blueprint_views,
    cards,
    counts,
    desk_views,
    finders,
    helping,
    late,
    measures_views,
    paper_views,
    pattern_views,
    retake_views,
    reviewing,
    rules,
    seat_views,
    seb,
    services,
    sittings,
    timing,
    watching,
)
from contest.playing.api import milliseconds
from contest.playing.blueprint import bp
from contest.playing.models import Attempt
from contest.playing.policy import sits
from question_bank.responses import read_fields

# All but `bp` put their counts and pages in place by being imported.
__all__ = [
    "blueprint_views",
    "bp",
    "counts",
    "desk_views",
    "measures_views",
    "paper_views",
    "pattern_views",
    "retake_views",
    "seat_views",
]

PART = "/c/<contest_code>/play/<stage_code>/<part_code>"


def _entrant() -> Entrant:
    return cast(Entrant, current_user._get_current_object())


def _to(page: str, part: Part) -> Any:
    address = url_for(
        f"playing.{page}", contest_code=part.contest.code, stage_code=part.stage.code, part_code=part.code
    )
    return redirect(address, 303)


def _latest(part: Part) -> Attempt:
    attempts = services.attempts_of(_entrant(), part)
    if not attempts:
        raise NotFound(message(N_("Đồng chí chưa bắt đầu phần thi này.")))
    return attempts[-1]


@bp.get("/c/<contest_code>/play")
@allow(takes_part, on=contests.contest)
def home(contest: Contest) -> str:
    """My quizzes."""
    return render_template("contest/playing/home.html", contest=contest, cards=cards.cards(_entrant()))


@bp.get(PART)
@allow(sits, on=finders.quiz)
def start(part: Part) -> str:
    """Before the start: the rules in short, and the time that there truly is."""
    seb.check(part, request)
    return render_template("contest/playing/start.html", part=part, card=cards.card(_entrant(), part))


def _who() -> str:
    # Guessing a room's code is counted for each contestant: a hall shares one address.
    return current_user.get_id() or ""


@bp.post(PART)
@allow(sits, on=finders.quiz)
@limiter.limit("10 per minute", key_func=_who, deduct_when=lambda response: response.status_code == 422)
def begin(part: Part) -> Any:
    """Begin, or go on with what has begun."""
    paper, address = _to("paper", part), request.remote_addr or ""
    seb.check(part, request)
    try:
        admission.admit(_entrant(), part, address, request.form.get("room_code", ""))
        services.begin(_entrant(), part)
    except Refused as refusal:
        flash(render(refusal.message), "danger")
        page = render_template("contest/playing/start.html", part=part, card=cards.card(_entrant(), part))
        return page, refusal.status
    return paper


@bp.get(f"{PART}/paper")
@allow(sits, on=finders.quiz)
def paper(part: Part) -> Any:
    """The questions, with what is stored."""
    attempt = _latest(part)
    admission.check_address(_entrant(), request.remote_addr or "")
    seb.check(part, request)
    now = clock.now()
    if not rules.is_running(attempt, now):
        return _to("done", part)
    if part.is_practice:
        return _practice(attempt)
    if attempt.question_seconds:
        page = _fresh(render_template("contest/playing/turn.html", **_turn(attempt)))
        sittings.note(attempt, request, page)
        return page
    questions = services.shown(attempt)
    show = "forward" if attempt.forward_only else services.settings_of(part).show
    page = _fresh(
        render_template(
            "contest/playing/paper.html",
            part=part,
            attempt=attempt,
            questions=questions,
            show=show,
            # Where there is no way back: the furthest question that was reached.
            current=max((one.position for one in questions if one.sequence), default=0),
            clock=_clock(attempt),
            call=helping.waiting(attempt),
            **_secrets(attempt),
        )
    )
    sittings.note(attempt, request, page)
    return page


def _practice(attempt: Attempt) -> Response:
    """A question of a practice paper (`?q=`, from 1; the first without an answer), with its key once it is answered."""
    stored = services.answers_of(attempt)
    open_ = [position for position in range(attempt.size) if position not in stored]
    position = request.args.get("q", 0, type=int) - 1
    if not 0 <= position < attempt.size:
        position = open_[0] if open_ else attempt.size - 1
    after = [other for other in open_ if other > position] + [other for other in open_ if other < position]
    return _fresh(
        render_template(
            "contest/playing/practice.html",
            part=attempt.part,
            attempt=attempt,
            question=services.shown_at(attempt, position),
            marked=watching.marked_question(attempt, position) if position in stored else None,
            answered=len(stored),
            next=after[0] if after else None,
        )
    )


@bp.post(f"{PART}/practice")
@allow(sits, on=finders.quiz)
def practise(part: Part) -> Any:
    """Answer a question of a practice paper."""
    seb.check(part, request)
    attempt, position = _latest(part), request.form.get("position", -1, type=int)
    if not part.is_practice or not 0 <= position < attempt.size:
        raise NotFound(message(N_("Không tìm thấy mục này.")))
    try:
        reviewing.practise(attempt, _entrant().session_version, _given(position))
    except Refused as refusal:
        flash(render(refusal.message), "warning")
    back = url_for(".paper", contest_code=part.contest.code, stage_code=part.stage.code, part_code=part.code)
    return redirect(f"{back}?q={position + 1}", 303)


@bp.get(f"{PART}/result")
@allow(sits, on=finders.quiz)
def result(part: Part) -> Any:
    """One's own papers, as far as the part's rules let them be seen by now."""
    settings = services.settings_of(part)
    return _fresh(
        render_template(
            "contest/playing/result.html",
            part=part,
            reviewed=reviewing.reviewed(_entrant(), part),
            most=settings.max_points,
            policy=settings.review,
            from_at=reviewing.from_at(part),
        )
    )


def _clock(attempt: Attempt) -> dict[str, int | None]:
    """The times of an attempt, and the server's own, as the page counts them."""
    times = {
        "started": attempt.started_at,
        "now": clock.now(),
        "deadline": attempt.deadline,
        "paused": attempt.paused_at,
    }
    return {name: milliseconds(moment) if moment else None for name, moment in times.items()}


def _turn(attempt: Attempt) -> dict[str, Any]:
    """What the page shows where each question has a clock of its own: the one that is open, and no other."""
    now = attempt.paused_at or clock.now()
    found = timing.question_at(now, attempt.deadline, attempt.size, attempt.question_seconds)
    # Extra time that does not divide among the questions is had before the first.
    begins_at = timing.closes_at(-1, attempt.deadline, attempt.size, attempt.question_seconds)
    position, closes_at = found or (None, begins_at)
    return {
        "part": attempt.part,
        "attempt": attempt,
        "question": None if position is None else services.shown_at(attempt, position),
        "closes_at": closes_at,
        # Without script, to the next question; while paused, to see whether it goes on.
        "refresh": 10 if attempt.paused_at else max(1, ceil((closes_at - now).total_seconds())),
        "clock": _clock(attempt),
        "call": helping.waiting(attempt),
        **_secrets(attempt),
    }


@bp.get(f"{PART}/turn")
@allow(sits, on=finders.quiz)
def turn(part: Part) -> Any:
    """The question whose turn it is, alone; back to the paper's own page where it is over or has no turns."""
    attempt = _latest(part)
    admission.check_address(_entrant(), request.remote_addr or "")
    seb.check(part, request)
    if not attempt.question_seconds or not rules.is_running(attempt, clock.now()):
        return _to("paper", part)
    return _fresh(render_template("contest/playing/turn_question.html", **_turn(attempt)))


def _secrets(attempt: Attempt) -> dict[str, str]:
    """What the attempt's own pages sign with, and the name of its log."""
    return {"seal": late.key(attempt), "log": late.log_name(attempt)}


@bp.post(f"{PART}/paper")
@allow(sits, on=finders.quiz)
def save(part: Part) -> Any:
    """The whole form, for those without script, and before handing in for everyone."""
    attempt = _latest(part)
    seb.check(part, request)
    if part.is_practice:
        return _to("paper", part)  # which takes one answer at a time, and each but once
    try:
        given = [_given(position) for position in range(attempt.size) if f"s{position}" in request.form]
    except Refused as refusal:
        flash(render(refusal.message), "danger")
        return _to("paper", part)
    version, action = _entrant().session_version, request.form.get("action")
    outcomes = [result.outcome for result in services.save_form(attempt, version, given)]
    if "elsewhere" in outcomes:
        flash(_("Chưa lưu: đồng chí đã vào thi ở thiết bị khác."), "danger")
    elif "late" in outcomes or "finished" in outcomes:
        flash(_("Đã hết giờ làm bài. Câu vừa gửi không được lưu; những câu đã lưu vẫn được giữ."), "warning")
    elif "unknown" in outcomes:
        flash(_("Có câu trả lời không khớp với câu hỏi nên chưa được lưu. Hãy xem lại."), "danger")
    elif "stale" in outcomes:
        text = _(
            "%(count)s câu đã được sửa ở cửa sổ khác; trang hiện câu trả lời mới nhất.",
            count=outcomes.count("stale"),
        )
        flash(text, "warning")
    elif "paused" in outcomes:
        flash(
            _("Bài thi đang tạm dừng nên chưa lưu được. Khi giám thị cho tiếp tục, hãy lưu lại."), "warning"
        )
    elif "closed" in outcomes:
        flash(_("Câu này đã đóng, không nhận thêm câu trả lời."), "warning")
    elif action == "review":
        return _to("review", part)
    elif action == "next" and attempt.forward_only:
        services.move_on(attempt, version, request.form.get("at", 0, type=int) + 1)
    else:
        flash(_("Đã lưu tất cả câu trả lời."), "success")
    return _to("paper", part)


def _given(position: int) -> rules.Given:
    # The page's sequence and one more: what was changed elsewhere since the page was made is newer than that.
    sequence = request.form.get(f"s{position}", 0, type=int) + 1
    response = read_fields(f"a{position}", request.form.getlist(f"a{position}"), request.form)
    return rules.read_given(position, response, f"f{position}" in request.form, sequence)


@bp.post(f"{PART}/help")
@allow(sits, on=finders.quiz)
@limiter.limit("20 per minute", key_func=_who)
def help(part: Part) -> Any:
    """Call the invigilator."""
    try:
        helping.ask(_latest(part), clean(request.form.get("text", ""))[:500])
    except Refused as refusal:
        flash(render(refusal.message), "warning")
    else:
        flash(_("Đã báo giám thị. Hãy ngồi tại chỗ và làm bài tiếp."), "info")
    return _to("paper", part)


@bp.get(f"{PART}/review")
@allow(sits, on=finders.quiz)
def review(part: Part) -> Any:
    """Before handing in: what has no answer yet."""
    attempt = _latest(part)
    if not rules.is_running(attempt, clock.now()):
        return _to("done", part)
    if attempt.question_seconds or part.is_practice:
        return _to("paper", part)  # there is nothing to go back to
    questions = services.shown(attempt)
    return _fresh(
        render_template("contest/playing/review.html", part=part, attempt=attempt, questions=questions)
    )


@bp.post(f"{PART}/finish")
@allow(sits, on=finders.quiz)
def finish(part: Part) -> Any:
    """Hand in."""
    seb.check(part, request)
    services.finish(_latest(part))
    return _to("done", part)


@bp.get(f"{PART}/done")
@allow(sits, on=finders.quiz)
def done(part: Part) -> Any:
    """What was stored. No points: they are published with the results."""
    attempt = _latest(part)
    if rules.is_running(attempt, clock.now()):
        return _to("paper", part)
    answers = services.answers_of(attempt).values()
    return _fresh(
        render_template(
            "contest/playing/done.html",
            part=part,
            attempt=attempt,
            ended_at=rules.ended_at(attempt),
            stored=sum(answer.response != "" for answer in answers),
            card=cards.card(_entrant(), part),
            late=late.count(attempt),
            shows=reviewing.allowed(attempt),
            receipt=services.receipt_of(attempt),
            **_secrets(attempt),
        )
    )


def _fresh(page: str) -> Response:
    """A page that no browser may show again from its memory: what is stored may have changed."""
    answer = make_response(page)
    answer.cache_control.no_store = True
    return answer
