"""Which sheets a judge is shown: their own, of the panel that counts for each entrant, and nothing else is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from contest.accounts import services as accounts
from contest.judging import seating, services
from contest.judging.services import Seat
from contest.kernel.db import db
from contest.organising import people
from contest.organising import services as organising
from tests.support.factories import CRITERIA, Small, entrant, marks, small


@pytest.fixture
def world(app: Flask) -> Small:
    return small()


def shown(world: Small, judge: int = 0) -> list[tuple[str, str, bool, bool]]:
    """(part, entrant, begun, locked) of what a judge is shown."""
    found = services.seats_of(world.contest, world.users[judge].key)
    return [(part.code, one.entrant.code, one.is_begun, one.is_locked) for part, own in found for one in own]


def is_whom_they_mark(world: Small) -> None:
    """What is shown is what each sheet's own page would say."""
    for at, user in enumerate(world.users):
        seats = [
            (part.code, one.code)
            for part in services.judged_parts(world.contest)
            for one in world.entrants
            if services.seat_of(part, one, user.key).judge is not None
        ]
        assert [row[:2] for row in shown(world, at)] == seats


def test_sheets_by_name_and_how_far_they_are(world: Small) -> None:
    services.save_sheet(
        Seat(world.part, world.entrants[0], world.judges[0]), marks("10", "10"), version=0, lock=True
    )
    services.save_sheet(Seat(world.part, world.entrants[1], world.judges[0]), marks("10", None), version=0)
    services.save_sheet(Seat(world.part, world.entrants[2], world.judges[0]), marks(None, None), version=0)
    services.save_sheet(
        Seat(world.part, world.entrants[2], world.judges[1]), marks("10", "10"), version=0, lock=True
    )
    assert shown(world) == [
        ("tinh-huong", "001", True, True),
        ("tinh-huong", "002", True, False),
        ("tinh-huong", "003", False, False),
    ]
    is_whom_they_mark(world)


def test_the_panel_that_counts(world: Small) -> None:
    rules = {
        "code": "hung-bien",
        "name": "Hùng biện",
        "kind": "presentation",
        "method": "panel",
        "criteria": CRITERIA,
    }
    speech = organising.save_part(world.stage, None, rules, None, "")
    above = {"code": "tinh", "name": "Tỉnh", "kind": "tỉnh", "headcount": None, "parent": ""}
    people.save_unit(world.contest, None, above)
    commune = next(unit for unit in world.contest.units if unit.code == "b")
    values = {"code": "b", "name": "Xã B", "kind": "xã", "headcount": 30, "parent": "tinh"}
    people.save_unit(world.contest, commune, values)
    people.save_entrant(world.contest, None, entrant("004", "Vũ Thị Dung", ""))
    province = next(unit for unit in world.contest.units if unit.code == "tinh")
    # The second judge and one more mark whoever is of the province, and the third alone the speeches of all others.
    world.users.append(accounts.add_user("thu-gk4", "Giám khảo 4", None))
    db.session.commit()
    for code, part, unit, judge in (("t", None, province, 1), ("h", speech, None, 2)):
        panel = seating.add_panel(world.stage, part, unit)
        seating.seat(panel, code, world.users[judge].name, True, world.users[judge].username)
        if part is None:
            seating.seat(panel, "t4", "Giám khảo 4", False, "thu-gk4")
    assert [row[:2] for row in shown(world, 3)] == [("tinh-huong", "003")]
    assert [row[:2] for row in shown(world, 0)] == [
        ("tinh-huong", "001"),
        ("tinh-huong", "002"),
        ("tinh-huong", "004"),
    ]
    assert ("tinh-huong", "003") in [row[:2] for row in shown(world, 1)]
    assert ("hung-bien", "004") in [row[:2] for row in shown(world, 2)]
    world.entrants = [*world.entrants, db.session.query(type(world.entrants[0])).filter_by(code="004").one()]
    is_whom_they_mark(world)


def test_who_was_removed_and_who_withdrew_are_not_shown(world: Small) -> None:
    values = entrant("002", "Đỗ Thị Bình", "a", "withdrawn") | {"version": world.entrants[1].version}
    people.save_entrant(world.contest, world.entrants[1], values, "Ốm")
    assert [row[1] for row in shown(world)] == ["001", "003"]
    seating.remove(world.judges[0], "Ốm")
    assert shown(world) == []
    assert services.seats_of(world.contest, accounts.add_user("khac", "Khác", None).key) == []


@contextmanager
def queries() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_list_takes_seven_queries(app: Flask, world: Small) -> None:
    contest_id, key = world.contest.id, world.users[0].key
    db.session.expunge_all()
    contest = db.session.get_one(type(world.contest), contest_id)
    with queries() as seen:
        [(_, own)] = services.seats_of(contest, key)
        assert [one.entrant.unit.name for one in own if one.entrant.unit] == ["Xã A", "Xã A", "Xã B"]
    assert len(seen) == 7
