"""The draw of lots on pages: made, printed, voided. It stands here because it needs to know which parts are judged."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from contest.judging import policy, services
from contest.judging.forms import DrawForm, ReasonForm
from contest.kernel import i18n
from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.forms import choices
from contest.organising import draw_services, finders
from contest.organising.models import Contest, Entrant
from contest.organising.people import unit_names
from question_bank.models import Question, Revision

bp = Blueprint("draws", __name__)


def _form(contest: Contest) -> DrawForm:
    form = DrawForm()
    form.part.choices = choices(
        [
            (f"{part.stage.code}/{part.code}", f"{part.stage.name}: {part.name}")
            for part in services.judged_parts(contest)
        ]
    )
    form.unit.choices = choices([("", _("Mọi đơn vị")), *unit_names(contest).items()])
    return form


def _page(contest: Contest, form: DrawForm) -> str:
    return render_template(
        "contest/draws/index.html",
        contest=contest,
        active="draws",
        form=form,
        draws=draw_services.draws(contest),
        reason_form=ReasonForm(formdata=None),
    )


@bp.get("/c/<contest_code>/desk/draws")
@allow(policy.keeps_records, on=finders.contest)
def index(contest: Contest) -> str:
    """All draws, and a form for the next."""
    return _page(contest, _form(contest))


@bp.post("/c/<contest_code>/desk/draws")
@allow(policy.keeps_records, on=finders.contest)
def make(contest: Contest) -> Any:
    """Draw."""
    form = _form(contest)
    if form.validate_on_submit():
        stage_code, _slash, part_code = form.part.data.partition("/")
        part = finders.part(contest.code, stage_code, part_code)
        unit = finders.unit(contest.code, form.unit.data) if form.unit.data else None
        try:
            made = draw_services.make(part, unit, form.kind.data, form.seed.data or "")
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            return redirect(url_for("draws.show", contest_code=contest.code, draw_id=made.id), 303)
    return _page(contest, form), 422


@bp.get("/c/<contest_code>/desk/draws/<int:draw_id>")
@allow(policy.keeps_records, on=finders.contest)
def show(contest: Contest, draw_id: int) -> str:
    """A draw on a sheet to print and sign, with its seed and how to verify it."""
    one = draw_services.find(contest, draw_id)
    names = dict(
        db.session.execute(
            select(Entrant.code, Entrant.name).where(
                Entrant.contest_id == contest.id, Entrant.code.in_(list(one.result))
            )
        ).all()
    )
    texts: dict[int, tuple[str, str]] = {}
    if one.kind == "question":
        rows = db.session.execute(
            select(Revision.id, Question.code, Revision.text)
            .join(Question, Revision.question_id == Question.id)
            .where(Revision.id.in_(one.pool["revisions"]))
        )
        texts = {id: (code, text) for id, code, text in rows}
        result = sorted(one.result.items(), key=lambda pair: names.get(pair[0], ""))
    else:
        result = sorted(one.result.items(), key=lambda pair: pair[1])
    return render_template(
        "contest/draws/show.html", contest=contest, draw=one, result=result, names=names, texts=texts
    )


@bp.post("/c/<contest_code>/desk/draws/<int:draw_id>/void")
@allow(policy.keeps_records, on=finders.contest)
def void(contest: Contest, draw_id: int) -> Any:
    """Declare a draw void, with a reason."""
    form = ReasonForm()
    try:
        draw_services.void(draw_services.find(contest, draw_id), form.reason.data or "")
    except Refused as refusal:
        db.session.rollback()
        flash(i18n.render(refusal.message), "error")
    return redirect(url_for("draws.index", contest_code=contest.code), 303)
