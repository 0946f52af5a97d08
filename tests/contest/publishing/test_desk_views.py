"""The organiser's results pages: what they show, what they do, and whom they refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from contest.judging.models import Sheet
from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import members
from contest.organising.models import Decision
from contest.publishing import decisions
from contest.publishing.models import Publication
from tests.contest.publishing import rounds
from tests.contest.publishing.rounds import World

OVERVIEW = "/c/hm2018/desk/results"
LIST = "/c/hm2018/desk/results/xa?unit=qt"


@pytest.fixture
def world(app: Flask) -> World:
    world = rounds.build()
    rounds.play(world)
    return world


@pytest.fixture
def organiser(client: FlaskClient, world: World) -> FlaskClient:
    rounds.sign_in(client, rounds.person("ban-to-chuc", world.contest))
    return client


@pytest.fixture(autouse=True)
def _after() -> Iterator[None]:
    with clock.freeze(rounds.AFTER):
        yield


def shown(text: str) -> str:
    (digest,) = re.findall(r'name="shown" type="hidden" value="([0-9a-f]{64})"', text)
    return str(digest)


def published() -> list[tuple[str, str]]:
    rows = db.session.scalars(select(Publication).order_by(Publication.id))
    return [(row.unit.code if row.unit else "", row.kind) for row in rows]


def test_the_overview_says_of_each_list_how_far_it_is(organiser: FlaskClient) -> None:
    text = organiser.get(OVERVIEW).text
    assert re.findall(r'name="lists" value="(\w+):', text) == ["qt"]
    assert "Đủ điểm" in text
    assert "1 chỗ bằng điểm" in text
    assert "chưa có thí sinh" in text


def test_what_is_ready_is_published_at_once(organiser: FlaskClient) -> None:
    ticked = re.findall(r'name="lists" value="([^"]+)"', organiser.get(OVERVIEW).text)
    answer = organiser.post(
        f"{OVERVIEW}/xa/publish-ready",
        data={"lists": [*ticked, "qv:" + "0" * 64], "kind": "official"},
        follow_redirects=True,
    )
    assert published() == [("qt", "official")]
    assert "Đã công bố 1 danh sách" in answer.text
    assert "Xã Quỳnh Vinh: Điểm hoặc xếp hạng vừa thay đổi" in answer.text


def test_nothing_ticked_publishes_nothing(organiser: FlaskClient) -> None:
    answer = organiser.post(f"{OVERVIEW}/xa/publish-ready", data={"kind": "official"}, follow_redirects=True)
    assert published() == []
    assert "Hãy chọn ít nhất một danh sách" in answer.text


def test_a_list_is_published_as_it_is_shown(organiser: FlaskClient, world: World) -> None:
    text = organiser.get(LIST).text
    answer = organiser.post(f"{OVERVIEW}/xa/publish/official", data={"unit": "qt", "shown": shown(text)})
    assert answer.status_code == 303
    assert published() == [("qt", "official")]
    assert answer.headers["Location"].startswith("/c/hm2018/results/xa/")
    assert [entrant.code for entrant in members.members(world.final)] == ["001"]


def test_an_old_page_publishes_nothing_and_shows_the_new_standings(
    organiser: FlaskClient, world: World
) -> None:
    old = shown(organiser.get(LIST).text)
    rounds.enter(world, "003", "49.5")
    answer = organiser.post(f"{OVERVIEW}/xa/publish/official", data={"unit": "qt", "shown": old})
    assert answer.status_code == 409
    assert "vừa thay đổi" in answer.text
    assert "49,50" in answer.text
    assert shown(answer.text) != old
    assert published() == []


def test_what_is_missing_is_listed_and_needs_a_reason(organiser: FlaskClient, world: World) -> None:
    assert "Đủ điểm, có thể công bố" in organiser.get(LIST).text
    for sheet in db.session.scalars(select(Sheet).where(Sheet.entrant_id == world.entrants["002"].id)):
        sheet.locked_at = None
    db.session.commit()
    page = organiser.get(LIST).text
    assert "<td>Xử lý tình huống</td><td>0/2</td>" in page
    form = {"unit": "qt", "shown": shown(page), "accept_gaps": "y"}
    answer = organiser.post(f"{OVERVIEW}/xa/publish/official", data=form)
    assert answer.status_code == 422
    assert "Hãy nêu lý do coi những phần còn thiếu là vắng" in answer.text
    assert organiser.post(f"{OVERVIEW}/xa/publish/official", data={**form, "reason": "Ốm"}).status_code == 303


def test_a_tie_is_decided_on_the_page(organiser: FlaskClient) -> None:
    page = organiser.get(f"{OVERVIEW}/xa?unit=qv").text
    assert "Hạng 1: Nguyễn Văn 101 (101), Nguyễn Văn 102 (102)" in re.sub(r"\s+", " ", page)
    form = {"unit": "qv", "kind": "order", "reason": "Trả lời phụ", "by": "Trưởng ban"}
    for entrant, place in (("102", "1"), ("101", "2")):
        answer = organiser.post(f"{OVERVIEW}/xa/decisions", data={**form, "entrant": entrant, "value": place})
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"{OVERVIEW}/xa?unit=qv"
    page = organiser.get(f"{OVERVIEW}/xa?unit=qv").text
    assert re.findall(r'class="who">([^<]+)', page) == ["Nguyễn Văn 102", "Nguyễn Văn 101"]
    assert "xếp thứ 1 trong những người bằng điểm" in page
    assert "theo quyết định của trưởng ban" in page


def test_a_wrong_decision_keeps_what_was_typed(organiser: FlaskClient) -> None:
    form = {
        "unit": "qt",
        "entrant": "001",
        "kind": "penalty",
        "value": "nhiều",
        "reason": "Quá giờ",
        "by": "Trưởng ban",
    }
    answer = organiser.post(f"{OVERVIEW}/xa/decisions", data=form)
    assert answer.status_code == 422
    assert "Hãy điền số điểm bị trừ" in answer.text
    assert 'value="nhiều"' in answer.text
    assert "Quá giờ" in answer.text
    assert db.session.scalars(select(Decision)).all() == []


def test_a_decision_without_a_reason_is_refused(organiser: FlaskClient) -> None:
    form = {"unit": "qt", "entrant": "001", "kind": "withdraw", "reason": "", "by": "Trưởng ban"}
    answer = organiser.post(f"{OVERVIEW}/xa/decisions", data=form)
    assert answer.status_code == 422
    assert "Cần điền ô này." in answer.text


def test_a_decision_is_taken_back_with_a_reason(organiser: FlaskClient) -> None:
    form = {"unit": "qt", "entrant": "001", "kind": "withdraw", "reason": "Ốm", "by": "Trưởng ban"}
    organiser.post(f"{OVERVIEW}/xa/decisions", data=form)
    decision = db.session.scalar(select(Decision))
    assert decision is not None
    remove = f"{OVERVIEW}/xa/decisions/{decision.id}/remove"
    organiser.post(remove, data={"unit": "qt", "of": "xa", "reason": ""})
    assert db.session.scalar(select(Decision.id)) == decision.id
    answer = organiser.post(remove, data={"unit": "qt", "of": "xa", "reason": "Nhầm người"})
    assert answer.headers["Location"] == LIST
    assert db.session.scalar(select(Decision.id)) is None


def test_a_substitute_is_shown_with_the_list_it_changes(organiser: FlaskClient) -> None:
    form = {
        "unit": "qt",
        "entrant": "003",
        "kind": "substitute",
        "value": "001",
        "reason": "Ốm",
        "by": "Trưởng ban",
    }
    assert organiser.post(f"{OVERVIEW}/xa/decisions", data=form).status_code == 303
    page = organiser.get(LIST).text
    assert "vào vòng sau thay cho 001" in page
    address = re.findall(r'action="(/c/hm2018/desk/results/ck/decisions/\d+/remove)"', page)
    answer = organiser.post(address[0], data={"unit": "qt", "of": "xa", "reason": "Đã khỏe"})
    assert answer.headers["Location"] == LIST


def test_the_page_shows_what_has_changed_since_publishing(organiser: FlaskClient, world: World) -> None:
    organiser.post(
        f"{OVERVIEW}/xa/publish/official", data={"unit": "qt", "shown": shown(organiser.get(LIST).text)}
    )
    assert "Khác với kết quả đang công bố" not in organiser.get(LIST).text
    rounds.enter(world, "003", "49")
    page = organiser.get(LIST).text
    assert "Khác với kết quả đang công bố" in page
    assert "hạng 3, 40,75 điểm" in page
    assert "hạng 1, 79,75 điểm" in page
    assert "điểm hiện nay đã khác" in organiser.get(OVERVIEW).text


@pytest.mark.parametrize(("form", "magic"), [("csv", b"stage,within"), ("xlsx", b"PK"), ("pdf", b"%PDF-")])
def test_drafts_can_be_taken_away_to_be_signed(organiser: FlaskClient, form: str, magic: bytes) -> None:
    assert organiser.get(f"{OVERVIEW}/xa/draft/{form}?unit=qt").data.startswith(magic)


@pytest.mark.parametrize("query", ["", "?unit=khac"])
def test_there_is_no_list_of_the_whole_stage_where_units_are_ranked(
    organiser: FlaskClient, query: str
) -> None:
    assert organiser.get(f"{OVERVIEW}/xa{query}").status_code == 404


def test_there_is_no_third_kind_of_result(organiser: FlaskClient) -> None:
    assert organiser.post(f"{OVERVIEW}/xa/publish/final", data={"unit": "qt"}).status_code == 404


def test_a_rehearsal_offers_nothing_to_publish(client: FlaskClient, world: World) -> None:
    rehearsal = rounds.build(code="thu", rehearsal_of=world.contest)
    rounds.play(rehearsal)
    rounds.sign_in(client, rounds.person("admin", is_admin=True))
    for address in ("/c/thu/desk/results", "/c/thu/desk/results/xa?unit=qt"):
        text = client.get(address).text
        assert "Công bố chính thức" not in text
        assert "DIỄN TẬP" in text
    digest = "0" * 64
    answer = client.post("/c/thu/desk/results/xa/publish/official", data={"unit": "qt", "shown": digest})
    assert answer.status_code == 409
    assert "không bao giờ được công bố" in answer.text
    assert published() == []


READ = [OVERVIEW, LIST, f"{OVERVIEW}/xa/draft/csv?unit=qt"]
WRITE = [
    f"{OVERVIEW}/xa/publish/official",
    f"{OVERVIEW}/xa/publish-ready",
    f"{OVERVIEW}/xa/decisions",
]


@pytest.mark.parametrize("role", ["judge", "secretary", "organiser"])
def test_each_role_gets_what_is_its_own(client: FlaskClient, world: World, role: str) -> None:
    rounds.sign_in(client, rounds.person("ai-do", world.contest, role))
    read = {client.get(address).status_code for address in READ}
    write = {client.post(address, data={"unit": "qt", "kind": "official"}).status_code for address in WRITE}
    assert read == ({403} if role == "judge" else {200})
    assert (write == {403}) is (role != "organiser")
    assert published() == []


def test_an_organiser_of_another_contest_is_a_stranger(client: FlaskClient, world: World) -> None:
    other = rounds.build(code="khac")
    rounds.sign_in(client, rounds.person("nguoi-khac", other.contest))
    assert {client.get(address).status_code for address in READ} == {403}
    assert {client.post(address).status_code for address in WRITE} == {403}


@pytest.mark.parametrize("role", ["judge", "secretary"])
def test_only_organisers_take_a_decision_back(client: FlaskClient, world: World, role: str) -> None:
    decision = decisions.record(
        world.commune, entrant_code="001", kind="withdraw", value="", reason="Ốm", by="Trưởng ban"
    )
    rounds.sign_in(client, rounds.person("ai-do", world.contest, role))
    remove = f"{OVERVIEW}/xa/decisions/{decision.id}/remove"
    assert client.post(remove, data={"unit": "qt", "of": "xa", "reason": "x"}).status_code == 403
    assert db.session.scalar(select(Decision.id)) is not None


def test_the_public_is_sent_to_sign_in(client: FlaskClient, world: World) -> None:
    assert {client.get(address).status_code for address in READ} == {302}
    assert {client.post(address).status_code for address in WRITE} == {302}


def test_no_id_is_there_twice(organiser: FlaskClient) -> None:
    for address in (OVERVIEW, LIST):
        ids = re.findall(r' id="([^"]+)"', organiser.get(address).text)
        assert sorted(ids) == sorted(set(ids))


def test_a_secretary_sees_no_form_that_would_be_refused(client: FlaskClient, world: World) -> None:
    rounds.sign_in(client, rounds.person("thu-ky", world.contest, "secretary"))
    text = client.get(LIST).text
    assert "Công bố chính thức" not in text
    assert "Ghi quyết định" not in text
