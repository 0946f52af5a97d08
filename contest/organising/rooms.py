"""Rooms of a contest, and who sits in which. Each verb owns its transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from contest.kernel import audit
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.forms import check_version
from contest.kernel.messages import N_, message
from contest.organising import members, networks
from contest.organising.models import Contest, Entrant, Room, Unit

Moved = Callable[[Contest], None]
Used = Callable[[Room | Unit], bool]
_moved: list[Moved] = []
_used: list[Used] = []


def on_move(asked: Moved) -> Moved:
    """Register what a room above has to bring up to date when people change rooms or units, before the commit."""
    _moved.append(asked)
    return asked


def on_use(asked: Used) -> Used:
    """Register how a room above knows that its records speak of a room or a unit, which then stays."""
    _used.append(asked)
    return asked


def is_spoken_of(place: Room | Unit) -> bool:
    """Whether any record speaks of a room or a unit."""
    return any(asked(place) for asked in _used)


def rooms(contest: Contest) -> Sequence[Room]:
    """A contest's rooms, by code."""
    return db.session.scalars(select(Room).where(Room.contest_id == contest.id).order_by(Room.code)).all()


def by_code(contest: Contest) -> dict[str, Room]:
    """{code: room} of a contest."""
    return {room.code: room for room in rooms(contest)}


def names(contest: Contest) -> dict[str, str]:
    """{code: name} of a contest's rooms."""
    return {room.code: room.name for room in rooms(contest)}


def counts(contest: Contest) -> dict[int | None, int]:
    """{room id, None for those without one: number of entrants}."""
    query = select(Entrant.room_id, func.count()).where(Entrant.contest_id == contest.id)
    return dict(db.session.execute(query.group_by(Entrant.room_id)).all())


def entrants(room: Room) -> Sequence[Entrant]:
    """Who sits in a room, by name."""
    query = select(Entrant).where(Entrant.room_id == room.id)
    return db.session.scalars(query.order_by(Entrant.sort_key, Entrant.code)).all()


def save(contest: Contest, room: Room | None, values: dict[str, Any]) -> Room:
    """Add a room (None) or change one. `values`: code, name, entry_code, networks, and `version` of what was shown."""
    plain = networks.plain(values["networks"] or "")
    before = _plain(room) if room is not None else None
    if room is None:
        room = Room(contest_id=contest.id)
        db.session.add(room)
    else:
        check_version(values["version"], room.version)
    room.code, room.name = values["code"], values["name"]
    room.entry_code, room.networks = values["entry_code"] or "", plain
    subject = f"room:{contest.code}/{room.code}"
    audit.record("room.save", subject, contest_id=contest.id, before=before, after=_plain(room))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise Invalid(message(N_("Đã có phòng mang mã “%(code)s”."), code=values["code"]), "code") from None
    return room


def remove(room: Room) -> None:
    """Remove a room that nobody sits in and no record speaks of. Raises Refused."""
    contest = room.contest
    if counts(contest).get(room.id) or is_spoken_of(room):
        text = N_("Phòng “%(name)s” còn thí sinh, hoặc đã có trong biên bản coi thi, nên chưa xóa được.")
        raise Refused(message(text, name=room.name))
    subject = f"room:{contest.code}/{room.code}"
    audit.record("room.remove", subject, contest_id=contest.id, before=_plain(room))
    db.session.delete(room)
    db.session.commit()


def take_unit(room: Room, unit: Unit) -> int:
    """Everyone of a unit and those below it into a room; how many were moved."""
    moved = _put(room.contest, room, Entrant.unit_id.in_(members.unit_tree(unit)))
    db.session.commit()
    return moved


def take(contest: Contest, room: Room | None, numbers: Collection[str]) -> int:
    """Those with these candidate numbers into a room, or out of any (None); how many were moved. Raises Invalid."""
    known = set(db.session.scalars(select(Entrant.code).where(Entrant.contest_id == contest.id)))
    missing = sorted(set(numbers) - known)
    if missing:
        text = message(N_("Hội thi không có số báo danh: %(codes)s."), codes=", ".join(missing[:20]))
        raise Invalid(text, "numbers")
    moved = _put(contest, room, Entrant.code.in_(numbers))
    db.session.commit()
    return moved


def _put(contest: Contest, room: Room | None, who: Any) -> int:
    """Move those who are elsewhere. The caller commits."""
    room_id = room.id if room else None
    elsewhere = Entrant.room_id.is_distinct_from(room_id)
    query = (
        select(Entrant.code).where(Entrant.contest_id == contest.id, who, elsewhere).order_by(Entrant.code)
    )
    codes = db.session.scalars(query).all()
    if not codes:
        return 0
    db.session.execute(
        update(Entrant)
        .where(Entrant.contest_id == contest.id, Entrant.code.in_(codes))
        .values(room_id=room_id, version=Entrant.version + 1)
    )
    subject = f"room:{contest.code}/{room.code if room else ''}"
    audit.record("room.assign", subject, contest_id=contest.id, after={"entrants": list(codes)})
    tell_moved(contest)
    return len(codes)


def tell_moved(contest: Contest) -> None:
    """People of a contest have changed rooms or units. The caller commits."""
    db.session.flush()
    for asked in _moved:
        asked(contest)


def _plain(room: Room) -> dict[str, Any]:
    return {name: getattr(room, name) for name in ("code", "name", "entry_code", "networks")}
