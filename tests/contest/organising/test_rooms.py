"""Rooms: storing them, moving people, their pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.organising import people, rooms
from contest.organising.models import Room
from tests.contest.playing.quizzes import person, sign_in
from tests.support.factories import Small, small

VALUES: dict[str, Any] = {"code": "p1", "name": "Phòng 1", "entry_code": "SEN", "networks": "10.0.0.0/8"}


@pytest.fixture
def world(app: Flask) -> Small:
    return small()


@pytest.fixture
def room(world: Small) -> Room:
    return rooms.save(world.contest, None, VALUES)


def seated(room: Room) -> list[str]:
    return [one.code for one in rooms.entrants(room)]


def test_people_move_by_unit_and_one_by_one(world: Small, room: Room) -> None:
    unit = next(one for one in world.contest.units if one.code == "a")
    assert (rooms.take_unit(room, unit), rooms.take_unit(room, unit)) == (2, 0)
    assert rooms.take(world.contest, room, ["003", "001"]) == 1
    assert sorted(seated(room)) == ["001", "002", "003"]
    assert rooms.take(world.contest, None, ["002"]) == 1
    assert rooms.counts(world.contest) == {room.id: 2, None: 1}
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "room.assign").order_by(AuditEntry.id)
    )
    assert [one.after["entrants"] for one in entries] == [["001", "002"], ["003"], ["002"]]


def test_an_unknown_number_moves_nobody(world: Small, room: Room) -> None:
    with pytest.raises(Invalid) as refusal:
        rooms.take(world.contest, room, ["001", "999", "998"])
    assert str(refusal.value) == "Hội thi không có số báo danh: 998, 999."
    assert seated(room) == []


def test_a_code_stands_for_one_room(world: Small, room: Room) -> None:
    with pytest.raises(Invalid) as refusal:
        rooms.save(world.contest, None, VALUES | {"name": "Khác"})
    assert refusal.value.field == "code"
    assert rooms.names(world.contest) == {"p1": "Phòng 1"}


def test_a_stale_page_changes_nothing(world: Small, room: Room) -> None:
    shown = room.version
    rooms.save(world.contest, room, VALUES | {"name": "Phòng lớn", "version": shown})
    with pytest.raises(Refused):
        rooms.save(world.contest, room, VALUES | {"name": "Phòng nhỏ", "version": shown})
    db.session.rollback()
    assert room.name == "Phòng lớn"


def test_a_room_with_people_stays(world: Small, room: Room) -> None:
    rooms.take(world.contest, room, ["001"])
    with pytest.raises(Refused):
        rooms.remove(room)
    rooms.take(world.contest, None, ["001"])
    rooms.remove(room)
    assert rooms.names(world.contest) == {}


def test_the_entrants_page_moves_one(world: Small, room: Room) -> None:
    entrant = world.entrants[0]
    values = {"code": "001", "name": entrant.name, "unit": "a", "group": "", "born": "", "status": "in"}
    people.save_entrant(world.contest, entrant, values | {"room": "p1", "version": entrant.version})
    assert seated(room) == ["001"]


def test_the_pages(world: Small, client: FlaskClient) -> None:
    sign_in(client, person("tochuc", world.contest, "organiser"))
    base = "/c/thu/desk/rooms"
    assert "Chưa có phòng thi nào." in client.get(base).text
    bad = client.post(f"{base}/new", data=VALUES | {"networks": "mạng"})
    assert (bad.status_code, "“mạng” không phải dải địa chỉ mạng" in bad.text) == (422, True)
    assert client.post(f"{base}/new", data=VALUES).status_code == 303
    assert client.post(f"{base}/new", data=VALUES).status_code == 422
    assert client.post(f"{base}/p1/unit", data={"unit": "a"}).status_code == 303
    wrong = client.post(f"{base}/p1/numbers", data={"numbers": "003, 999"})
    assert (wrong.status_code, "Hội thi không có số báo danh: 999." in wrong.text) == (422, True)
    client.post(f"{base}/p1/numbers", data={"numbers": "003\n002"})
    client.post(f"{base}/p1/numbers", data={"numbers": "002", "out": "1"})
    page = client.get(f"{base}/p1").text
    assert ("Nguyễn Văn An" in page, "Đỗ Thị Bình" in page, "Lê Hữu Cường" in page) == (True, False, True)
    assert client.post(f"{base}/p1/remove").status_code == 409
    assert "1 thí sinh chưa có phòng." in client.get(base).text
    assert client.get(f"{base}/p2").status_code == 404
