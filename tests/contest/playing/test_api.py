"""The answers' endpoint: the statement that decides and stores, and what it says when it doesn't."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from contest.kernel import clock
from contest.kernel.db import db
from contest.playing import services
from contest.playing.models import Answer, Attempt
from tests.contest.playing.quizzes import DURING, Quiz, sign_in

TICK = timedelta(microseconds=1)


@pytest.fixture
def attempt(quiz: Quiz, client: FlaskClient) -> Attempt:
    sign_in(client, quiz.entrants[0])
    return services.begin(quiz.entrants[0], quiz.part)


def place(attempt: Attempt, kind: str) -> int:
    """The position of the question of a kind."""
    return next(one.position for one in services.shown(attempt) if one.kind == kind)


def one(position: int, response: str, sequence: int = 1, flagged: bool = False) -> dict[str, Any]:
    return {"position": position, "response": response, "flagged": flagged, "sequence": sequence}


def send(client: FlaskClient, attempt: Attempt, *answers: dict[str, Any], **headers: str) -> TestResponse:
    headers["Accept"] = "application/json"
    return client.post(f"/play/answers/{attempt.id}", json={"answers": list(answers)}, headers=headers)


def times(now: datetime, deadline: datetime) -> dict[str, int]:
    """The clock as an answer's reply has it."""
    return {"now": round(now.timestamp() * 1000), "deadline": round(deadline.timestamp() * 1000)}


def stored(attempt: Attempt) -> dict[int, tuple[str, bool, int]]:
    db.session.rollback()
    rows = db.session.execute(
        select(Answer.position, Answer.response, Answer.flagged, Answer.sequence).where(
            Answer.attempt_id == attempt.id
        )
    )
    return {row.position: (row.response, row.flagged, row.sequence) for row in rows}


def test_stores_and_changes(client: FlaskClient, attempt: Attempt) -> None:
    single, several, text = (
        place(attempt, kind) for kind in ("single_choice", "several_correct", "short_answer")
    )
    answer = send(
        client, attempt, one(single, "2"), one(several, "0,2", flagged=True), one(text, "1945, ngày 2/9")
    )
    assert (answer.status_code, answer.json) == (
        200,
        {"stored": sorted([single, several, text])} | times(DURING, attempt.deadline),
    )
    assert send(client, attempt, one(single, "", 2)).status_code == 200
    assert stored(attempt) == {
        single: ("", False, 2),
        several: ("0,2", True, 1),
        text: ("1945, ngày 2/9", False, 1),
    }
    assert {answer.stored_at for answer in services.answers_of(attempt).values()} == {DURING}


@pytest.mark.parametrize(
    ("before", "status"),
    [(TICK, 200), (timedelta(0), 410), (-TICK, 410)],
    ids=["just before", "at", "just after"],
)
def test_deadline_to_the_microsecond(
    client: FlaskClient, attempt: Attempt, before: timedelta, status: int
) -> None:
    with clock.freeze(attempt.deadline - before):
        answer = send(client, attempt, one(0, "0"))
    assert answer.status_code == status
    assert len(stored(attempt)) == (status == 200)
    if status == 410:
        assert answer.json == {
            "stored": [],
            "newer": [],
            "refused": [],
            "error": "Đã hết giờ làm bài. Câu vừa gửi không được lưu; những câu đã lưu vẫn được giữ.",
        }


def test_handed_in_takes_nothing_more(client: FlaskClient, attempt: Attempt) -> None:
    services.finish(attempt)
    answer = send(client, attempt, one(0, "0"))
    assert (answer.status_code, answer.json and answer.json["error"]) == (
        410,
        "Bài đã nộp, không nhận thêm câu trả lời.",
    )
    assert stored(attempt) == {}


def test_an_older_tab_never_overwrites(client: FlaskClient, attempt: Attempt) -> None:
    position = place(attempt, "single_choice")
    send(client, attempt, one(position, "1", 5, flagged=True))
    answer = send(client, attempt, one(position, "2", 5))
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["newer"] == [one(position, "1", 5, flagged=True)]
    assert send(client, attempt, one(position, "2", 4)).status_code == 409
    assert stored(attempt) == {position: ("1", True, 5)}


def test_sending_again_is_acknowledged_again(client: FlaskClient, attempt: Attempt) -> None:
    told = [send(client, attempt, one(0, "1", 7)).json for _ in range(2)]
    assert told == [{"stored": [0]} | times(DURING, attempt.deadline), {"stored": [0]}]


def test_lost_acknowledgement_counts_after_the_deadline_too(client: FlaskClient, attempt: Attempt) -> None:
    send(client, attempt, one(0, "1", 7))
    with clock.freeze(attempt.deadline):
        assert send(client, attempt, one(0, "1", 7)).status_code == 200


def test_the_last_of_several_for_one_question_counts(client: FlaskClient, attempt: Attempt) -> None:
    assert send(client, attempt, one(0, "1", 2), one(0, "0", 1)).status_code == 200
    assert stored(attempt) == {0: ("1", False, 2)}


def test_takeover_ends_the_former_sitting(client: FlaskClient, attempt: Attempt, quiz: Quiz) -> None:
    quiz.entrants[0].session_version += 1
    db.session.commit()
    answer = send(client, attempt, one(0, "0"))
    assert answer.status_code == 401
    assert answer.json is not None and "thiết bị khác" in answer.json["error"]
    assert stored(attempt) == {}


@pytest.mark.parametrize("status", ["withdrawn", "disqualified", "reserve"])
def test_who_is_no_longer_in_writes_nothing(
    client: FlaskClient, attempt: Attempt, quiz: Quiz, status: str
) -> None:
    quiz.entrants[0].status = status
    db.session.commit()
    assert send(client, attempt, one(0, "0")).status_code == 401
    assert stored(attempt) == {}


def test_others_write_nothing(client: FlaskClient, attempt: Attempt, quiz: Quiz) -> None:
    sign_in(client, quiz.entrants[1])
    assert send(client, attempt, one(0, "0")).status_code == 422
    sign_in(client, None)
    assert send(client, attempt, one(0, "0")).status_code == 401
    assert stored(attempt) == {}


@pytest.mark.parametrize("where", ["answers", "presence", "late"])
def test_a_number_that_no_row_can_have(client: FlaskClient, quiz: Quiz, where: str) -> None:
    sign_in(client, quiz.entrants[0])
    body = {"position": 0, "waiting": 0, "answers": [{**one(0, "0"), "made": 1}]}
    address = f"/play/{where}/{10**19}"
    assert client.post(address, json=body, headers={"Accept": "application/json"}).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://other.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_only_our_own_pages_write(
    client: FlaskClient, attempt: Attempt, headers: dict[str, str], status: int
) -> None:
    assert send(client, attempt, one(0, "0"), **headers).status_code == status
    assert len(stored(attempt)) == (status == 200)


def test_a_form_of_another_site_writes_nothing(client: FlaskClient, attempt: Attempt) -> None:
    answer = client.post(f"/play/answers/{attempt.id}", data='{"answers": []}', content_type="text/plain")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"answers": []},
        {"answers": {}},
        {"answers": [1]},
        {"answers": [{}]},
        {"answers": [one(0, "0")] * 201},
        {"answers": [one(-1, "0")]},
        {"answers": [one(2**31, "0")]},
        {"answers": [one(0, "0", 0)]},
        {"answers": [one(0, "a\0b")]},
        {"answers": [one(0, "\ud800")]},
        {"answers": [one(0, "0", 2**62)]},
        {"answers": [{**one(0, "0"), "position": True}]},
        {"answers": [{**one(0, "0"), "position": "0"}]},
        {"answers": [{**one(0, "0"), "flagged": 1}]},
        {"answers": [{**one(0, "0"), "response": 0}]},
        {"answers": [one(0, "x" * 2001)]},
        {"answers": [one(0, "\0")]},
        {"answers": [one(4, "0")]},
    ],
)
def test_what_is_no_answer(client: FlaskClient, attempt: Attempt, body: object) -> None:
    answer = client.post(f"/play/answers/{attempt.id}", json=body, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json is not None and answer.json["error"]
    assert stored(attempt) == {}


@pytest.mark.parametrize(
    ("kind", "response", "status"),
    [
        ("single_choice", "2", 200),
        ("single_choice", "3", 422),
        ("single_choice", "a", 422),
        ("single_choice", " 1", 422),
        ("several_correct", "0,1,2", 200),
        ("several_correct", "2,0", 422),
        ("several_correct", "0,0", 422),
        ("several_correct", "0,3", 422),
        ("true_false", "1", 200),
        ("true_false", "2", 422),
        ("true_false", "", 200),
        ("short_answer", "2,1", 200),
        ("short_answer", "7", 200),
        ("short_answer", "x" * 2000, 200),
    ],
)
def test_a_response_fits_its_question(
    client: FlaskClient, attempt: Attempt, kind: str, response: str, status: int
) -> None:
    position = place(attempt, kind)
    assert send(client, attempt, one(position, response)).status_code == status
    assert stored(attempt) == ({position: (response, False, 1)} if status == 200 else {})


def test_a_bad_response_over_a_stored_one_is_no_newer_one(client: FlaskClient, attempt: Attempt) -> None:
    position = place(attempt, "single_choice")
    send(client, attempt, one(position, "1"))
    assert send(client, attempt, one(position, "9", 2)).status_code == 422
    assert stored(attempt) == {position: ("1", False, 1)}


def test_what_can_be_stored_is_stored_beside_what_is_stale(client: FlaskClient, attempt: Attempt) -> None:
    send(client, attempt, one(0, "0", 5))
    answer = send(client, attempt, one(0, "1", 3), one(1, "0", 1))
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["stored"] == [1]
    assert [row["position"] for row in answer.json["newer"]] == [0]


def test_the_hot_path_asks_the_orm_nothing(client: FlaskClient, attempt: Attempt) -> None:
    assert attempt.id  # loaded before the statements are counted
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert send(client, attempt, one(0, "0")).status_code == 200
    assert statements == []


# --- a clock for each question, and no way back


def begin(quiz: Quiz, client: FlaskClient, **settings: Any) -> Attempt:
    quiz.part.rules = {"quiz": quiz.part.rules["quiz"] | settings}
    db.session.commit()
    sign_in(client, quiz.entrants[0])
    return services.begin(quiz.entrants[0], quiz.part)


@pytest.mark.parametrize(
    ("seconds", "position", "status"),
    [
        (0, 0, 200),
        (0, 1, 409),
        (29.999999, 0, 200),
        (30, 0, 409),
        (30, 1, 200),
        (119.999999, 3, 200),
        (119.999999, 2, 409),
        (120, 3, 410),
    ],
)
def test_each_question_is_open_while_its_own_clock_runs(
    quiz: Quiz, client: FlaskClient, seconds: float, position: int, status: int
) -> None:
    attempt = begin(quiz, client)
    attempt.question_seconds, attempt.deadline = 30, DURING + timedelta(seconds=120)
    db.session.commit()
    with clock.freeze(DURING + timedelta(seconds=seconds)):
        answer = send(client, attempt, one(position, ""))
    assert (answer.status_code, len(stored(attempt))) == (status, status == 200)


def test_no_way_back(quiz: Quiz, client: FlaskClient) -> None:
    attempt = begin(quiz, client, show="forward")
    assert send(client, attempt, one(0, "")).status_code == 200
    assert send(client, attempt, one(1, ""), one(2, "")).status_code == 200
    refused = send(client, attempt, one(1, "", 2))
    assert (refused.status_code, refused.json) == (
        409,
        {"stored": [], "newer": [], "refused": [1], "error": "Câu này đã đóng, không nhận thêm câu trả lời."},
    )
    # What was stored and is sent again was stored.
    assert send(client, attempt, one(1, "", 1)).status_code == 200
    assert send(client, attempt, one(2, "", 2)).status_code == 200
