"""The public board: what it follows, what it must not show, and that many viewers cost one computation."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import event, select

from contest.judging.models import EnteredPoints, Sheet
from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.models import Window
from contest.publishing import boards, decisions, drafts, services
from contest.publishing.cache import VersionedCache
from tests.contest.publishing import rounds
from tests.contest.publishing.rounds import World

ROWS = "/c/hm2018/board/xa/rows?unit=qt"


@pytest.fixture
def world(app: Flask) -> World:
    app.extensions["boards"] = VersionedCache[boards.Board](check_seconds=0, make_seconds=0)
    world = rounds.build()
    rounds.enter(world, "001", "18")
    rounds.enter(world, "002", "20")
    rounds.mark(world, "001", ("18", "26"), ("19", "28"))
    rounds.mark(world, "002", ("16", "24"), ("16.5", "24.5"), locked=1)
    return world


def shown(world: World) -> list[tuple[int | None, str, str, dict[str, str]]]:
    board = boards.board(world.commune, world.units["qt"])
    assert board.table is not None
    return [(row.rank, row.entrant, row.total, dict(row.points)) for row in board.table.rows]


def publish(world: World, unit: str = "qt", *, official: bool = True) -> str:
    with clock.freeze(rounds.AFTER):
        shown = drafts.draft(world.commune, world.units[unit], clock.now()).digest
        return services.publish(
            world.commune, world.units[unit], "official" if official else "provisional",
            shown=shown, accept_gaps=True, reason="Vắng",
        ).digest  # fmt: skip


def test_a_judged_part_counts_once_every_sheet_is_locked(world: World) -> None:
    with clock.freeze(rounds.DURING):
        assert shown(world) == [
            (1, "001", "63.50", {"kien-thuc": "18.00", "tinh-huong": "45.50"}),
            (2, "002", "20.00", {"kien-thuc": "20.00", "tinh-huong": ""}),
            (None, "003", "", {"kien-thuc": "", "tinh-huong": ""}),
        ]
        for sheet in db.session.scalars(select(Sheet)):
            sheet.locked_at = rounds.DURING
        db.session.commit()
        assert shown(world)[1] == (2, "002", "60.50", {"kien-thuc": "20.00", "tinh-huong": "40.50"})


def test_a_running_board_says_nothing_of_prizes_promotion_or_judges(world: World) -> None:
    with clock.freeze(rounds.DURING):
        board = boards.board(world.commune, world.units["qt"])
    assert board.table is not None
    assert {
        (row.promoted, row.award, row.title, row.decided_by, row.missing, tuple(row.judges))
        for row in board.table.rows
    } == {("", "", "", "", (), ())}


def test_it_counts_what_is_finished(world: World) -> None:
    with clock.freeze(rounds.DURING):
        assert boards.board(world.commune, world.units["qt"]).counts == (
            ("Kiến thức chung", 2, 3),
            ("Xử lý tình huống", 1, 3),
        )


def test_unlocked_marks_reach_no_viewer(world: World, client: FlaskClient) -> None:
    with clock.freeze(rounds.DURING):
        text = client.get(ROWS).text
    assert "45,50" in text
    for hidden in ("40,00", "40,50", "41,00", "24,50"):
        assert hidden not in text


def test_a_running_attempt_reaches_no_viewer(world: World, client: FlaskClient) -> None:
    for row in db.session.scalars(select(EnteredPoints)):
        db.session.delete(row)
    rounds.sit(world, "003", "0", "0", finished=False)
    with clock.freeze(rounds.DURING + timedelta(minutes=19)):
        assert boards.board(world.commune, world.units["qt"]).counts[0] == ("Kiến thức chung", 0, 3)
        assert "20,00" not in client.get(ROWS).text
    # The attempt ends with the clock; nothing else has happened.
    with clock.freeze(rounds.DURING + timedelta(minutes=20)):
        assert boards.board(world.commune, world.units["qt"]).counts[0] == ("Kiến thức chung", 1, 3)
        assert "20,00" in client.get(ROWS).text


def test_a_hidden_board_shows_no_row_before_it_is_published(world: World, client: FlaskClient) -> None:
    world.commune.board = "hidden"
    db.session.commit()
    with clock.freeze(rounds.DURING):
        text = client.get(ROWS).text
        assert "Điểm được giữ kín" in text
        assert "Nguyễn Văn" not in text
    publish(world)
    assert "Nguyễn Văn 001" in client.get(ROWS).text


def test_after_publication_it_shows_the_frozen_copy(world: World, client: FlaskClient) -> None:
    digest = publish(world)
    rounds.enter(world, "003", "50")
    text = client.get(ROWS).text
    assert "Chính thức" in text
    assert digest in text
    assert "20/11/2026 13:00" in text
    assert "50,00" not in text
    assert "tạm tính" not in text


def test_a_provisional_result_is_called_so(world: World, client: FlaskClient) -> None:
    publish(world, official=False)
    text = client.get(ROWS).text
    assert "Tạm thời" in text
    assert "Chính thức" not in text


def test_the_clock_says_what_the_board_is(world: World, client: FlaskClient) -> None:
    for moment, said in (
        (rounds.OPENS - timedelta(hours=1), "Chưa bắt đầu"),
        (rounds.DURING, "Đang diễn ra – tạm tính"),
        (rounds.AFTER, "tạm tính, chờ công bố"),
    ):
        with clock.freeze(moment):
            assert said in client.get(ROWS).text


def test_an_unchanged_board_is_304_with_nothing_in_it(world: World, client: FlaskClient) -> None:
    with clock.freeze(rounds.DURING):
        first = client.get(ROWS)
        again = client.get(ROWS, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert "no-cache" in first.headers["Cache-Control"]
        rounds.enter(world, "003", "7")
        changed = client.get(ROWS, headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status_code == 200
        assert changed.headers["ETag"] != first.headers["ETag"]
        assert "7,00" in changed.text


def test_the_page_begins_with_the_rows_tag(world: World, client: FlaskClient) -> None:
    with clock.freeze(rounds.DURING):
        page = client.get("/c/hm2018/board/xa?unit=qt").text
        tag = client.get(ROWS).headers["ETag"]
    assert re.findall(r"data-tag='([^']+)'", page) == [tag]


def test_each_language_has_its_own_tag(world: World, client: FlaskClient) -> None:
    with clock.freeze(rounds.DURING):
        vietnamese = client.get(ROWS)
        client.set_cookie("lang", "en")
        g.pop("_flask_babel", None)  # the test's application context outlives a request
        english = client.get(ROWS, headers={"If-None-Match": vietnamese.headers["ETag"]})
    assert english.status_code == 200
    assert "45.50" in english.text
    assert "Cookie" in vietnamese.headers["Vary"]


@pytest.mark.parametrize(
    "change",
    [
        lambda world: rounds.enter(world, "003", "1"),
        lambda world: rounds.enter(world, "001", "17"),
        lambda world: rounds.mark(world, "003", ("1", "1"), ("1", "1")),
        lambda world: decisions.record(
            world.commune, entrant_code="001", kind="penalty", value="1", reason="x", by="x"
        ),
        lambda world: setattr(world.entrants["001"], "status", "disqualified"),
        lambda world: setattr(world.judges["qt"][0], "removed_at", rounds.DURING),
        lambda world: setattr(world.commune, "rules", {**rounds.COMMUNE_RULES, "round": {"total": 1}}),
        lambda world: db.session.delete(
            db.session.scalars(select(Sheet).where(Sheet.locked_at.is_not(None))).first()
        ),
    ],
    ids=["entered", "corrected", "marked", "decided", "disqualified", "judge removed", "rules", "sheet gone"],
)
def test_whatever_changes_the_standings_changes_the_board(world: World, change: object) -> None:
    with clock.freeze(rounds.DURING):
        before = shown(world)
        with clock.freeze(rounds.DURING + timedelta(seconds=1)):
            change(world)  # type: ignore[operator]
            db.session.commit()
            assert shown(world) != before


def test_the_close_of_the_window_changes_the_board(world: World) -> None:
    with clock.freeze(rounds.DURING):
        assert boards.board(world.commune, world.units["qt"]).moment == "open"
        window = db.session.scalar(select(Window))
        assert window is not None
        window.closes_at = rounds.DURING
        db.session.commit()
        assert boards.board(world.commune, world.units["qt"]).moment == "closed"


def test_a_thousand_viewers_cost_one_computation(world: World, app: Flask, client: FlaskClient) -> None:
    app.extensions["boards"] = VersionedCache[boards.Board](check_seconds=60)
    client.get(ROWS)
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        answers = {client.get(ROWS).status_code for _ in range(100)}
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert answers == {200}
    # The contest, the stage and the units of its lists are looked up; nothing of marks or answers is touched.
    assert len(statements) / 100 <= 5
    assert not [
        one for one in statements if re.search(r"\b(sheet|mark|attempt|answer|entered_points)\b", one)
    ]


def test_a_board_of_a_rehearsal_is_not_public(world: World, client: FlaskClient) -> None:
    rounds.build(code="thu", rehearsal_of=world.contest)
    answer = client.get("/c/thu/board/xa/rows?unit=qt", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert "/sign-in" in client.get("/c/thu/board/xa?unit=qt").headers["Location"]


def test_a_board_of_a_contest_that_is_not_public_is_not_either(world: World, client: FlaskClient) -> None:
    world.contest.is_public = False
    db.session.commit()
    assert client.get(ROWS).status_code == 302
    rounds.sign_in(client, rounds.person("giam-khao", world.contest, "judge"))
    assert client.get(ROWS).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/c/hm2018/board/xa/rows",
        "/c/hm2018/board/xa/rows?unit=khac",
        "/c/hm2018/board/nao/rows",
        "/c/x/board/xa",
    ],
)
def test_a_board_that_is_not_there(world: World, client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_stage_for_everyone_has_no_board_of_a_unit(world: World, client: FlaskClient) -> None:
    assert client.get("/c/hm2018/board/ck/rows?unit=qt").status_code == 404
    assert client.get("/c/hm2018/board/ck/rows").status_code == 200


def test_without_a_unit_the_page_offers_them(world: World, client: FlaskClient) -> None:
    text = client.get("/c/hm2018/board/xa").text
    assert "Phường Quỳnh Thiện" in text
    assert "Xã Quỳnh Vinh" in text
    assert "Nguyễn Văn" not in text


def test_the_hall_screen_has_no_bar_and_no_links(world: World, client: FlaskClient) -> None:
    text = client.get("/c/hm2018/board/xa?unit=qt&hall=1").text
    assert '<body class="hall">' in text
    assert 'class="bar"' not in text
    assert "Nguyễn Văn 001" in text
