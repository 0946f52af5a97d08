"""Points typed in: a table that two secretaries may have open at the same moment."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from contest.accounts import services as accounts
from contest.judging import entering
from contest.judging.entering import as_seen
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from contest.organising import services
from contest.organising.models import Entrant, Part
from tests.support.factories import Small, small

EMPTY = as_seen((None, None))


@pytest.fixture
def world(app: Flask) -> Small:
    return small()


@pytest.fixture
def part(world: Small) -> Part:
    rules: dict[str, Any] = {
        "code": "thanh-tich",
        "name": "Thành tích",
        "kind": "other",
        "method": "entered",
    }
    made = services.save_part(world.stage, None, rules | {"max": "10"}, None, "")
    db.session.commit()
    return made


@pytest.fixture
def client(app: Flask, part: Part) -> FlaskClient:
    user = accounts.add_user("quantri", "Nguyễn Thư Ký", None, is_admin=True)
    db.session.commit()
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = user.get_id(), True
    return client


def points_of(part: Part) -> dict[str, entering.Entry]:
    """What is stored, by the entrant's code."""
    db.session.expire_all()
    rows = entering.entered(part).values()
    return {db.session.get_one(Entrant, row.entrant_id).code: (row.points, row.seconds) for row in rows}


def test_what_changed_is_stored_once_and_noted(world: Small, part: Part) -> None:
    first, second = (one.id for one in world.entrants[:2])
    rows = {first: (Decimal("8.5"), Decimal(480)), second: (None, None)}
    assert entering.save_points(part, rows, {first: EMPTY, second: EMPTY}) == 1
    assert entering.save_points(part, rows, {first: EMPTY, second: EMPTY}) == 0
    assert points_of(part) == {"001": (Decimal("8.5"), Decimal(480))}
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "points.type")).one()
    assert (entry.before, entry.after) == (
        {"points": "", "seconds": ""},
        {"points": "8.5", "seconds": "480"},
    )


@pytest.mark.parametrize(
    ("points", "why"), [("-1", "không âm"), ("10.5", "cao nhất là 10"), ("1.0000001", "sáu chữ số")]
)
def test_one_bad_row_stores_none(world: Small, part: Part, points: str, why: str) -> None:
    first, second = (one.id for one in world.entrants[:2])
    rows = {first: (Decimal(8), None), second: (Decimal(points), None)}
    with pytest.raises(Invalid, match=why) as refused:
        entering.save_points(part, rows, {first: EMPTY, second: EMPTY})
    assert refused.value.field == str(second)
    db.session.rollback()
    assert points_of(part) == {}


def test_what_somebody_else_typed_in_between_is_not_overwritten(world: Small, part: Part) -> None:
    first = world.entrants[0].id
    entering.save_points(part, {first: (Decimal(8), None)}, {first: EMPTY})
    with pytest.raises(Invalid, match="điểm 8, thời gian – giây"):
        entering.save_points(part, {first: (Decimal(9), None)}, {first: EMPTY})
    db.session.rollback()
    assert points_of(part) == {"001": (Decimal(8), None)}
    # The same from both is no quarrel; and who has seen it may change it.
    assert entering.save_points(part, {first: (Decimal(8), None)}, {first: EMPTY}) == 0
    assert entering.save_points(part, {first: (Decimal(9), None)}, {first: as_seen((Decimal(8), None))}) == 1


def test_two_tables_open_at_once_lose_nothing(client: FlaskClient, world: Small, part: Part) -> None:
    desk, save = "/c/thu/desk/judging?stage=xa&part=thanh-tich", "/c/thu/desk/points/xa/thanh-tich"

    def fields() -> dict[str, str]:
        page = client.get(desk).get_data(as_text=True)
        found = re.findall(r'<input[^>]*name="([pws]-\d+)"[^>]*value="([^"]*)"', page)
        assert len(found) == 3 * len(world.entrants)
        return dict(found)

    first, second = (one.id for one in world.entrants[:2])
    mine, theirs = fields(), fields()
    assert client.post(save, data=theirs | {f"p-{first}": "8,5"}).status_code == 303
    # My table, opened before, has that row empty: it is not mine to empty.
    assert client.post(save, data=mine | {f"p-{second}": "7"}).status_code == 303
    assert points_of(part) == {"001": (Decimal("8.5"), None), "002": (Decimal(7), None)}

    answer = client.post(save, data=mine | {f"p-{first}": "6", f"s-{second}": "chín"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "“chín” không phải là số" in page
    assert f'href="#p-{second}"' in page and 'value="chín"' in page
    answer = client.post(save, data=mine | {f"p-{first}": "6"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Nguyễn Thư Ký vừa ghi dòng này: điểm 8,5" in page
    # What I typed stays in its box, beside what I left alone as it stands now.
    boxes = dict(re.findall(r'<input[^>]*name="(p-\d+)"[^>]*value="([^"]*)"', page))
    assert (boxes[f"p-{first}"], boxes[f"p-{second}"]) == ("6", "7")
    assert points_of(part)["001"] == (Decimal("8.5"), None)
    again = dict(re.findall(r'<input[^>]*name="([pws]-\d+)"[^>]*value="([^"]*)"', page))
    assert client.post(save, data=again).status_code == 303
    assert points_of(part) == {"001": (Decimal(6), None), "002": (Decimal(7), None)}
