"""The invigilator's pages: the live list, one person, retakes, minutes, and whom they are for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from lxml import html

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.models import Room
from contest.playing import helping, retakes, services
from contest.playing.models import HelpRequest
from tests.contest.playing.quizzes import DURING, Quiz, person, sign_in

LIST = "/c/thu/desk/quizzes/xa/kien-thuc"


@pytest.fixture
def invigilator(quiz: Quiz, client: FlaskClient) -> FlaskClient:
    """Signed in as one."""
    sign_in(client, person("coi", quiz.contest, "invigilator"))
    return client


def codes(page: str) -> list[str]:
    """The candidate numbers of the list, as it stands on a page."""
    links = html.fromstring(page).xpath("//table[contains(@class,'seats')]/tbody//th/a")
    return [link.text.strip() for link in links]


def test_an_invigilator_has_the_desk_and_nothing_else(quiz: Quiz, invigilator: FlaskClient) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    services.finish(attempt)
    page = invigilator.get(LIST).text
    assert ("Nguyễn Văn 1" in page, "/desk/entrants" in page) == (True, False)
    assert f"attempt/{attempt.id}" not in invigilator.get(f"{LIST}/seats/001").text
    assert invigilator.get("/contests").text.count("/c/thu/desk/quizzes") == 1
    refused = ("desk", "desk/entrants", "desk/people", "desk/slips", f"desk/quizzes/attempt/{attempt.id}")
    assert {invigilator.get(f"/c/thu/{address}").status_code for address in refused} == {403}


def test_a_secretary_may_open_a_closed_paper(quiz: Quiz, client: FlaskClient) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    services.finish(attempt)
    sign_in(client, person("ghi", quiz.contest, "secretary"))
    assert f"attempt/{attempt.id}" in client.get(f"{LIST}/seats/001").text


def test_the_list_is_sent_again_only_when_it_changed(quiz: Quiz, invigilator: FlaskClient) -> None:
    first = invigilator.get(f"{LIST}/seats")
    again = {"If-None-Match": first.headers["ETag"]}
    compressed = invigilator.get(f"{LIST}/seats", headers={"Accept-Encoding": "br"}).headers["ETag"]
    assert compressed != first.headers["ETag"]
    assert invigilator.get(f"{LIST}/seats", headers={"If-None-Match": compressed}).status_code == 304
    assert (first.status_code, invigilator.get(f"{LIST}/seats", headers=again).status_code) == (200, 304)
    # The same list in English, or narrowed, is another one.
    assert invigilator.get(f"{LIST}/seats?state=waiting", headers=again).status_code == 200
    attempt = services.begin(quiz.entrants[0], quiz.part)
    assert invigilator.get(f"{LIST}/seats", headers=again).status_code == 200
    begun = {"If-None-Match": invigilator.get(f"{LIST}/seats").headers["ETag"]}
    assert invigilator.get(f"{LIST}/seats", headers=begun).status_code == 304
    # Nothing is stored, but time passes: the page is away now.
    with clock.freeze(DURING + timedelta(minutes=2)):
        assert invigilator.get(f"{LIST}/seats", headers=begun).status_code == 200
    helping.ask(attempt, "")
    assert invigilator.get(f"{LIST}/seats", headers=begun).status_code == 200


def test_narrowed(quiz: Quiz, invigilator: FlaskClient) -> None:
    quiz.entrants[1].room = Room(contest=quiz.contest, code="p2", name="Phòng 2", entry_code="", networks="")
    db.session.commit()
    services.begin(quiz.entrants[0], quiz.part)
    found = {
        query: codes(invigilator.get(f"{LIST}?{query}").text)
        for query in (
            "",
            "state=answering",
            "state=attention",
            "words=van+2",
            "words=001",
            "room=p2",
            "unit=qt",
            "room=?",
        )
    }
    both = ["001", "002"]
    assert list(found.values()) == [both, ["001"], [], ["002"], ["001"], ["002"], both, both]


def test_a_call_is_answered(quiz: Quiz, invigilator: FlaskClient) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    sign_in(invigilator, quiz.entrants[0])
    assert (
        invigilator.post(f"{quiz.path}/help", data={"text": "  Máy   treo "}).location == f"{quiz.path}/paper"
    )
    invigilator.post(f"{quiz.path}/help", data={"text": ""})
    call = db.session.query(HelpRequest).one()  # who calls twice waits once
    assert (call.text, "Đã báo giám thị" in invigilator.get(f"{quiz.path}/paper").text) == ("Máy treo", True)
    sign_in(invigilator, person("coi2", quiz.contest, "invigilator"))
    assert "Máy treo" in invigilator.get(LIST).text
    invigilator.post(f"{LIST}/calls/{call.id}")
    assert (call.answered_at, call.answered_by, helping.waiting(attempt)) == (DURING, "coi2", None)


def test_an_attempt_is_ended_by_hand(quiz: Quiz, invigilator: FlaskClient) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    address = f"{LIST}/seats/001/end/{attempt.id}"
    page = invigilator.post(address, data={"end-reason": ""})
    assert (page.status_code, "Cần điền ô này." in page.text, attempt.finished_at) == (422, True, None)
    assert invigilator.post(address, data={"end-reason": "Trao đổi bài"}).location == f"{LIST}/seats/001"
    assert attempt.finished_at == DURING
    assert invigilator.post(address, data={"end-reason": "Lần nữa"}).status_code == 422
    assert invigilator.post(f"{LIST}/seats/002/end/{attempt.id}").status_code == 404
    minutes = invigilator.get(f"{LIST}/minutes").text
    assert ("Trao đổi bài" in minutes, "001, lần 1" in minutes) == (True, True)


def test_a_new_slip_ends_the_former_device(quiz: Quiz, invigilator: FlaskClient) -> None:
    entrant = quiz.entrants[0]
    entrant.slip_hash = "x"
    db.session.commit()
    page = invigilator.post(f"{LIST}/seats/001/slip").text
    assert (entrant.name in page, "slip-code" in page, entrant.session_version) == (True, True, 2)


def test_retakes_for_listed_people(quiz: Quiz, invigilator: FlaskClient) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    sent = {
        "retake-numbers": "001, 002",
        "retake-opens_at": "2026-11-21T08:00",
        "retake-closes_at": "2026-11-21T24:00",
        "retake-reason": "Mất điện phòng 1",
    }
    page = invigilator.post(f"{LIST}/retakes", data=sent | {"retake-numbers": "001, 404"})
    assert (page.status_code, "Không có số báo danh 404" in page.text) == (422, True)
    assert invigilator.post(f"{LIST}/retakes", data=sent).location == f"{LIST}/retakes"
    first, second = retakes.retakes(quiz.part)
    assert (first.attempt, second.attempt, attempt.void_reason) == (attempt, None, "Mất điện phòng 1")
    minutes = invigilator.get(f"{LIST}/minutes").text
    assert minutes.count("Mất điện phòng 1") == 2
    assert "21/11/2026 08:00" in minutes
    invigilator.post(f"{LIST}/retakes/{second.id}/revoke", data={"reason": "Không đến"})
    assert second.revoked_at == DURING
    assert "Đã thu hồi lúc" in invigilator.get(f"{LIST}/minutes").text


def test_retake_page_offers_the_person(quiz: Quiz, invigilator: FlaskClient) -> None:
    assert ">\r\n002</textarea>" in invigilator.get(f"{LIST}/retakes?number=002").text
    assert 'value="002"' in invigilator.get(f"{LIST}/measures?number=002").text


def test_devices_are_noted_once(quiz: Quiz, client: FlaskClient) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    sign_in(client, quiz.entrants[0])
    for _ in range(2):
        client.get(f"{quiz.path}/paper")
    client.delete_cookie("device")
    client.get(f"{quiz.path}/paper")
    sign_in(client, person("coi", quiz.contest, "invigilator"))
    page = client.get(f"{LIST}/seats/001").text
    assert (page.count("từ địa chỉ 127.0.0.1"), "<dd>2</dd>" in page, attempt.number) == (2, True, 1)


def test_a_contest_with_several_quizzes_lets_one_choose(quiz: Quiz, invigilator: FlaskClient) -> None:
    assert invigilator.get("/c/thu/desk/quizzes").location == LIST
    assert invigilator.get("/c/thu/desk/quizzes?stage=xa&part=kien-thuc").location == LIST
