"""Units as a tree."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.kernel.access import allow, current_actor
from contest.kernel.errors import Refused
from contest.kernel.forms import choices
from contest.organising import finders, people
from contest.organising.blueprint import bp
from contest.organising.forms import UnitForm
from contest.organising.models import Contest, Unit
from contest.organising.policy import keeps_records, organises


@bp.get("/c/<contest_code>/desk/units")
@allow(keeps_records, on=finders.contest)
def units(contest: Contest) -> str:
    """The tree with the number of entrants of each."""
    return render_template(
        "contest/organising/units.html",
        contest=contest,
        active="units",
        rows=people.unit_rows(contest),
        may_edit=organises(current_actor(), contest),
    )


def _edit(contest: Contest, unit: Unit | None) -> Any:
    form = UnitForm(obj=None if request.method == "POST" else unit)
    form.parent.choices = choices([("", _("(không)")), *people.unit_names(contest).items()])
    if request.method != "POST" and unit is not None:
        form.parent.data = unit.parent.code if unit.parent else ""
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("code", "name", "kind", "headcount", "parent")}
        try:
            people.save_unit(contest, unit, values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Đã lưu."), "success")
            return redirect(url_for("organising.units", contest_code=contest.code), 303)
    page = render_template(
        "contest/organising/unit.html", form=form, contest=contest, unit=unit, active="units"
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/c/<contest_code>/desk/units/new", methods=["GET", "POST"])
@allow(organises, on=finders.contest)
def new_unit(contest: Contest) -> Any:
    """Add a unit."""
    return _edit(contest, None)


@bp.route("/c/<contest_code>/desk/units/<unit_code>", methods=["GET", "POST"])
@allow(organises, on=finders.unit)
def unit(unit: Unit) -> Any:
    """Change a unit."""
    return _edit(unit.contest, unit)


@bp.post("/c/<contest_code>/desk/units/<unit_code>/remove")
@allow(organises, on=finders.unit)
def remove_unit(unit: Unit) -> Any:
    """Remove a unit that nobody belongs to."""
    code = unit.contest.code
    people.remove_unit(unit)
    flash(_("Đã xóa."), "success")
    return redirect(url_for("organising.units", contest_code=code), 303)
