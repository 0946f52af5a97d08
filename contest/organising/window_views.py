"""The schedule: when stages and parts are open, for everyone or for a unit."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.kernel import clock, i18n
from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import NotFound, Refused
from contest.kernel.forms import choices
from contest.kernel.messages import N_, message
from contest.organising import finders, members, people, rules, services
from contest.organising.blueprint import bp
from contest.organising.forms import WindowForm
from contest.organising.models import Contest, Window
from contest.organising.policy import keeps_records, organises


def _window(contest: Contest, window_id: int) -> Window:
    window = db.session.get(Window, window_id)
    if window is None or window.stage.contest_id != contest.id:
        raise NotFound(message(N_("Không có lịch này.")))
    return window


@bp.get("/c/<contest_code>/desk/windows")
@allow(keeps_records, on=finders.contest)
def windows(contest: Contest) -> str:
    """All windows with their states."""
    now = clock.now()
    rows = [
        (stage, [(window, rules.moment(window, now)) for window in members.windows(stage)])
        for stage in contest.stages
    ]
    return render_template(
        "contest/organising/windows.html",
        contest=contest,
        active="windows",
        rows=rows,
        may_edit=organises(current_actor(), contest),
    )


def _edit(contest: Contest, window: Window | None) -> Any:
    form = WindowForm(obj=None if request.method == "POST" else window)
    form.part.choices = choices(
        [
            choice
            for stage in contest.stages
            for choice in [
                (stage.code, _("%(stage)s: cả vòng", stage=stage.name)),
                *((f"{stage.code}/{part.code}", f"{stage.name}: {part.name}") for part in stage.parts),
            ]
        ]
    )
    form.unit.choices = choices([("", _("Mọi đơn vị")), *people.unit_names(contest).items()])
    if request.method != "POST" and window is not None:
        form.part.data = f"{window.stage.code}/{window.part.code}" if window.part else window.stage.code
        form.unit.data = window.unit.code if window.unit else ""
    if form.validate_on_submit():
        stage_code, _slash, part_code = form.part.data.partition("/")
        stage = finders.stage(contest.code, stage_code)
        values = {
            "stage": stage,
            "part": finders.part(contest.code, stage_code, part_code) if part_code else None,
            "unit": finders.unit(contest.code, form.unit.data) if form.unit.data else None,
            "opens_at": form.opens_at.data,
            "closes_at": form.closes_at.data,
            "version": form.version.data,
        }
        try:
            services.save_window(contest, window, values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Đã lưu."), "success")
            return redirect(url_for("organising.windows", contest_code=contest.code), 303)
    page = render_template(
        "contest/organising/window.html", form=form, contest=contest, window=window, active="windows"
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/c/<contest_code>/desk/windows/new", methods=["GET", "POST"])
@allow(organises, on=finders.contest)
def new_window(contest: Contest) -> Any:
    """Add a window."""
    return _edit(contest, None)


@bp.route("/c/<contest_code>/desk/windows/<int:window_id>", methods=["GET", "POST"])
@allow(organises, on=finders.contest)
def window(contest: Contest, window_id: int) -> Any:
    """Change a window's times."""
    return _edit(contest, _window(contest, window_id))


@bp.post("/c/<contest_code>/desk/windows/<int:window_id>/<any(open, close, remove):verb>")
@allow(organises, on=finders.contest)
def change_window(contest: Contest, window_id: int, verb: str) -> Any:
    """Open now, close now, or remove."""
    window = _window(contest, window_id)
    verbs = {"open": services.open_now, "close": services.close_now, "remove": services.remove_window}
    try:
        verbs[verb](window)
    except Refused as refusal:
        db.session.rollback()
        flash(i18n.render(refusal.message), "error")
    return redirect(url_for("organising.windows", contest_code=contest.code), 303)
