"""Entrants: the list with search, one entrant, the list as a workbook."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.forms import choices
from contest.organising import finders, people, rooms
from contest.organising.blueprint import bp
from contest.organising.forms import EntrantForm
from contest.organising.lists import STATUSES
from contest.organising.models import Contest, Entrant
from contest.organising.policy import keeps_records, organises


@bp.get("/c/<contest_code>/desk/entrants")
@allow(keeps_records, on=finders.contest)
def entrants(contest: Contest) -> str:
    """The list, narrowed by words, unit and status."""
    words, unit_code, status = (request.args.get(name, "") for name in ("q", "unit", "status"))
    unit = finders.unit(contest.code, unit_code) if unit_code else None
    pages = db.paginate(people.entrants(contest, words, unit, status), per_page=50, error_out=False)
    return render_template(
        "contest/organising/entrants.html",
        contest=contest,
        active="entrants",
        pages=pages,
        args={
            name: value for name, value in (("q", words), ("unit", unit_code), ("status", status)) if value
        },
        units=people.unit_names(contest),
        statuses=STATUSES,
        may_edit=organises(current_actor(), contest),
    )


def _edit(contest: Contest, entrant: Entrant | None) -> Any:
    form = EntrantForm(obj=None if request.method == "POST" else entrant)
    form.unit.choices = choices([("", _("(không)")), *people.unit_names(contest).items()])
    form.room.choices = choices([("", _("(không)")), *rooms.names(contest).items()])
    form.status.choices = choices([(code, _(word)) for code, word in STATUSES.items()])
    if request.method != "POST" and entrant is not None:
        form.unit.data = entrant.unit.code if entrant.unit else ""
        form.room.data = entrant.room.code if entrant.room else ""
    if form.validate_on_submit():
        names = ("code", "name", "unit", "room", "group", "born", "status", "version")
        try:
            people.save_entrant(contest, entrant, {name: form[name].data for name in names}, form.reason.data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Đã lưu."), "success")
            return redirect(url_for("organising.entrants", contest_code=contest.code), 303)
    page = render_template(
        "contest/organising/entrant.html", form=form, contest=contest, entrant=entrant, active="entrants"
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/c/<contest_code>/desk/entrants/new", methods=["GET", "POST"])
@allow(organises, on=finders.contest)
def new_entrant(contest: Contest) -> Any:
    """Add an entrant."""
    return _edit(contest, None)


@bp.route("/c/<contest_code>/desk/entrants/<entrant_code>", methods=["GET", "POST"])
@allow(organises, on=finders.entrant)
def entrant(entrant: Entrant) -> Any:
    """Change an entrant."""
    return _edit(entrant.contest, entrant)


@bp.get("/c/<contest_code>/desk/entrants.xlsx")
@allow(keeps_records, on=finders.contest)
def entrants_workbook(contest: Contest) -> Response:
    """The whole list as a workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Thí sinh"))
        bold = book.add_format({"bold": True, "bottom": 1})
        titles = [
            _("Số báo danh"),
            _("Họ và tên"),
            _("Đơn vị"),
            _("Phòng thi"),
            _("Bảng, khối"),
            _("Ngày sinh"),
            _("Trạng thái"),
        ]
        sheet.write_row(0, 0, titles, bold)
        for number, one in enumerate(db.session.scalars(people.entrants(contest)), start=1):
            unit, room = one.unit.name if one.unit else "", one.room.name if one.room else ""
            cells = [one.code, one.name, unit, room, one.group, one.born, _(STATUSES[one.status])]
            sheet.write_row(number, 0, cells)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": f'attachment; filename="{contest.code}-thi-sinh.xlsx"'}
    return Response(buffer.getvalue(), mimetype=kind, headers=headers)
