"""A quiz in which each question has a clock of its own: what is shown when, what is stored, and what moves the clocks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising import rooms
from contest.organising.models import Room
from contest.playing import late, rescue, services, times
from contest.playing.models import Attempt
from contest.playing.rules import Given
from contest.playing.times import Scope
from tests.contest.playing.quizzes import CLOSES, DURING, Quiz, build, questions, sign_in

SECONDS = 30
RULES: dict[str, Any] = {
    "quiz": {"seconds": 9999, "question_seconds": SECONDS, "shuffle_questions": False, "draw": [{"count": 4}]}
}


@pytest.fixture
def quiz(app: object, during: None) -> Quiz:
    return build(RULES, questions())


def after(seconds: float) -> Any:
    """So long after the quiz is begun."""
    return clock.freeze(DURING + timedelta(seconds=seconds))


def begin(quiz: Quiz, client: FlaskClient) -> Attempt:
    sign_in(client, quiz.entrants[0])
    client.post(quiz.path)
    return services.attempts_of(quiz.entrants[0], quiz.part)[0]


def seen(client: FlaskClient, address: str) -> list[str]:
    """The positions of the questions on a page, and the texts of all questions that are anywhere in it."""
    page = client.get(address)
    tree = html.fromstring(page.text)
    texts = [one.text for one in questions()]
    return [
        *(one.get("data-position") for one in tree.xpath("//fieldset")),
        *(text for text in texts if text in page.text),
    ]


def test_it_lasts_as_long_as_its_questions(quiz: Quiz, client: FlaskClient) -> None:
    attempt = begin(quiz, client)
    assert (attempt.question_seconds, attempt.deadline) == (SECONDS, DURING + timedelta(seconds=120))
    assert "2:00" in client.get(quiz.path).text


@pytest.mark.parametrize(("seconds", "position"), [(0, 0), (29.9, 0), (30, 1), (119.9, 3)])
def test_only_the_question_whose_turn_it_is_is_shown(
    quiz: Quiz, client: FlaskClient, seconds: float, position: int
) -> None:
    attempt = begin(quiz, client)
    revisions = services.revisions_of([attempt.paper])
    text = revisions[attempt.paper[position][0]].text
    with after(seconds):
        assert seen(client, f"{quiz.path}/paper") == [str(position), text]
        assert seen(client, f"{quiz.path}/turn") == [str(position), text]


def test_over_it_leads_to_the_end(quiz: Quiz, client: FlaskClient) -> None:
    begin(quiz, client)
    with after(120):
        assert client.get(f"{quiz.path}/paper").location == f"{quiz.path}/done"
        assert client.get(f"{quiz.path}/turn").location == f"{quiz.path}/paper"


def test_nothing_to_review(quiz: Quiz, client: FlaskClient) -> None:
    begin(quiz, client)
    assert client.get(f"{quiz.path}/review").location == f"{quiz.path}/paper"


def test_without_script_the_form_stores_in_its_turn_and_the_page_comes_again(
    quiz: Quiz, client: FlaskClient
) -> None:
    attempt = begin(quiz, client)
    with after(12.5):
        page = client.get(f"{quiz.path}/paper").text
        assert '<meta http-equiv="refresh" content="18">' in page
        client.post(f"{quiz.path}/paper", data={"s0": "0", "a0": "0", "action": "save"})
    with after(30):
        client.post(f"{quiz.path}/paper", data={"s0": "1", "a0": "1", "action": "save"})
        assert "Câu này đã đóng" in client.get(f"{quiz.path}/paper").text
    assert {at: one.response for at, one in services.answers_of(attempt).items()} == {0: "0"}


def test_who_comes_late_finds_the_first_ones_gone(quiz: Quiz, client: FlaskClient) -> None:
    with clock.freeze(CLOSES - timedelta(seconds=45)):
        begin(quiz, client)
        assert seen(client, f"{quiz.path}/turn")[0] == "2"


def test_extra_time_makes_each_question_longer(quiz: Quiz, client: FlaskClient) -> None:
    times.grant(quiz.part, Scope(entrant=quiz.entrants[0]), 42, "Mắt kém")
    attempt = begin(quiz, client)
    assert (attempt.question_seconds, attempt.deadline) == (40, DURING + timedelta(seconds=162))
    # Two seconds don't divide by four: they are had before the first question.
    page = client.get(f"{quiz.path}/paper").text
    assert ("Câu đầu tiên sắp mở." in page, 'content="2"' in page) == (True, True)
    with after(41.9):
        assert seen(client, f"{quiz.path}/turn")[0] == "0"
    with after(42):
        assert seen(client, f"{quiz.path}/turn")[0] == "1"


def test_no_extra_time_while_anyone_answers(quiz: Quiz, client: FlaskClient) -> None:
    fact = times.grant(quiz.part, Scope(entrant=quiz.entrants[1]), 40, "Mắt kém")
    attempt = begin(quiz, client)
    with pytest.raises(Refused):
        times.grant(quiz.part, Scope(), 40, "Mất điện")
    with pytest.raises(Refused):
        times.revoke(fact, "Nhầm")
    with after(120):
        times.revoke(fact, "Nhầm")
        times.grant(quiz.part, Scope(entrant=quiz.entrants[1]), 40, "Mắt kém")
    assert attempt.deadline == DURING + timedelta(seconds=120)


def test_who_is_moved_keeps_the_clock_they_began_with(quiz: Quiz, client: FlaskClient) -> None:
    room = Room(contest=quiz.contest, code="p1", name="Phòng 1")
    db.session.add(room)
    db.session.commit()
    times.grant(quiz.part, Scope(room=room), 40, "Phòng ồn")
    attempt = begin(quiz, client)
    rooms.take(quiz.contest, room, [quiz.entrants[0].code])
    db.session.expire_all()
    # A later end would open questions again that were closed.
    assert (attempt.question_seconds, attempt.deadline) == (SECONDS, DURING + timedelta(seconds=120))


def test_a_pause_stops_the_question_too(quiz: Quiz, client: FlaskClient) -> None:
    begin(quiz, client)
    with after(40):
        pause = times.pause(quiz.part, Scope(), "Mất điện")
    with after(400):
        assert seen(client, f"{quiz.path}/turn")[0] == "1"
        times.resume(pause)
    with after(419.9):
        assert seen(client, f"{quiz.path}/turn")[0] == "1"
    with after(420):
        assert seen(client, f"{quiz.path}/turn")[0] == "2"


@pytest.mark.parametrize(("made", "received"), [(59_999, (1,)), (60_000, ())])
def test_a_late_answer_was_given_in_its_turn(
    quiz: Quiz, client: FlaskClient, made: int, received: tuple[int]
) -> None:
    attempt = begin(quiz, client)
    with after(125):
        given = rescue.Made(Given(1, "0", False, 7), made)
        assert late.receive(attempt, [given], "sent").received == received
    db.session.rollback()
