"""The made-up contestants answer every kind that a quiz can hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import slips
from contest.playing import services
from contest.simulation.crowd import Contestant, sit_all
from contest.simulation.script import Knowledge
from tests.contest.playing import kinds, quizzes


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_knows_has_all_right_and_who_does_not_still_answers(app: Flask, live_server: str) -> None:
    now = clock.now()
    asked = [*kinds.questions(), *quizzes.questions()]
    draw = [*kinds.SETTINGS["draw"], *({"count": 1, "kind": one.kind} for one in quizzes.questions()[:4])]
    rules = {"quiz": {"seconds": 600, "points": "1", "draw": draw}}
    quiz = quizzes.build(rules, asked, opens=now - timedelta(hours=1), closes=now + timedelta(hours=1))
    given = slips.issue(quiz.contest, quiz.entrants)
    crowd = [
        Contestant(one.code, slip.code, skill)
        for one, slip, skill in zip(quiz.entrants, given, (2, -1), strict=True)
    ]
    sit_all(live_server, quiz.contest.code, crowd, Knowledge(asked), "hạt giống", lambda: None)
    db.session.rollback()
    knows, guesses = services.marked_points(quiz.part)
    assert (knows.points, services.settings_of(quiz.part).max_points) == (9, 9)
    assert knows.prediction is not None
    assert guesses.points < 9
    assert [len(one.stored[quiz.path]) for one in crowd] == [10, 10]
