"""Taking in a list of units or entrants: the file, then its columns and rows as they were understood, then stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from contest.kernel.access import Actor, allow
from contest.kernel.db import db
from contest.kernel.errors import Invalid, NotFound, Refused
from contest.kernel.messages import N_, message
from contest.organising import finders, people, rooms, uploads
from contest.organising.blueprint import bp
from contest.organising.forms import StoreForm, UploadForm
from contest.organising.lists import (
    ENTRANT_FIELDS,
    UNIT_FIELDS,
    Cells,
    cells,
    check_entrants,
    check_units,
    missing,
    read_sheet,
)
from contest.organising.models import Contest, Entrant
from contest.organising.policy import organises

Kind = Literal["units", "entrants"]
FIELDS = {"units": UNIT_FIELDS, "entrants": ENTRANT_FIELDS}
LABELS = {
    "code": _l("Mã, số báo danh"),
    "name": _l("Họ và tên, tên đơn vị"),
    "family": _l("Họ và tên đệm"),
    "unit": _l("Đơn vị"),
    "room": _l("Phòng thi"),
    "group": _l("Bảng, khối"),
    "born": _l("Ngày sinh"),
    "status": _l("Trạng thái"),
    "parent": _l("Trực thuộc"),
    "kind": _l("Loại đơn vị"),
    "headcount": _l("Số người"),
}


@dataclass(frozen=True)
class Import:
    """A list that was uploaded for a contest."""

    contest: Contest
    kind: Kind
    token: str
    data: bytes

    @property
    def contest_id(self) -> int:
        return self.contest.id


def find_kind(contest_code: str, kind: str) -> tuple[Contest, Kind]:
    """The contest and which of its lists."""
    known: dict[str, Kind] = {"units": "units", "entrants": "entrants"}
    if kind not in known:
        raise NotFound(message(N_("Không có danh sách này.")))
    return finders.contest(contest_code), known[kind]


def find_import(contest_code: str, kind: str, token: str) -> Import:
    """The upload in the address."""
    contest, known = find_kind(contest_code, kind)
    return Import(contest, known, token, uploads.find(contest.id, token))


def imports_list(actor: Actor, noun: tuple[Contest, Kind]) -> bool:
    """Whoever organises the contest."""
    return organises(actor, noun[0])


@bp.route("/c/<contest_code>/desk/import/<kind>", methods=["GET", "POST"])
@allow(imports_list, on=find_kind)
def import_list(noun: tuple[Contest, Kind]) -> Any:
    """Step 1: the file."""
    contest, kind = noun
    form = UploadForm()
    if form.validate_on_submit():
        data = form.file.data.read()
        try:
            read_sheet(data, FIELDS[kind])
        except Refused as refusal:
            refusal.field = "file"
            form.refuse(refusal)
        else:
            token = uploads.keep(contest.id, data)
            return redirect(
                url_for("organising.import_rows", contest_code=contest.code, kind=kind, token=token), 303
            )
    page = render_template(
        "contest/organising/import_list.html", form=form, contest=contest, kind=kind, active=kind
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/c/<contest_code>/desk/import/<kind>/<token>", methods=["GET", "POST"])
@allow(organises, on=find_import)
def import_rows(found: Import) -> Any:
    """Step 2: columns and rows as they were understood; stored when nothing is wrong."""
    contest = found.contest
    form = StoreForm()
    sheet = read_sheet(found.data, FIELDS[found.kind])
    mapping = _chosen(sheet.mapping, FIELDS[found.kind])
    raw, units = cells(sheet, mapping), people.unit_names(contest)
    known_rooms = rooms.names(contest)
    is_people = found.kind == "entrants"
    lacking = missing(raw, "unit", units) if is_people else {}
    lacking_rooms = missing(raw, "room", known_rooms) if is_people else {}
    new_units = lacking if "make_units" in request.form else {}
    new_rooms = lacking_rooms if "make_rooms" in request.form else {}
    rows = _checked(contest, found.kind, raw, units | new_units, known_rooms | new_rooms)
    status = 200
    if "store" in request.form and form.validate_on_submit():
        try:
            _refuse_twice(mapping)
            count = (
                people.import_units(contest, rows)
                if found.kind == "units"
                else people.import_entrants(contest, rows, new_units, new_rooms)
            )
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
            status = 422
        else:
            uploads.remove(contest.id, found.token)
            flash(_("Đã nhập %(count)s dòng.", count=count), "success")
            return redirect(url_for(f"organising.{found.kind}", contest_code=contest.code), 303)
    page = render_template(
        "contest/organising/import_rows.html",
        form=form,
        contest=contest,
        kind=found.kind,
        active=found.kind,
        sheet=sheet,
        mapping=mapping,
        rows=rows,
        wrong=[row for row in rows if row.problems],
        fields=[name for name in FIELDS[found.kind] if name in mapping or name == "code"],
        choices=[(name, LABELS[name]) for name in FIELDS[found.kind]],
        labels=LABELS,
        units=units | new_units,
        missing=lacking,
        new_units=new_units,
        rooms=known_rooms | new_rooms,
        missing_rooms=lacking_rooms,
        new_rooms=new_rooms,
    )
    return page, status


def _refuse_twice(mapping: Sequence[str]) -> None:
    twice = next((name for name in mapping if name and mapping.count(name) > 1), None)
    if twice is not None:
        raise Invalid(message(N_("Hai cột cùng được chọn là “%(label)s”."), label=str(LABELS[twice])))


def _chosen(proposed: Sequence[str], fields: dict[str, tuple[str, ...]]) -> list[str]:
    """The mapping as the person has chosen it (`column-0` …), else as proposed."""
    return [
        chosen if (chosen := request.form.get(f"column-{at}", name)) in fields else ""
        for at, name in enumerate(proposed)
    ]


def _checked(
    contest: Contest, kind: Kind, rows: list[Cells], units: Mapping[str, str], rooms: Mapping[str, str]
) -> list[Cells]:
    if kind == "units":
        return check_units(rows, units)
    taken = db.session.scalars(select(Entrant.code).where(Entrant.contest_id == contest.id)).all()
    return check_entrants(rows, units, taken, rooms)
