"""A page's word that it is there: who may give it, what is kept of it, and the clock that it gets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from contest.kernel import clock
from contest.kernel.db import db
from contest.playing import services, times
from contest.playing.models import Attempt, Presence
from contest.playing.times import Scope
from tests.contest.playing.quizzes import DURING, Quiz, sign_in
from tests.contest.playing.test_api import send
from tests.contest.playing.test_api import times as in_milliseconds

MINUTE = timedelta(minutes=1)


@pytest.fixture
def attempt(quiz: Quiz, client: FlaskClient) -> Attempt:
    sign_in(client, quiz.entrants[0])
    return services.begin(quiz.entrants[0], quiz.part)


def tell(client: FlaskClient, attempt: Attempt, body: object, **headers: str) -> TestResponse:
    headers["Accept"] = "application/json"
    return client.post(f"/play/presence/{attempt.id}", json=body, headers=headers)


def seen() -> list[tuple[object, ...]]:
    db.session.rollback()
    columns = (Presence.seen_at, Presence.position, Presence.waiting)
    return [tuple(row) for row in db.session.execute(select(*columns))]


def test_the_last_word_is_kept_and_the_clock_told(client: FlaskClient, attempt: Attempt) -> None:
    told = tell(client, attempt, {"position": 2, "waiting": 3})
    expected = in_milliseconds(DURING, DURING + 10 * MINUTE) | {"paused": None}
    assert (told.status_code, told.json) == (200, expected)
    assert seen() == [(DURING, 2, 3)]
    with clock.freeze(DURING + MINUTE):
        assert tell(client, attempt, {"position": 3, "waiting": 0}).status_code == 200
    assert seen() == [(DURING + MINUTE, 3, 0)]


def test_extra_time_and_a_pause_are_told(client: FlaskClient, attempt: Attempt, quiz: Quiz) -> None:
    times.grant(quiz.part, Scope(), 120, "Máy hỏng")
    times.pause(quiz.part, Scope(), "Mất điện")
    # Past the deadline that it would have had, the clock still stands.
    with clock.freeze(DURING + 20 * MINUTE):
        told = tell(client, attempt, {"position": 0, "waiting": 0})
    expected = in_milliseconds(DURING + 20 * MINUTE, DURING + 12 * MINUTE)
    assert told.json == expected | {"paused": in_milliseconds(DURING, DURING)["now"]}


def test_an_answer_s_reply_tells_of_extra_time(client: FlaskClient, attempt: Attempt, quiz: Quiz) -> None:
    times.grant(quiz.part, Scope(), 120, "Máy hỏng")
    told = send(client, attempt, {"position": 0, "response": "0", "flagged": False, "sequence": 1})
    assert told.json == {"stored": [0]} | in_milliseconds(DURING, DURING + 12 * MINUTE)


def test_over_is_over(client: FlaskClient, attempt: Attempt) -> None:
    with clock.freeze(attempt.deadline):
        told = tell(client, attempt, {"position": 0, "waiting": 1})
    assert told.status_code == 410
    services.finish(attempt)
    assert tell(client, attempt, {"position": 0, "waiting": 1}).status_code == 410
    assert seen() == []


def test_only_the_attempt_s_own_session(client: FlaskClient, attempt: Attempt, quiz: Quiz) -> None:
    body = {"position": 0, "waiting": 0}
    sign_in(client, quiz.entrants[1])
    assert tell(client, attempt, body).status_code == 422
    sign_in(client, None)
    assert tell(client, attempt, body).status_code == 401
    sign_in(client, quiz.entrants[0])
    quiz.entrants[0].session_version += 1
    db.session.commit()
    assert tell(client, attempt, body).status_code == 401
    assert seen() == []


def test_other_sites_tell_nothing(client: FlaskClient, attempt: Attempt) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert tell(client, attempt, {"position": 0, "waiting": 0}, **headers).status_code == 403


@pytest.mark.parametrize(
    "body", [[], {}, {"position": 0}, {"position": -1, "waiting": 0}, {"position": "0", "waiting": 0}]
)
def test_what_says_nothing(client: FlaskClient, attempt: Attempt, body: object) -> None:
    assert tell(client, attempt, body).status_code == 422
    assert seen() == []


def test_an_answer_after_it_is_synced(client: FlaskClient, attempt: Attempt) -> None:
    """The connection that the two share is as careful with answers as before."""
    from contest.playing.store import connection

    tell(client, attempt, {"position": 0, "waiting": 0})
    name = db.engine.dialect.name
    cursor = connection(db.engine).cursor()
    cursor.execute("PRAGMA synchronous" if name == "sqlite" else "SHOW synchronous_commit")
    assert cursor.fetchone()[0] == (2 if name == "sqlite" else "on")
