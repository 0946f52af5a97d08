"""Units and entrants: adding, changing, taking in whole lists. Each verb owns its transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from contest.kernel import audit
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.forms import check_version
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean, fold, name_key
from contest.organising import members, rooms
from contest.organising.lists import Cells
from contest.organising.models import Contest, Entrant, Room, Unit

# --- units


def unit_names(contest: Contest) -> dict[str, str]:
    """{code: name} of a contest's units, in order."""
    rows = db.session.execute(
        select(Unit.code, Unit.name).where(Unit.contest_id == contest.id).order_by(Unit.position, Unit.id)
    )
    return dict(rows.all())


def unit_rows(contest: Contest) -> list[tuple[Unit, int, int]]:
    """The tree in reading order: (unit, depth from 0, number of its own entrants)."""
    units = list(contest.units)
    counts = dict(
        db.session.execute(
            select(Entrant.unit_id, func.count())
            .where(Entrant.contest_id == contest.id)
            .group_by(Entrant.unit_id)
        ).all()
    )
    parents = {unit.id: unit.parent_id for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        # A circle in the data must not hide units: such a unit stands at the top.
        chain = members.unit_chain(unit.parent_id, parents)
        below.setdefault(None if unit.id in chain else unit.parent_id, []).append(unit)
    found: list[tuple[Unit, int, int]] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit in below.get(parent, []):
            found.append((unit, depth, counts.get(unit.id, 0)))
            walk(unit.id, depth + 1)

    walk(None, 0)
    return found


def save_unit(contest: Contest, unit: Unit | None, values: dict[str, Any]) -> Unit:
    """Add a unit (None) or change one. `values`: code, name, kind, headcount, parent (code or "")."""
    code = values["code"]
    twin = db.session.scalar(select(Unit).where(Unit.contest_id == contest.id, Unit.code == code))
    if twin is not None and twin is not unit:
        raise Invalid(message(N_("Đã có đơn vị mang mã “%(code)s”."), code=code), "code")
    parent = next((one for one in contest.units if one.code == values["parent"]), None)
    if (
        unit is not None
        and parent is not None
        and unit.id in members.unit_chain(parent.id, members.unit_parents(contest.id))
    ):
        raise Invalid(
            message(N_("Một đơn vị không thể trực thuộc chính nó hay đơn vị cấp dưới của nó.")), "parent"
        )
    before = _unit_plain(unit) if unit is not None else None
    is_moved = unit is not None and unit.parent is not parent
    if unit is None:
        unit = Unit(contest_id=contest.id, position=_next_position(contest))
        db.session.add(unit)
    unit.code, unit.name, unit.kind = code, clean(values["name"]), values["kind"]
    unit.headcount, unit.parent = values["headcount"], parent
    with _together():
        audit.record(
            "unit.save",
            f"unit:{contest.code}/{code}",
            contest_id=contest.id,
            before=before,
            after=_unit_plain(unit),
        )
        if is_moved:
            rooms.tell_moved(contest)
        db.session.commit()
    return unit


def remove_unit(unit: Unit) -> None:
    """Remove a unit that no entrant and no other unit belongs to."""
    used = db.session.scalar(select(func.count()).where(Entrant.unit_id == unit.id))
    below = db.session.scalar(select(func.count()).where(Unit.parent_id == unit.id))
    if used or below:
        raise Refused(
            message(
                N_("Đơn vị “%(name)s” còn thí sinh hoặc đơn vị cấp dưới nên chưa xóa được."), name=unit.name
            )
        )
    if rooms.is_spoken_of(unit):
        text = N_("Biên bản của hội thi có ghi về đơn vị “%(name)s” nên không xóa được.")
        raise Refused(message(text, name=unit.name))
    audit.record(
        "unit.remove",
        f"unit:{unit.contest.code}/{unit.code}",
        contest_id=unit.contest_id,
        before=_unit_plain(unit),
    )
    db.session.delete(unit)
    db.session.commit()


def import_units(contest: Contest, rows: Sequence[Cells]) -> int:
    """Store a checked list of units, all or nothing; how many."""
    _refuse_problems(rows)
    with _together():
        return _import_units(contest, rows)


def _import_units(contest: Contest, rows: Sequence[Cells]) -> int:
    position = _next_position(contest)
    made = {}
    for at, row in enumerate(rows):
        values = row.values
        unit = Unit(
            contest=contest,
            code=values["code"],
            name=values["name"],
            kind=values.get("kind", ""),
            headcount=int(values["headcount"]) if values.get("headcount") else None,
            position=position + at,
        )
        made[unit.code] = unit
    db.session.add_all(made.values())
    db.session.flush()
    known = {unit.code: unit for unit in contest.units} | made
    for row in rows:
        if row.values.get("parent"):
            made[row.values["code"]].parent = known[row.values["parent"]]
    audit.record(
        "units.import", f"contest:{contest.code}", contest_id=contest.id, after={"units": sorted(made)}
    )
    db.session.commit()
    return len(made)


def _unit_plain(unit: Unit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "headcount": unit.headcount,
        "parent": unit.parent.code if unit.parent else "",
    }


# --- entrants


def entrants(
    contest: Contest, words: str = "", unit: Unit | None = None, status: str = ""
) -> Select[Entrant]:
    """The query for a contest's entrants by name; `words` are parts of numbers and names, folded."""
    query = select(Entrant).where(Entrant.contest_id == contest.id).order_by(Entrant.sort_key, Entrant.code)
    for word in fold(words).split():
        query = query.where(Entrant.search.contains(word, autoescape=True))
    if unit is not None:
        query = query.where(Entrant.unit_id.in_(members.unit_tree(unit)))
    if status:
        query = query.where(Entrant.status == status)
    return query


def save_entrant(
    contest: Contest, entrant: Entrant | None, values: dict[str, Any], reason: str = ""
) -> Entrant:
    """Add an entrant (None) or change one.

    `values`: code, name, unit, room (codes, or ""), group, born, status, and `version` of the row that was shown.
    A change of status needs a reason.
    """
    code = values["code"]
    twin = db.session.scalar(select(Entrant).where(Entrant.contest_id == contest.id, Entrant.code == code))
    if twin is not None and twin is not entrant:
        raise Invalid(message(N_("Số báo danh “%(code)s” đã có."), code=code), "code")
    unit = next((unit for unit in contest.units if unit.code == values["unit"]), None)
    room = rooms.by_code(contest).get(values.get("room", ""))
    before = None
    if entrant is None:
        entrant = Entrant(contest_id=contest.id, version=1, status="in", extra={})
        db.session.add(entrant)
    else:
        check_version(values.get("version"), entrant.version)
        before = _entrant_plain(entrant)
        if values["status"] != entrant.status and not reason:
            raise Invalid(message(N_("Hãy ghi lý do đổi trạng thái.")), "reason")
        entrant.version += 1
    entrant.code, entrant.name = code, clean(values["name"])
    entrant.sort_key, entrant.search = name_key(entrant.name), fold(f"{code} {entrant.name}")[:400]
    is_moved = entrant.room is not room or entrant.unit is not unit
    entrant.unit, entrant.room, entrant.group = unit, room, values["group"]
    entrant.born, entrant.status = values["born"], values["status"]
    with _together():
        audit.record(
            "entrant.save",
            f"entrant:{contest.code}/{code}",
            contest_id=contest.id,
            before=before,
            after=_entrant_plain(entrant),
            reason=reason or None,
        )
        if is_moved:
            rooms.tell_moved(contest)
        db.session.commit()
    return entrant


def import_entrants(
    contest: Contest,
    rows: Sequence[Cells],
    new_units: Mapping[str, str] | None = None,
    new_rooms: Mapping[str, str] | None = None,
) -> int:
    """Store a checked list of entrants and the units and rooms {code: name} that it brings, all or nothing; how many
    entrants."""
    _refuse_problems(rows)
    with _together():
        return _import_entrants(contest, rows, new_units or {}, new_rooms or {})


def _import_entrants(
    contest: Contest, rows: Sequence[Cells], new_units: Mapping[str, str], new_rooms: Mapping[str, str]
) -> int:
    position = _next_position(contest)
    for at, (code, name) in enumerate(new_units.items()):
        db.session.add(Unit(contest=contest, code=code, name=name, position=position + at))
    for code, name in new_rooms.items():
        db.session.add(Room(contest_id=contest.id, code=code, name=name))
    db.session.flush()
    units = {unit.code: unit.id for unit in contest.units}
    known_rooms = {code: room.id for code, room in rooms.by_code(contest).items()}
    made = [
        {
            "contest_id": contest.id,
            "code": row.values["code"],
            "name": row.values["name"],
            "sort_key": name_key(row.values["name"]),
            "search": fold(f"{row.values['code']} {row.values['name']}")[:400],
            "unit_id": units.get(row.values.get("unit", "")),
            "room_id": known_rooms.get(row.values.get("room", "")),
            "group": row.values.get("group", ""),
            "born": row.values.get("born", ""),
            "status": row.values["status"],
            "extra": dict(row.extra),
        }
        for row in rows
    ]
    db.session.execute(insert(Entrant), made)
    after: dict[str, Any] = {"entrants": [row["code"] for row in made]}
    if new_units:
        after["units"] = list(new_units)
    if new_rooms:
        after["rooms"] = list(new_rooms)
    audit.record("entrants.import", f"contest:{contest.code}", contest_id=contest.id, after=after)
    db.session.commit()
    return len(made)


@contextmanager
def _together() -> Iterator[None]:
    """Two people who store at once: the later one is told to look again, and nothing of theirs is kept."""
    try:
        yield
    except IntegrityError:
        db.session.rollback()
        raise Refused(
            message(N_("Người khác vừa lưu danh sách này. Hãy tải lại trang rồi xem lại."))
        ) from None


def _next_position(contest: Contest) -> int:
    return max((unit.position for unit in contest.units), default=0) + 1


def _refuse_problems(rows: Sequence[Cells]) -> None:
    wrong = [problem for row in rows for problem in row.problems]
    if wrong:
        raise Invalid(
            message(N_("Còn %(count)s dòng lỗi nên chưa nhập. %(first)s"), count=len(wrong), first=wrong[0])
        )
    if not rows:
        raise Invalid(message(N_("Không có dòng nào dưới dòng tiêu đề.")))


def _entrant_plain(entrant: Entrant) -> dict[str, Any]:
    return {
        "code": entrant.code,
        "name": entrant.name,
        "unit": entrant.unit.code if entrant.unit else "",
        "room": entrant.room.code if entrant.room else "",
        "group": entrant.group,
        "born": entrant.born,
        "status": entrant.status,
    }
