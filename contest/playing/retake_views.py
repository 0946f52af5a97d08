"""Retakes for listed people, and the minutes of a quiz: what was granted, taken out, decided and ended by hand."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.kernel import clock
from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising.models import Part
from contest.organising.policy import invigilates
from contest.playing import finders, forms, records, retakes
from contest.playing.blueprint import bp
from contest.playing.desk_views import ADDRESS
from contest.playing.models import Retake


@bp.get(f"{ADDRESS}/retakes")
@allow(invigilates, on=finders.quiz)
def retakes_list(part: Part) -> str:
    """Who may sit again, and the form for more (`?number=…` puts one person in)."""
    form: Any = forms.RetakeForm(formdata=None, prefix="retake")
    form.numbers.data = request.args.get("number", "")
    form.opens_at.data = clock.now()
    return _page(part, grant=form)


def _page(part: Part, **sent: Any) -> str:
    return render_template(
        "contest/playing/retakes.html",
        contest=part.contest,
        active="playing",
        part=part,
        retakes=[
            (one, one.revoked_at is None and retakes.open_retake(one.entrant, part) is one)
            for one in retakes.retakes(part)
        ],
        forms=sent,
    )


@bp.post(f"{ADDRESS}/retakes")
@allow(invigilates, on=finders.quiz)
def grant_retakes(part: Part) -> Any:
    """Let listed people sit again."""
    form: Any = forms.RetakeForm(prefix="retake")
    if form.validate_on_submit():
        numbers = [number for number in re.split(r"[\s,;]+", form.numbers.data) if number]
        try:
            made = retakes.grant(part, numbers, form.opens_at.data, form.closes_at.data, form.reason.data)
            flash(_("Đã cho %(count)s người thi lại.", count=len(made)), "success")
            return redirect(_address(part), 303)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return _page(part, grant=form), 422


@bp.post(f"{ADDRESS}/retakes/<int:retake_id>/revoke")
@allow(invigilates, on=finders.retake)
def revoke_retake(retake: Retake) -> Any:
    """Take a retake back."""
    form, part = forms.RevokeForm(), retake.part
    if form.validate_on_submit():
        try:
            retakes.revoke(retake, form.reason.data)
            flash(_("Đã thu hồi; bài trước lại được tính."), "success")
            return redirect(_address(part), 303)
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    return _page(part, grant=forms.RetakeForm(formdata=None, prefix="retake"), revoke=form), 422


@bp.get(f"{ADDRESS}/minutes")
@allow(invigilates, on=finders.quiz)
def minutes(part: Part) -> str:
    """The minutes of a quiz, to print and sign."""
    return render_template(
        "contest/playing/minutes.html", contest=part.contest, part=part, record=records.of(part)
    )


def _address(part: Part) -> str:
    return url_for(
        ".retakes_list", contest_code=part.contest.code, stage_code=part.stage.code, part_code=part.code
    )
