"""The report of unusual patterns on stored attempts."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient

from contest.kernel import clock
from contest.playing import pattern_services, services
from contest.playing.patterns import Sat
from tests.contest.playing.quizzes import DURING, Quiz, person, sign_in
from tests.contest.playing.test_services import answer

ADDRESS = "/c/thu/desk/quizzes/xa/kien-thuc/patterns"


def sit(quiz: Quiz, place: int, seconds: int, responses: dict[str, str]) -> None:
    """An entrant begins, answers, and hands in after so many seconds."""
    attempt = services.begin(quiz.entrants[place], quiz.part)
    answer(attempt, responses)
    with clock.freeze(DURING + timedelta(seconds=seconds)):
        services.finish(attempt)


def test_what_is_looked_at(quiz: Quiz) -> None:
    sit(quiz, 0, 100, {"single_choice": "1", "several_correct": "0,2", "short_answer": "1954"})
    services.begin(quiz.entrants[1], quiz.part)  # still runs
    (sat,), names = pattern_services._sat(quiz.part)
    wrong = sorted(sat.wrong.values())
    assert (sat.entrant, sat.unit, sat.seconds, sat.right, sat.size, wrong, sat.day) == (
        "001",
        "Phường Quỳnh Thiện",
        100,
        1,
        4,
        ["1", "1954"],
        "2026-11-20",
    )
    assert (isinstance(sat, Sat), names) == (True, {"001": "Nguyễn Văn 1"})


def test_the_page(quiz: Quiz, client: FlaskClient) -> None:
    right = {"single_choice": "0", "several_correct": "0,2", "true_false": "0", "short_answer": "1945"}
    sit(quiz, 0, 20, right)
    sit(quiz, 1, 400, {"single_choice": "1"})
    sign_in(client, person("ghi", quiz.contest, "secretary"))
    page = client.get(ADDRESS).text
    assert ("Đã xem 2 bài" in page, "50%" in page) == (True, True)
    sign_in(client, person("coi", quiz.contest, "invigilator"))
    assert client.get(ADDRESS).status_code == 403
