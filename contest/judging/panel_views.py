"""Panels: where they mark, and who sits on them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from contest.judging import policy, seating, services
from contest.judging.blueprint import bp
from contest.judging.forms import JudgeForm, PanelForm, ReasonForm
from contest.judging.models import Judge
from contest.kernel import i18n
from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import NotFound, Refused
from contest.kernel.forms import choices
from contest.kernel.messages import N_, message
from contest.organising import finders
from contest.organising.models import Contest
from contest.organising.people import unit_names


def _panel_form(contest: Contest) -> PanelForm:
    form = PanelForm()
    form.part.choices = choices(
        [
            choice
            for stage in contest.stages
            for choice in [
                (stage.code, _("%(stage)s: mọi phần chấm", stage=stage.name)),
                *(
                    (f"{stage.code}/{part.code}", f"{stage.name}: {part.name}")
                    for part in stage.parts
                    if part.method in services.JUDGED
                ),
            ]
        ]
    )
    form.unit.choices = choices([("", _("Mọi đơn vị")), *unit_names(contest).items()])
    return form


def _page(contest: Contest, form: PanelForm) -> str:
    stages = [(stage, services.panels(stage)) for stage in contest.stages]
    without = sum(
        judge.user_id is None and judge.removed_at is None
        for _stage, own in stages
        for panel in own
        for judge in panel.judges
    )
    return render_template(
        "contest/judging/panels.html",
        contest=contest,
        active="panels",
        stages=stages,
        form=form,
        judge_form=JudgeForm(formdata=None),
        reason_form=ReasonForm(formdata=None),
        without=without,
        may_edit=policy.organises(current_actor(), contest),
    )


@bp.get("/c/<contest_code>/desk/panels")
@allow(policy.keeps_records, on=finders.contest)
def panels(contest: Contest) -> str:
    """All panels with their judges."""
    return _page(contest, _panel_form(contest))


@bp.post("/c/<contest_code>/desk/panels")
@allow(policy.organises, on=finders.contest)
def add_panel(contest: Contest) -> Any:
    """A further panel."""
    form = _panel_form(contest)
    if form.validate_on_submit():
        stage_code, _slash, part_code = form.part.data.partition("/")
        stage = finders.stage(contest.code, stage_code)
        part = finders.part(contest.code, stage_code, part_code) if part_code else None
        unit = finders.unit(contest.code, form.unit.data) if form.unit.data else None
        try:
            seating.add_panel(stage, part, unit)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("judging.panels", contest_code=contest.code), 303)
    return _page(contest, form), 422


@bp.route("/c/<contest_code>/desk/panels/<int:panel_id>/seat", methods=["GET", "POST"])
@allow(policy.organises, on=finders.contest)
def seat(contest: Contest, panel_id: int) -> Any:
    """Put a judge on a panel."""
    panel = seating.panel(contest, panel_id)
    form = JudgeForm()
    if form.validate_on_submit():
        try:
            seating.seat(panel, form.code.data, form.name.data, form.is_head.data, form.username.data or "")
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            flash(_("Đã thêm giám khảo."), "success")
            return redirect(url_for("judging.panels", contest_code=contest.code), 303)
    page = render_template(
        "contest/judging/seat.html", contest=contest, active="panels", panel=panel, form=form
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/c/<contest_code>/desk/panels/<int:panel_id>/judges/<int:judge_id>/remove")
@allow(policy.organises, on=finders.contest)
def remove_judge(contest: Contest, panel_id: int, judge_id: int) -> Any:
    """Take a judge off, with a reason."""
    panel = seating.panel(contest, panel_id)
    judge = db.session.get(Judge, judge_id)
    if judge is None or judge.panel_id != panel.id:
        raise NotFound(message(N_("Không có giám khảo này.")))
    form = ReasonForm()
    try:
        seating.remove(judge, form.reason.data or "")
    except Refused as refusal:
        db.session.rollback()
        flash(i18n.render(refusal.message), "error")
    return redirect(url_for("judging.panels", contest_code=contest.code), 303)


@bp.post("/c/<contest_code>/desk/panels/<int:panel_id>/remove")
@allow(policy.organises, on=finders.contest)
def remove_panel(contest: Contest, panel_id: int) -> Any:
    """Remove an empty panel."""
    try:
        seating.remove_panel(seating.panel(contest, panel_id))
    except Refused as refusal:
        db.session.rollback()
        flash(i18n.render(refusal.message), "error")
    return redirect(url_for("judging.panels", contest_code=contest.code), 303)


@bp.post("/c/<contest_code>/desk/panels/accounts")
@allow(policy.organises, on=finders.contest)
def make_accounts(contest: Contest) -> Any:
    """Accounts for all judges without one; their passwords are shown once."""
    made = seating.make_accounts(contest)
    if not made:
        flash(_("Mọi giám khảo đã có tài khoản."), "info")
        return redirect(url_for("judging.panels", contest_code=contest.code), 303)
    return render_template(
        "contest/judging/accounts.html",
        contest=contest,
        made=made,
        address=url_for("accounts.sign_in", _external=True),
    )
