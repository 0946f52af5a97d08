"""Access slips on paper: for the contestants of the chosen units, and for judges and secretaries."""

from __future__ import annotations

import io
from typing import Any

import segno
import xlsxwriter
from flask import Response, current_app, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from contest.accounts import services as accounts
from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.forms import choices
from contest.organising import finders, people, services
from contest.organising import slips as making
from contest.organising.blueprint import bp
from contest.organising.forms import SlipsForm
from contest.organising.models import Contest, Entrant, Unit
from contest.organising.policy import keeps_records, organises


def _address(endpoint: str, **values: Any) -> str:
    """A full address: that of PUBLIC_URL where it is set, for what is printed is scanned elsewhere."""
    base = current_app.config["PUBLIC_URL"].rstrip("/") or request.host_url.rstrip("/")
    return base + url_for(endpoint, **values)


def _qr(text: str) -> str:
    return segno.make(text, error="m").svg_data_uri(scale=4, border=1)


@bp.route("/c/<contest_code>/desk/slips", methods=["GET", "POST"])
@allow(keeps_records, on=finders.contest)
def slips(contest: Contest) -> Any:
    """Choose units; the sheet comes back in the answer, for the codes are kept nowhere."""
    form = SlipsForm()
    form.units.choices = choices(people.unit_names(contest).items())
    if form.validate_on_submit():
        found = _chosen(contest, form.units.data, form.only.data == "all")
        if found:
            issued = making.issue(contest, found)
            return _workbook(contest, issued) if "xlsx" in request.form else sheet_page(contest, issued)
        form.form_errors.append(_("Những đơn vị đã chọn không còn ai chưa có phiếu."))
    counts = _counts(contest)
    page = render_template(
        "contest/organising/slips.html",
        contest=contest,
        active="slips",
        form=form,
        counts=counts,
        may_organise=organises(current_actor(), contest),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/c/<contest_code>/desk/entrants/<entrant_code>/slip")
@allow(keeps_records, on=finders.entrant)
def entrant_slip(entrant: Entrant) -> str:
    """A slip for one entrant, who lost theirs or came late; the other slips stay good."""
    return sheet_page(entrant.contest, making.issue(entrant.contest, [entrant]))


def sheet_page(contest: Contest, issued: list[making.Slip]) -> str:
    """The page to print: it is the only place where the codes are."""
    sheet = [(slip, _qr(_link(slip))) for slip in issued]
    address = _address("organising.enter", c=contest.code)
    return render_template(
        "contest/organising/slips_sheet.html", contest=contest, sheet=sheet, address=address
    )


def _link(slip: making.Slip) -> str:
    entrant = slip.entrant
    return _address("organising.enter", c=entrant.contest.code, n=entrant.code, k=slip.code)


def _chosen(contest: Contest, units: list[str], everyone: bool) -> list[Entrant]:
    """The entrants of the chosen units (none chosen: all), unit by unit, by name."""
    query = select(Entrant).outerjoin(Unit, Entrant.unit_id == Unit.id)
    query = query.where(Entrant.contest_id == contest.id, Entrant.status.in_(("in", "guest", "reserve")))
    if units:
        query = query.where(Unit.code.in_(units))
    if not everyone:
        query = query.where(Entrant.slip_hash.is_(None))
    return list(db.session.scalars(query.order_by(Unit.position, Entrant.sort_key, Entrant.code)))


def _counts(contest: Contest) -> list[tuple[Unit | None, int, int]]:
    """(unit, slips made, entrants) of every unit that has entrants."""
    units = {unit.id: unit for unit in contest.units}
    found: dict[int | None, list[int]] = {}
    rows = db.session.execute(
        select(Entrant.unit_id, Entrant.slip_hash.is_not(None)).where(Entrant.contest_id == contest.id)
    )
    for unit_id, has_slip in rows:
        made, total = found.get(unit_id, [0, 0])
        found[unit_id] = [made + bool(has_slip), total + 1]
    order = [*units, None]
    return [(units.get(id) if id else None, *found[id]) for id in order if id in found]  # type: ignore[misc]


def _workbook(contest: Contest, issued: list[making.Slip]) -> Response:
    """The slips as a list, for organisers who print with their own template."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Phiếu"))
        sheet.write_row(0, 0, [_("Số báo danh"), _("Họ và tên"), _("Đơn vị"), _("Mã"), _("Đường dẫn")])
        for row, slip in enumerate(issued, start=1):
            entrant = slip.entrant
            sheet.write_row(
                row, 0, [entrant.code, entrant.name, entrant.unit.name if entrant.unit else "", slip.code]
            )
            sheet.write_string(row, 4, _link(slip))
        sheet.autofit()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": f'attachment; filename="{contest.code}-phieu.xlsx"'}
    return Response(buffer.getvalue(), mimetype=kind, headers=headers)


@bp.post("/c/<contest_code>/desk/slips/staff")
@allow(organises, on=finders.contest)
def staff_slips(contest: Contest) -> Any:
    """New one-time passwords for this contest's judges and secretaries who work in no other, as slips."""
    made = []
    for user in accounts.people(contest.id):
        if user.is_active and services.works_only_in(user, contest):
            made.append((user, accounts.reset_password(user)))
    db.session.commit()
    address = _address("accounts.sign_in")
    return render_template(
        "contest/organising/staff_sheet.html", contest=contest, made=made, address=address, qr=_qr(address)
    )
