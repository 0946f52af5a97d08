"""A bank's study sets, for those who keep it: open a selection for study, change, remove."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy import func, select

from contest.kernel import clock
from contest.kernel.access import allow
from contest.kernel.db import db
from contest.kernel.errors import Refused
from question_bank import policy, services
from question_bank.finders import bank as find_bank
from question_bank.forms import FilterForm
from question_bank.models import Bank
from question_bank.study import finders, rules
from question_bank.study import services as studying
from question_bank.study.forms import StudyForm
from question_bank.study.models import StudySet

bp = Blueprint("study_sets", __name__, url_prefix="/banks/<bank_code>/study")


def _count(study: StudySet) -> int:
    query = services.listing(study.bank, studying.selection_of(study)).order_by(None)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


@bp.get("/")
@allow(policy.keeps, on=find_bank)
def index(bank: Bank) -> str:
    """The sets of a bank."""
    now = clock.now()
    rows = [
        (study, _count(study), rules.is_open(study.opens_at, study.closes_at, now))
        for study in studying.sets(bank)
    ]
    return render_template("question_bank/study/index.html", bank=bank, rows=rows)


@bp.route("/new", methods=["GET", "POST"])
@allow(policy.keeps, on=find_bank)
def new(bank: Bank) -> Any:
    """Open the selection in the address for study."""
    narrowed = FilterForm(bank, request.args).narrowed()
    form = StudyForm()
    if form.validate_on_submit():
        try:
            study = studying.add(bank, form.draft(), narrowed)
            flash(gettext("Đã mở bộ ôn tập “%(name)s”.", name=study.name), "success")
            return redirect(url_for(".index", bank_code=bank.code))
        except Refused as refusal:
            form.refuse(refusal)
    count = len(db.session.execute(services.listing(bank, narrowed)).all())
    page = render_template("question_bank/study/edit.html", bank=bank, form=form, count=count, study=None)
    return page, 422 if form.errors else 200


@bp.route("/<int:study_id>", methods=["GET", "POST"])
@allow(policy.keeps, on=finders.study_of_bank)
def edit(study: StudySet) -> Any:
    """Change a set."""
    form = StudyForm(obj=study)
    if form.validate_on_submit():
        try:
            studying.change(study, form.draft(), form.version.data)
            flash(gettext("Đã lưu bộ ôn tập “%(name)s”.", name=study.name), "success")
            return redirect(url_for(".index", bank_code=study.bank.code))
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
    page = render_template(
        "question_bank/study/edit.html", bank=study.bank, form=form, count=_count(study), study=study
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:study_id>/remove")
@allow(policy.keeps, on=finders.study_of_bank)
def remove(study: StudySet) -> Any:
    """Remove a set."""
    bank_code, name = study.bank.code, study.name
    studying.remove(study)
    flash(gettext("Đã xóa bộ ôn tập “%(name)s”.", name=name), "success")
    return redirect(url_for(".index", bank_code=bank_code))
