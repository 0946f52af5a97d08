"""My contests, a new one, and the desk: what goes on now and what is to be done next."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from contest.kernel import clock
from contest.kernel.access import allow, current_actor, signed_in
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.forms import choices
from contest.organising import desk as work
from contest.organising import finders, members, services
from contest.organising.blueprint import bp
from contest.organising.forms import ContestForm, NewContestForm
from contest.organising.models import Contest
from contest.organising.policy import keeps_records, makes_contests, organises
from question_bank.models import Bank
from question_bank.policy import keeps


@bp.get("/contests")
@allow(signed_in)
def mine() -> Any:
    """The contests that one has a part in."""
    contests = [(contest, current_actor().roles(contest.id)) for contest in services.mine(current_actor())]
    return render_template(
        "contest/organising/mine.html", contests=contests, may_make=makes_contests(current_actor(), None)
    )


@bp.route("/contests/new", methods=["GET", "POST"])
@allow(makes_contests)
def new() -> Any:
    """Start an empty contest."""
    form = NewContestForm()
    if form.validate_on_submit():
        try:
            contest = services.new_contest(
                form.code.data, form.name.data, form.layout.data, current_user._get_current_object()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("organising.desk", contest_code=contest.code), 303)
    return render_template("contest/organising/new.html", form=form), 422 if form.is_submitted() else 200


@bp.get("/c/<contest_code>/desk")
@allow(keeps_records, on=finders.contest)
def desk(contest: Contest) -> str:
    """The organiser's and the secretary's desk."""
    now = clock.now()
    return render_template(
        "contest/organising/desk.html",
        contest=contest,
        active="desk",
        stages=work.stages(contest, now),
        steps=work.steps(contest, now),
        rehearsals=members.rehearsals(contest),
        may_organise=organises(current_actor(), contest),
    )


@bp.route("/c/<contest_code>/desk/settings", methods=["GET", "POST"])
@allow(organises, on=finders.contest)
def settings(contest: Contest) -> Any:
    """Name, layout, zone, bank."""
    form = ContestForm(obj=None if request.method == "POST" else contest)
    form.timezone.choices = sorted(available_timezones())
    # Organisers keep the banks that their contests draw from, so nobody may choose a bank that they don't keep already.
    form.bank_id.choices = choices(
        [
            (bank.id, bank.name)
            for bank in db.session.scalars(
                select(Bank).order_by(Bank.name).options(selectinload(Bank.members))
            )
            if bank.id == contest.bank_id or keeps(current_actor(), bank)
        ]
    )
    if form.validate_on_submit():
        values = {
            name: form[name].data
            for name in ("name", "layout", "timezone", "bank_id", "is_public", "version")
        }
        try:
            services.save_contest(contest, values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Đã lưu."), "success")
            return redirect(url_for("organising.desk", contest_code=contest.code), 303)
    page = render_template("contest/organising/settings.html", form=form, contest=contest, active="desk")
    return page, 422 if form.is_submitted() else 200


@bp.get("/c/<contest_code>/desk/questions")
@allow(keeps_records, on=finders.contest)
def questions(contest: Contest) -> Any:
    """The contest's question bank, which has its own pages."""
    if contest.bank is None:
        flash(_("Hội thi chưa chọn ngân hàng câu hỏi."), "warning")
        return redirect(url_for("organising.settings", contest_code=contest.code))
    return redirect(url_for("question_bank.questions", bank_code=contest.bank.code))
