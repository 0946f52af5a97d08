"""Judging through its pages: each address, as the judge, as another judge, as the secretary."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from contest.accounts import services as accounts
from contest.accounts.models import User
from contest.judging import services
from contest.judging.services import Seat
from contest.kernel.db import db
from tests.support.factories import Small, marks, small


@pytest.fixture
def world(app: Flask) -> Small:
    return small()


def as_user(app: Flask, user: User) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = user.get_id(), True
    return client


SHEET = "/c/thu/judging/xa/tinh-huong/001"


def send(client: FlaskClient, **fields: Any) -> Any:
    return client.post(SHEET, data={"version": "0", "note": "", **fields}, headers={"Accept": "text/html"})


def test_a_judge_locks_a_sheet_typed_with_a_decimal_comma(app: Flask, world: Small) -> None:
    client = as_user(app, world.users[0])
    assert client.get(SHEET).status_code == 200
    answer = send(client, lock="1", **{"m-phan-tich": "15,5", "m-giai-phap": "24"})
    assert answer.status_code == 303
    page = client.get(SHEET).get_data(as_text=True)
    assert "39,5" in page and "Phiếu đã khóa lúc" in page


def test_a_bad_mark_stays_in_its_box_with_the_reason(app: Flask, world: Small) -> None:
    answer = send(as_user(app, world.users[0]), **{"m-phan-tich": "15,3", "m-giai-phap": "abc"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="15,3"' in page and 'value="abc"' in page
    assert "“abc” không phải là số" in page
    assert services.sheet_of(Seat(world.part, world.entrants[0], world.judges[0])) is None


def test_a_draft_by_script_answers_with_the_exact_total(app: Flask, world: Small) -> None:
    client = as_user(app, world.users[0])
    fields = {"version": "0", "note": "", "m-phan-tich": "0.5", "m-giai-phap": "29.5"}
    answer = client.post(SHEET, data=fields, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["total"]) == (200, "30")
    again = client.post(SHEET, data=fields, headers={"Accept": "application/json"})
    assert again.status_code == 409 and "đã cũ" in again.json["error"]


def test_no_page_shows_another_judges_marks_before_both_are_locked(app: Flask, world: Small) -> None:
    services.save_sheet(
        Seat(world.part, world.entrants[0], world.judges[1]), marks("17.5", "27.5"), version=0, lock=True
    )
    client = as_user(app, world.users[0])
    for address in (
        "/c/thu/judging",
        SHEET,
        "/c/thu",
        "/c/thu/board/xa?unit=a",
        "/c/thu/board/xa/rows?unit=a",
        "/",
    ):
        page = client.get(address, headers={"Accept": "text/html"}).get_data(as_text=True)
        assert "17,5" not in page and "27,5" not in page and ">45<" not in page
    for address in (
        "/c/thu/desk/judging",
        "/c/thu/desk/judging/xa/tinh-huong/001",
        "/c/thu/desk/package.zip",
    ):
        assert client.get(address, headers={"Accept": "text/html"}).status_code == 403
    send(client, lock="1", **{"m-phan-tich": "10", "m-giai-phap": "10"})
    assert ">45<" in client.get(SHEET).get_data(as_text=True)


def test_the_secretary_types_paper_and_reopens_with_a_reason(app: Flask, world: Small) -> None:
    secretary = accounts.add_user("thuky", "Thư ký", None)
    accounts.grant(secretary, world.contest.id, "secretary")
    db.session.commit()
    client, judge = as_user(app, secretary), world.judges[1]
    address = "/c/thu/desk/judging/xa/tinh-huong/001"
    fields = {
        "judge": judge.id,
        "version": "0",
        f"j{judge.id}-phan-tich": "18",
        f"j{judge.id}-giai-phap": "25,5",
        "lock": "1",
    }
    assert client.post(address, data=fields).status_code == 303
    sheet = services.sheet_of(Seat(world.part, world.entrants[0], judge))
    assert sheet is not None and sheet.typed_by == "Thư ký" and sheet.locked_at is not None
    client.post(f"{address}/reopen", data={"judge": judge.id, "reason": ""})
    db.session.expire_all()
    assert sheet.locked_at is not None
    client.post(f"{address}/reopen", data={"judge": judge.id, "reason": "Sai số"})
    db.session.expire_all()
    assert sheet.locked_at is None
