"""Rooms: the list, one room with its people, who is moved where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from contest.kernel.access import allow, current_actor
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.forms import choices
from contest.organising import finders, people, rooms
from contest.organising.blueprint import bp
from contest.organising.forms import RoomForm, RoomNumbersForm, RoomUnitForm
from contest.organising.models import Contest, Room
from contest.organising.policy import keeps_records, organises


@bp.get("/c/<contest_code>/desk/rooms")
@allow(keeps_records, on=finders.contest)
def rooms_list(contest: Contest) -> str:
    """The rooms with the number of people in each."""
    return render_template(
        "contest/organising/rooms.html",
        contest=contest,
        active="rooms",
        rooms=rooms.rooms(contest),
        counts=rooms.counts(contest),
        may_edit=organises(current_actor(), contest),
    )


def _page(contest: Contest, room: Room | None, **sent: Any) -> str:
    units = RoomUnitForm(formdata=None)
    shown: dict[str, Any] = {
        "own": RoomForm(formdata=None, obj=room),
        "unit": units,
        "numbers": RoomNumbersForm(formdata=None),
    }
    shown |= sent
    shown["unit"].unit.choices = choices(people.unit_names(contest).items())
    return render_template(
        "contest/organising/room.html",
        contest=contest,
        active="rooms",
        room=room,
        forms=shown,
        entrants=rooms.entrants(room) if room else [],
    )


def _edit(contest: Contest, room: Room | None) -> Any:
    if request.method == "GET":
        return _page(contest, room)
    form = RoomForm()
    if form.validate_on_submit():
        names = ("code", "name", "entry_code", "networks", "version")
        try:
            saved = rooms.save(contest, room, {name: form[name].data for name in names})
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            flash(_("Đã lưu."), "success")
            return _to(saved)
    return _page(contest, room, own=form), 422


def _to(room: Room) -> Any:
    address = url_for("organising.room", contest_code=room.contest.code, room_code=room.code)
    return redirect(address, 303)


@bp.route("/c/<contest_code>/desk/rooms/new", methods=["GET", "POST"])
@allow(organises, on=finders.contest)
def new_room(contest: Contest) -> Any:
    """Add a room."""
    return _edit(contest, None)


@bp.route("/c/<contest_code>/desk/rooms/<room_code>", methods=["GET", "POST"])
@allow(organises, on=finders.room)
def room(room: Room) -> Any:
    """Change a room; its people."""
    return _edit(room.contest, room)


@bp.post("/c/<contest_code>/desk/rooms/<room_code>/remove")
@allow(organises, on=finders.room)
def remove_room(room: Room) -> Any:
    """Remove a room."""
    code = room.contest.code
    rooms.remove(room)
    flash(_("Đã xóa."), "success")
    return redirect(url_for("organising.rooms_list", contest_code=code), 303)


def _move(room: Room, name: str, form: Any, verb: Callable[[], int]) -> Any:
    if form.validate_on_submit():
        try:
            moved = verb()
        except Refused as refusal:
            db.session.rollback()
            form.refuse(refusal)
        else:
            flash(_("Đã chuyển %(count)s người.", count=moved), "success")
            return _to(room)
    return _page(room.contest, room, **{name: form}), 422


@bp.post("/c/<contest_code>/desk/rooms/<room_code>/unit")
@allow(organises, on=finders.room)
def room_takes_unit(room: Room) -> Any:
    """Everyone of a unit into the room."""
    form = RoomUnitForm()
    form.unit.choices = choices(people.unit_names(room.contest).items())
    return _move(
        room,
        "unit",
        form,
        lambda: rooms.take_unit(room, finders.unit(room.contest.code, form.unit.data)),
    )


@bp.post("/c/<contest_code>/desk/rooms/<room_code>/numbers")
@allow(organises, on=finders.room)
def room_takes_numbers(room: Room) -> Any:
    """Single people into the room, or (`out`) out of it."""
    form = RoomNumbersForm()
    target = None if "out" in request.form else room

    def verb() -> int:
        return rooms.take(room.contest, target, re.split(r"[\s,;]+", form.numbers.data.strip()))

    return _move(room, "numbers", form, verb)
