"""A judge's pages: what is to be marked, and the sheet. The secretary's are in `desk_views` and `panel_views`."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.judging import counts, desk_views, finders, panel_views, policy, rules, services, timing
from contest.judging.blueprint import bp
from contest.judging.forms import SheetForm, read_marks
from contest.judging.services import BadMarks, Seat
from contest.kernel import i18n
from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising import draw_services, members
from contest.organising import finders as organising_finders
from contest.organising.models import Contest

__all__ = ["bp", "counts", "desk_views", "panel_views"]


@bp.get("/c/<contest_code>/judging")
@allow(policy.judges, on=organising_finders.contest)
def home(contest: Contest) -> str:
    """The judge's entrants by part, in the order of the draw; who performs now stands first."""
    parts = []
    for part, mine in services.seats_of(contest, current_actor().key):
        order, on_stage = draw_services.order_of(part), timing.running(part)
        mine.sort(
            key=lambda one: (
                one.entrant.id not in on_stage,
                order.get(one.entrant.code, 10**6),
                one.entrant.sort_key,
            )
        )
        moment = members.part_moment(part, mine[0].entrant.unit_id)
        parts.append((part, moment, mine, order, on_stage))
    return render_template("contest/judging/home.html", contest=contest, parts=parts)


@bp.get("/c/<contest_code>/judging/<stage_code>/<part_code>/<entrant_code>")
@allow(policy.marks, on=finders.own_seat)
def sheet(seat: Seat) -> str:
    """The judge's sheet for one entrant."""
    return _page(seat, SheetForm(), {}, {})


@bp.post("/c/<contest_code>/judging/<stage_code>/<part_code>/<entrant_code>")
@allow(policy.marks, on=finders.own_seat)
def save_sheet(seat: Seat) -> Any:
    """Store a draft (by script on each change, or by the button), or lock."""
    form = SheetForm()
    lock = "lock" in request.form
    by_script = request.headers.get("Accept", "").startswith("application/json")
    criteria = services.rules_of(seat.part).criteria
    marks, typed, problems = read_marks(criteria)
    status = 422
    if form.validate_on_submit() and not problems:
        try:
            stored = services.save_sheet(
                seat, marks, version=form.version.data or 0, lock=lock, note=form.note.data or ""
            )
        except BadMarks as refusal:
            problems = refusal.problems
            form.refuse(refusal)
        except Refused as refusal:
            status = refusal.status
            form.refuse(refusal)
        else:
            if by_script:
                total = i18n.show_points(rules.total(criteria, marks))
                return jsonify(
                    version=stored.version, total=total, at=i18n.show_time(stored.updated_at, True)
                )
            flash(_("Phiếu đã khóa.") if lock else _("Đã lưu nháp."), "success")
            # By the address: what was loaded is stale since the commit.
            place = request.view_args or {}
            home = url_for("judging.home", contest_code=place["contest_code"])
            return redirect(home if lock else url_for("judging.sheet", **place), 303)
    if by_script:
        told = {code: i18n.render(problem) for code, problem in problems.items()}
        return jsonify(error=" ".join(str(one) for one in form.form_errors), problems=told), status
    return _page(seat, form, typed, problems), status


def _page(seat: Seat, form: SheetForm, typed: dict[str, str], problems: dict[str, Any]) -> str:
    if form.is_submitted():
        db.session.expire_all()
    stored = services.sheet_of(seat)
    part_rules = services.rules_of(seat.part)
    marks = services.marks_of(stored)
    if not form.is_submitted():
        form.note.data, form.version.data = (stored.note, stored.version) if stored else ("", 0)
    others = services.seen_by(seat, stored)
    return render_template(
        "contest/judging/sheet.html",
        contest=seat.part.contest,
        seat=seat,
        form=form,
        sheet=stored,
        rules=part_rules,
        marks=marks,
        typed=typed,
        problems=problems,
        total=rules.total(part_rules.criteria, marks),
        missing=rules.missing(part_rules.criteria, marks),
        drawn=draw_services.drawn_question(seat.part, seat.entrant),
        others=others,
        totals={other.id: rules.total(part_rules.criteria, services.marks_of(other)) for other in others},
        moment=members.part_moment(seat.part, seat.entrant.unit_id),
    )
