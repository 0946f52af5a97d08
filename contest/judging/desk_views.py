"""The secretary's pages of judging: the matrix, paper sheets, the clock, points typed in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.judging import entering, finders, policy, rules, services, timing
from contest.judging.blueprint import bp
from contest.judging.forms import ReasonForm, SecondsForm, SheetForm, read_marks
from contest.judging.services import BadMarks, Seat
from contest.kernel import clock, i18n
from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import Invalid, NotFound, Refused
from contest.kernel.messages import N_, message
from contest.organising import draw_services, members
from contest.organising import finders as organising_finders
from contest.organising.definition import Criterion
from contest.organising.models import Contest, Part


@bp.get("/c/<contest_code>/desk/judging")
@allow(policy.keeps_records, on=organising_finders.contest)
def desk(contest: Contest) -> str:
    """Every judged or typed part, and one of them as a matrix of entrants and judges."""
    parts = [part for stage in contest.stages for part in stage.parts if part.method != "quiz"]
    chosen = _chosen(parts)
    if chosen is None:
        return render_template("contest/judging/desk_empty.html", contest=contest, active="judging")
    if chosen.method == "entered":
        return _points_page(chosen, parts, {}, {})
    criteria = services.rules_of(chosen).criteria
    found = services.rows(chosen)
    order = draw_services.order_of(chosen)
    found.sort(
        key=lambda row: (
            row.entrant.unit.position if row.entrant.unit else 0,
            order.get(row.entrant.code, 10**6),
            row.entrant.sort_key,
        )
    )
    return render_template(
        "contest/judging/desk.html",
        contest=contest,
        active="judging",
        parts=parts,
        part=chosen,
        rows=found,
        order=order,
        totals={id: rules.total(criteria, marks) for id, marks in services.marks_in(chosen).items()},
        seconds=entering.entered(chosen),
        on_stage=timing.running(chosen),
        done=sum(row.is_complete for row in found),
    )


def _chosen(parts: list[Part]) -> Part | None:
    """The part asked for as `?stage=…&part=…`, else the first."""
    asked = (request.args.get("stage"), request.args.get("part"))
    for part in parts:
        if (part.stage.code, part.code) == asked:
            return part
    return parts[0] if parts else None


@bp.route("/c/<contest_code>/desk/judging/<stage_code>/<part_code>/<entrant_code>", methods=["GET", "POST"])
@allow(policy.keeps_records, on=finders.performance)
def paper(place: Seat) -> Any:
    """All sheets of an entrant as a table: what came on paper is typed here, judge by judge."""
    criteria = services.rules_of(place.part).criteria
    judges = services.judges_for(place.part, place.entrant)
    form = SheetForm()
    typed: dict[int, dict[str, str]] = {}
    problems: dict[int, dict[str, Any]] = {}
    if form.validate_on_submit():
        judge = next((one for one in judges if str(one.id) == request.form.get("judge")), None)
        seat = Seat(place.part, place.entrant, judge)
        key = judge.id if judge else 0
        marks, typed[key], wrong = read_marks(criteria, f"j{key}-")
        try:
            if wrong:
                raise BadMarks(wrong)
            services.save_sheet(
                seat,
                marks,
                version=form.version.data or 0,
                lock="lock" in request.form,
                note=form.note.data or "",
                typed=True,
            )
        except BadMarks as refusal:
            problems[key] = refusal.problems
            form.refuse(refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Đã lưu phiếu của %(name)s.", name=judge.name if judge else ""), "success")
            return redirect(request.path, 303)
    if form.is_submitted():
        db.session.expire_all()
    sheets = services.sheets_of(place.part, place.entrant)
    marks_of = {judge.id: services.marks_of(sheets.get(judge.id)) for judge in judges}
    page = render_template(
        "contest/judging/paper.html",
        contest=place.part.contest,
        active="judging",
        place=place,
        criteria=criteria,
        judges=judges,
        sheets=sheets,
        marks=marks_of,
        totals={id: rules.total(criteria, own) for id, own in marks_of.items()},
        typed=typed,
        problems=problems,
        form=form,
        reopen_form=ReasonForm(formdata=None),
        drawn=draw_services.drawn_question(place.part, place.entrant),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/c/<contest_code>/desk/judging/<stage_code>/<part_code>/<entrant_code>/reopen")
@allow(policy.keeps_records, on=finders.performance)
def reopen(place: Seat) -> Any:
    """Let a judge mark again, with a reason."""
    judges = services.judges_for(place.part, place.entrant)
    judge = next((one for one in judges if str(one.id) == request.form.get("judge")), None)
    sheet = services.sheet_of(Seat(place.part, place.entrant, judge))
    if sheet is None:
        raise NotFound(message(N_("Không có phiếu này.")))
    back = url_for("judging.paper", **request.view_args or {})
    try:
        services.reopen(sheet, request.form.get("reason", ""))
    except Refused as refusal:
        db.session.rollback()
        flash(i18n.render(refusal.message), "error")
    else:
        flash(_("Đã mở lại phiếu."), "success")
    return redirect(back, 303)


# --- points typed in


def _points_page(part: Part, parts: list[Part], typed: dict[str, str], problems: dict[str, str]) -> str:
    return render_template(
        "contest/judging/points.html",
        contest=part.contest,
        active="judging",
        parts=parts,
        part=part,
        entrants=members.members(part.stage),
        entered=entering.entered(part),
        as_seen=entering.as_seen,
        typed=typed,
        problems=problems,
    )


@bp.post("/c/<contest_code>/desk/points/<stage_code>/<part_code>")
@allow(policy.keeps_records, on=organising_finders.part)
def save_points(part: Part) -> Any:
    """Store a table of points and times; all of it or nothing."""
    if part.method != "entered":
        raise NotFound(message(N_("Phần thi này không nhập điểm.")))
    rows: dict[int, entering.Entry] = {}
    seen: dict[int, str] = {}
    problems: dict[str, str] = {}
    typed: dict[str, str] = {}
    for entrant in members.members(part.stage):
        names = (f"p-{entrant.id}", f"s-{entrant.id}")
        was = request.form.get(f"w-{entrant.id}", entering.as_seen((None, None)))
        try:
            row = (_number(names[0]), _number(names[1]))
        except Refused as refusal:
            problems[str(entrant.id)] = i18n.render(refusal.message)
        else:
            # A row that nobody touched here may have been typed elsewhere since: it is left as it stands.
            if entering.as_seen(row) == was:
                continue
            rows[entrant.id], seen[entrant.id] = row, was
        typed |= {name: request.form.get(name, "") for name in names}
    if not problems:
        try:
            changed = entering.save_points(part, rows, seen)
        except Invalid as refusal:
            db.session.rollback()
            problems[refusal.field or ""] = i18n.render(refusal.message)
        else:
            flash(_("Đã lưu %(count)s dòng thay đổi.", count=changed), "success")
            where: dict[str, Any] = {
                "contest_code": part.contest.code,
                "stage": part.stage.code,
                "part": part.code,
            }
            return redirect(url_for("judging.desk", **where), 303)
    parts = [one for stage in part.contest.stages for one in stage.parts if one.method != "quiz"]
    return _points_page(part, parts, typed, problems), 422


def _number(name: str) -> Decimal | None:
    marks, _typed, wrong = read_marks([Criterion(name)], "")
    if wrong:
        raise Refused(wrong[name])
    return marks[name]


# --- the performance clock


@bp.get("/c/<contest_code>/desk/clock/<stage_code>/<part_code>/<entrant_code>")
@allow(policy.keeps_records, on=finders.performance)
def performance(place: Seat) -> str:
    """The clock with its buttons and log; `?hall=1` for the projector."""
    return _clock_page(place, SecondsForm(formdata=None))


def _clock_page(place: Seat, form: SecondsForm) -> str:
    now = timing.timing(place.part, place.entrant)
    row = entering.entered_for(place.part, place.entrant)
    if not form.is_submitted():
        form.seconds.data = (
            row.seconds if row and row.seconds is not None else Decimal(round(now.clock.seconds))
        )
    return render_template(
        "contest/judging/clock.html",
        contest=place.part.contest,
        active="judging",
        place=place,
        timing=now,
        confirmed=row.seconds if row else None,
        form=form,
        hall=request.args.get("hall") == "1",
    )


@bp.get("/c/<contest_code>/desk/clock/<stage_code>/<part_code>/<entrant_code>/now")
@allow(policy.keeps_records, on=finders.performance)
def clock_now(place: Seat) -> Any:
    """The clock as data, for pages that follow it."""
    now = timing.timing(place.part, place.entrant)
    return jsonify(state=now.clock.state, seconds=float(now.clock.seconds), now=clock.now().isoformat())


@bp.post(
    "/c/<contest_code>/desk/clock/<stage_code>/<part_code>/<entrant_code>/<any(start, stop, reset):kind>"
)
@allow(policy.keeps_records, on=finders.performance)
def press(place: Seat, kind: str) -> Any:
    """A press on the clock."""
    timing.press(place.part, place.entrant, kind)
    values = {name: value for name, value in (request.view_args or {}).items() if name != "kind"}
    return redirect(url_for("judging.performance", **values), 303)


@bp.post("/c/<contest_code>/desk/clock/<stage_code>/<part_code>/<entrant_code>/confirm")
@allow(policy.keeps_records, on=finders.performance)
def confirm(place: Seat) -> Any:
    """Confirm the length of the performance; the penalty follows from it."""
    form = SecondsForm()
    if form.validate_on_submit() and form.seconds.data is not None:
        proposed = round(timing.timing(place.part, place.entrant).clock.seconds)
        try:
            if form.seconds.data != proposed and not form.reason.data:
                raise Invalid(message(N_("Khác với đồng hồ: hãy ghi lý do.")), "reason")
            entering.confirm_seconds(place.part, place.entrant, form.seconds.data, form.reason.data or "")
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Đã ghi thời gian."), "success")
            query: dict[str, Any] = {"stage": place.part.stage.code, "part": place.part.code}
            return redirect(url_for("judging.desk", contest_code=place.part.contest.code, **query), 303)
    return _clock_page(place, form), 422
