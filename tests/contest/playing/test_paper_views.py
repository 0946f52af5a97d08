"""Blueprints, printed papers and sheets that are typed in, through the pages of those who do it."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.vietnamese import fold
from contest.organising.models import Entrant, Part
from contest.playing import printing, services, typed_sheets
from contest.playing.models import Answer, Attempt, DrawnPaper, TypedSheet
from question_bank import services as bank
from tests.contest.playing.quizzes import Quiz, build, person, sign_in
from tests.contest.playing.test_drawing import many
from tests.contest.playing.test_services import at_once

# The pages are the same on both databases; drawing and marking are tried on both beside them.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LAW = f"n-{crc32(fold('Luật').encode()):08x}-any"
DESK = "/c/thu/desk/quizzes/xa/kien-thuc"


@pytest.fixture
def quiz(app: Flask, during: None) -> Quiz:
    return build({"quiz": {"seconds": 600, "points": "0.5", "draw": [{"count": 4}]}}, many(12))


@pytest.fixture
def organiser(client: FlaskClient, quiz: Quiz) -> FlaskClient:
    sign_in(client, person("tochuc", quiz.contest, "organiser"))
    return client


def typed(quiz: Quiz, paper: DrawnPaper, right: int) -> str:
    """The letters of a sheet with so many right answers, then wrong ones."""
    [read] = printing.read([paper])
    wrong = {"A": "B", "B": "C", "C": "D", "D": "A"}
    return "".join(one.key if at < right else wrong[one.key] for at, one in enumerate(read.questions))


# --- the blueprint


def test_the_matrix_is_stored_as_lines(organiser: FlaskClient, quiz: Quiz) -> None:
    page = organiser.get(f"{DESK}/blueprint").text
    assert "Ngân hàng đủ câu" in page
    sent = {"version": quiz.part.version, "n-all-any": "6", "n-all-easy": ""}
    answer = organiser.post(f"{DESK}/blueprint", data=sent)
    assert answer.status_code == 303
    assert quiz.part.rules["quiz"]["draw"] == [{"count": 6}]


def test_what_cant_be_filled_is_told_at_once(organiser: FlaskClient, quiz: Quiz) -> None:
    bank.add_topic(quiz.bank, "Luật")
    verdict = organiser.post(f"{DESK}/blueprint/check", data={"n-all-any": "15", LAW: "2"}).text
    assert 'data-short="n-all-any"' in verdict
    assert "cần 15, thiếu 3" in verdict
    assert f'data-short="{LAW}"' in verdict
    assert "cần 2, thiếu 2" in verdict
    assert quiz.part.rules["quiz"]["draw"] == [{"count": 4}]


def test_papers_that_are_all_the_same_are_warned_of(organiser: FlaskClient, quiz: Quiz) -> None:
    verdict = organiser.post(f"{DESK}/blueprint/check", data={"n-all-any": "12"}).text
    assert "Mọi đề gồm đúng 12 câu như nhau" in verdict


def test_the_preview_shows_keys_only_where_asked(organiser: FlaskClient, quiz: Quiz) -> None:
    page = organiser.get(f"{DESK}/blueprint/preview?count=3").text
    assert page.count('class="panel preview"') == 3
    assert "Đáp án:" not in page
    assert organiser.get(f"{DESK}/blueprint/preview?count=3&key=1").text.count("Đáp án:") == 12


# --- codes


def test_codes_share_their_questions_or_have_their_own(organiser: FlaskClient, quiz: Quiz) -> None:
    assert organiser.post(f"{DESK}/papers", data={"codes": "101-103", "fresh": ""}).status_code == 303
    same = [{id for id, _order in one.paper} for one in printing.printed(quiz.part)]
    assert same[0] == same[1] == same[2]
    assert len({str(one.paper) for one in printing.printed(quiz.part)}) == 3
    assert organiser.post(f"{DESK}/papers", data={"codes": "201, 202", "fresh": "1"}).status_code == 303
    papers = printing.printed(quiz.part)
    assert [one.code for one in papers] == ["101", "102", "103", "201", "202"]
    # Twelve questions: four for the first three codes, and four new ones for each of the others.
    assert len({id for one in papers for id, _order in one.paper}) == 12
    refused = organiser.post(f"{DESK}/papers", data={"codes": "101", "fresh": ""})
    assert refused.status_code == 422
    assert "Đã có mã đề 101" in refused.text


def test_what_was_printed_stays(organiser: FlaskClient, quiz: Quiz) -> None:
    [paper] = printing.make(quiz.part, ["101"], fresh=False)
    before = printing.read([paper])
    question = services.revisions_of([paper.paper])[paper.paper[0][0]].question
    bank.revise(question, many(1)[0], None) if question.code == "01" else bank.retire(question)
    assert printing.read(printing.printed(quiz.part)) == before


@pytest.mark.parametrize("codes", ["", "10 1/2", "101, 101", "x" * 21, "1-51"])
def test_codes_that_cant_be(organiser: FlaskClient, quiz: Quiz, codes: str) -> None:
    assert organiser.post(f"{DESK}/papers", data={"codes": codes, "fresh": ""}).status_code == 422
    assert printing.printed(quiz.part) == []


# --- sheets


def test_typed_sheets_are_marked_like_any_attempt(organiser: FlaskClient, quiz: Quiz) -> None:
    first, second = printing.make(quiz.part, ["101", "102"], fresh=True)
    lines = f"001 101 {typed(quiz, first, 3)}\n002 102 {typed(quiz, second, 1)}\n009 101 AAAA"
    answer = organiser.post(f"{DESK}/sheets", data={"lines": lines})
    assert answer.status_code == 422
    assert "Không có số báo danh “009”" in answer.text
    assert ">009 101 AAAA</textarea>" in answer.text.replace("\n", "").replace("\r", "")
    found = [(one.entrant, one.points, one.seconds) for one in services.marked_points(quiz.part)]
    assert found == [("001", Decimal("1.5"), 600), ("002", Decimal("0.5"), 600)]
    # Whoever has a sheet doesn't sit the quiz on screen as well.
    assert db.session.scalars(select(Attempt.finished_at)).all().count(None) == 0
    assert "2 phiếu đã nhập" in organiser.get(f"{DESK}/sheets").text


def test_a_second_person_types_again(client: FlaskClient, quiz: Quiz) -> None:
    [paper] = printing.make(quiz.part, ["101"], fresh=False)
    one, other = (person(name, quiz.contest, "secretary") for name in ("mot", "hai"))
    right, wrong = typed(quiz, paper, 4), typed(quiz, paper, 3)
    sign_in(client, one)
    client.post(f"{DESK}/sheets", data={"lines": f"001 101 {right}\n002 101 {right}"})
    client.post(f"{DESK}/sheets", data={"lines": f"001 101 {right}"})
    assert db.session.scalars(select(TypedSheet.checked_by)).all() == ["", ""]
    sign_in(client, other)
    answer = client.post(f"{DESK}/sheets", data={"lines": f"001 101 {right}\n002 101 {wrong}"})
    assert answer.status_code == 422
    assert "mot đã nhập khác ở câu 4" in answer.text
    checked = select(Entrant.code, TypedSheet.checked_by).join(Attempt, Attempt.entrant_id == Entrant.id)
    checked = checked.join(TypedSheet).order_by(Entrant.code)
    assert [tuple(row) for row in db.session.execute(checked)] == [("001", "hai"), ("002", "")]
    # With a reason the second is right, and both stand in the audit.
    answer = client.post(f"{DESK}/sheets", data={"lines": f"002 101 {wrong}", "reason": "Nhập nhầm"})
    assert answer.status_code == 303
    assert [(one.entrant, one.points) for one in services.marked_points(quiz.part)] == [
        ("001", Decimal(2)), ("002", Decimal("1.5")),
    ]  # fmt: skip
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "sheet.correct")).one()
    assert (entry.reason, entry.actor_name) == ("Nhập nhầm", "hai")
    assert entry.before["answers"][3] != entry.after["answers"][3]
    assert db.session.scalars(select(Answer.sequence).where(Answer.sequence > 1)).all() == [2] * 4


def test_a_file_is_looked_at_before_it_is_stored(organiser: FlaskClient, quiz: Quiz) -> None:
    [paper] = printing.make(quiz.part, ["101"], fresh=False)
    letters = typed(quiz, paper, 4)
    data: dict[str, Any] = {
        "file": (io.BytesIO(f"SBD,Mã đề,Bài làm\n001,101,{letters}\n".encode()), "bai.csv")
    }
    page = organiser.post(f"{DESK}/sheets", data=data)
    assert page.status_code == 200
    assert f"001\t101\t{letters}" in page.text
    assert services.marked_points(quiz.part) == []
    assert organiser.post(f"{DESK}/sheets", data={"lines": f"001\t101\t{letters}"}).status_code == 303
    assert [one.points for one in services.marked_points(quiz.part)] == [Decimal(2)]


def test_who_sat_on_screen_has_no_sheet(organiser: FlaskClient, quiz: Quiz) -> None:
    [paper] = printing.make(quiz.part, ["101"], fresh=False)
    services.begin(quiz.entrants[0], quiz.part)
    answer = organiser.post(f"{DESK}/sheets", data={"lines": f"001 101 {typed(quiz, paper, 4)}"})
    assert "Người này đã làm bài trên máy." in answer.text


def test_who_begins_while_sheets_are_stored(
    app: Flask, organiser: FlaskClient, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    [paper] = printing.make(quiz.part, ["101"], fresh=False)
    lines = f"002 101 {typed(quiz, paper, 3)}\n001 101 {typed(quiz, paper, 4)}"
    entrant_id, part_id, read = quiz.entrants[0].id, quiz.part.id, typed_sheets._attempts

    def begin() -> None:
        entrant, part = db.session.get(Entrant, entrant_id), db.session.get(Part, part_id)
        assert entrant is not None and part is not None
        services.begin(entrant, part)

    def read_before_that(part: Part) -> dict[int, list[Attempt]]:
        found = read(part)
        assert at_once(app, begin) == [None]
        return found

    monkeypatch.setattr(typed_sheets, "_attempts", read_before_that)
    answer = organiser.post(f"{DESK}/sheets", data={"lines": lines})
    assert (answer.status_code, "Chưa ghi phiếu nào" in answer.text) == (409, True)
    assert db.session.scalars(select(TypedSheet)).all() == []
    monkeypatch.undo()
    answer = organiser.post(f"{DESK}/sheets", data={"lines": lines})
    assert "Người này đã làm bài trên máy." in answer.text
    assert [one.number for one in typed_sheets.listed(quiz.part)] == ["002"]


def test_a_code_with_sheets_stays(organiser: FlaskClient, quiz: Quiz) -> None:
    first, _second = printing.make(quiz.part, ["101", "102"], fresh=False)
    organiser.post(f"{DESK}/sheets", data={"lines": f"001 101 {typed(quiz, first, 4)}"})
    for code in ("101", "102"):
        assert organiser.post(f"{DESK}/papers/{code}/remove").status_code == 303
    assert [one.code for one in printing.printed(quiz.part)] == ["101"]
