"""A room's networks and code at the door of a quiz; moving to another room while the clock runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising import rooms
from contest.organising.models import Room
from contest.playing import services, times
from tests.contest.playing.quizzes import DURING, Quiz, sign_in


def room(quiz: Quiz, networks: str = "", entry_code: str = "", code: str = "p1") -> Room:
    values = {"code": code, "name": "Phòng 1", "entry_code": entry_code, "networks": networks}
    made = rooms.save(quiz.contest, None, values)
    rooms.take(quiz.contest, made, ["001"])
    return made


def test_the_code_is_asked_for_once(quiz: Quiz, client: FlaskClient) -> None:
    room(quiz, entry_code="Hoa Sen 7")
    sign_in(client, quiz.entrants[0])
    assert 'name="room_code"' in client.get(quiz.path).text
    wrong = client.post(quiz.path, data={"room_code": "hoa sen"})
    assert (wrong.status_code, "Mã vào phòng “Phòng 1” chưa đúng" in wrong.text) == (422, True)
    assert services.attempts_of(quiz.entrants[0], quiz.part) == []
    assert client.post(quiz.path, data={"room_code": " HOASEN7 "}).status_code == 303
    # Who goes on with what runs is not asked again.
    assert client.post(quiz.path).status_code == 303
    sign_in(client, quiz.entrants[1])
    assert 'name="room_code"' not in client.get(quiz.path).text
    assert client.post(quiz.path).status_code == 303


def test_only_from_the_rooms_networks(quiz: Quiz, client: FlaskClient) -> None:
    room(quiz, networks="10.1.0.0/16")
    sign_in(client, quiz.entrants[0])
    elsewhere = client.post(quiz.path, environ_base={"REMOTE_ADDR": "10.2.0.1"})
    assert (elsewhere.status_code, "chỉ làm được trong phòng “Phòng 1”" in elsewhere.text) == (409, True)
    assert client.post(quiz.path, environ_base={"REMOTE_ADDR": "10.1.0.1"}).status_code == 303
    paper = f"{quiz.path}/paper"
    assert client.get(paper, environ_base={"REMOTE_ADDR": "10.1.0.1"}).status_code == 200
    assert client.get(paper, environ_base={"REMOTE_ADDR": "10.2.0.1"}).status_code == 409


def test_who_moves_has_the_new_rooms_time(quiz: Quiz) -> None:
    one = room(quiz)
    other = rooms.save(
        quiz.contest, None, {"code": "p2", "name": "Phòng 2", "entry_code": "", "networks": ""}
    )
    times.grant(quiz.part, times.Scope(room=other), 300, "Máy chậm")
    attempt = services.begin(quiz.entrants[0], quiz.part)
    assert attempt.deadline - DURING == timedelta(minutes=10)
    rooms.take(quiz.contest, other, ["001"])
    db.session.refresh(attempt)
    assert attempt.deadline - DURING == timedelta(minutes=15)
    rooms.take(quiz.contest, one, ["001"])
    db.session.refresh(attempt)
    assert attempt.deadline - DURING == timedelta(minutes=10)
    with pytest.raises(Refused):
        rooms.remove(other)
