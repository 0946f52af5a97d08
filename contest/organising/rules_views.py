"""Stages and parts: their rules in forms, and in plain words beside them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.i18n import is_english
from contest.organising import finders, services
from contest.organising.blueprint import bp
from contest.organising.checking_rules import check_rules
from contest.organising.models import Contest, Part, Stage
from contest.organising.policy import keeps_records, organises
from contest.organising.rules_forms import PartForm, StageForm
from contest.organising.rules_text import rules_text
from question_bank import states


@bp.get("/c/<contest_code>/desk/stages")
@allow(keeps_records, on=finders.contest)
def stages(contest: Contest) -> str:
    """All stages and parts, the rules in plain words, and what in them can't work."""
    rules = services.definition_of(contest)
    return render_template(
        "contest/organising/stages.html",
        contest=contest,
        active="stages",
        words=rules_text(rules, "en" if is_english() else "vi"),
        problems=check_rules(rules),
        may_edit=organises(current_actor(), contest),
    )


def _edit_stage(contest: Contest, stage: Stage | None) -> Any:
    form = StageForm()
    before = services.plain_stage(stage) if stage is not None else {}
    if not form.is_submitted():
        form.fill(before, stage.version if stage else None)
    elif form.validate():
        try:
            services.save_stage(contest, stage, form.plain(before), form.version.data, form.reason.data)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            flash(_("Đã lưu."), "success")
            return redirect(url_for("organising.stages", contest_code=contest.code), 303)
    page = render_template(
        "contest/organising/stage.html", form=form, contest=contest, stage=stage, active="stages"
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/c/<contest_code>/desk/stages/new", methods=["GET", "POST"])
@allow(organises, on=finders.contest)
def new_stage(contest: Contest) -> Any:
    """Add a stage."""
    return _edit_stage(contest, None)


@bp.route("/c/<contest_code>/desk/stages/<stage_code>", methods=["GET", "POST"])
@allow(organises, on=finders.stage)
def stage(stage: Stage) -> Any:
    """Change a stage's rules."""
    return _edit_stage(stage.contest, stage)


def _edit_part(stage: Stage, part: Part | None) -> Any:
    form = PartForm()
    before = services.plain_part(part) if part is not None else {}
    if not form.is_submitted():
        form.fill(before, part.version if part else None)
    elif form.validate():
        try:
            services.save_part(stage, part, form.plain(before), form.version.data, form.reason.data)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            flash(_("Đã lưu."), "success")
            return redirect(url_for("organising.stages", contest_code=stage.contest.code), 303)
    page = render_template(
        "contest/organising/part.html",
        form=form,
        contest=stage.contest,
        stage=stage,
        part=part,
        supply=services.supply(part) if part is not None else [],
        held_back=states.held_back(stage.contest.bank),
        topics=[topic.name for topic in stage.contest.bank.topics] if stage.contest.bank else [],
        active="stages",
    )
    return page, 422 if request.method == "POST" else 200


@bp.route("/c/<contest_code>/desk/stages/<stage_code>/parts/new", methods=["GET", "POST"])
@allow(organises, on=finders.stage)
def new_part(stage: Stage) -> Any:
    """Add a part."""
    return _edit_part(stage, None)


@bp.route("/c/<contest_code>/desk/stages/<stage_code>/parts/<part_code>", methods=["GET", "POST"])
@allow(organises, on=finders.part)
def part(part: Part) -> Any:
    """Change a part's rules."""
    return _edit_part(part.stage, part)


@bp.post("/c/<contest_code>/desk/stages/<stage_code>/remove")
@allow(organises, on=finders.stage)
def remove_stage(stage: Stage) -> Any:
    """Remove a stage without records."""
    code = stage.contest.code
    services.remove(stage)
    flash(_("Đã xóa."), "success")
    return redirect(url_for("organising.stages", contest_code=code), 303)


@bp.post("/c/<contest_code>/desk/stages/<stage_code>/parts/<part_code>/remove")
@allow(organises, on=finders.part)
def remove_part(part: Part) -> Any:
    """Remove a part without records."""
    code = part.contest.code
    services.remove(part)
    flash(_("Đã xóa."), "success")
    return redirect(url_for("organising.stages", contest_code=code), 303)
