"""The invigilator's desk: what it shows, and whom."""

from __future__ import annotations

from flask.testing import FlaskClient

from contest.playing import services
from tests.contest.playing.quizzes import Quiz, person, sign_in


def test_an_invigilator_has_the_desk_and_nothing_else(quiz: Quiz, client: FlaskClient) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    services.finish(attempt)
    sign_in(client, person("coi", quiz.contest, "invigilator"))
    page = client.get("/c/thu/desk/quizzes").text
    assert ("Nguyễn Văn 1" in page, "/desk/entrants" in page, f"attempt/{attempt.id}" in page) == (
        True,
        False,
        False,
    )
    assert client.get("/contests").text.count("/c/thu/desk/quizzes") == 1
    refused = ("desk", "desk/entrants", "desk/people", "desk/slips", f"desk/quizzes/attempt/{attempt.id}")
    assert {client.get(f"/c/thu/{address}").status_code for address in refused} == {403}


def test_a_secretary_may_open_a_closed_paper(quiz: Quiz, client: FlaskClient) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    services.finish(attempt)
    sign_in(client, person("ghi", quiz.contest, "secretary"))
    assert f"attempt/{attempt.id}" in client.get("/c/thu/desk/quizzes").text
