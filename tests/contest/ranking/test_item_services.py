"""Whose answers count in the statistics of a quiz, when they may be shown, and in which quizzes a question was asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete

from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from contest.organising.models import Decision
from contest.organising.services import save_contest
from contest.playing import uses
from contest.playing.models import Answer
from contest.ranking import item_services
from contest.ranking.item_services import choices_of
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Question
from question_bank.services import add_bank
from tests.contest.playing.quizzes import CLOSES, DURING, Quiz, build, questions
from tests.contest.ranking.sat import AFTER, crowd, quiz_of, revisions, sit


@pytest.fixture
def quiz(app: Flask) -> Quiz:
    """Two questions for six people."""
    return quiz_of(2, people=6)


def test_the_first_attempt_with_an_answer_counts(quiz: Quiz) -> None:
    ids = revisions(quiz)
    one, two, three, four, five, six = quiz.entrants
    sit(quiz, one, ids, ["0", "1"])
    sit(quiz, one, ids, ["0", "0"], number=2)
    sit(quiz, two, ids, ["", ""])
    sit(quiz, two, ids, ["2", ""], number=2)
    sit(quiz, three, ids, ["", ""])
    sit(quiz, four, ids, ["3", "3"], void_reason="Mất điện")
    sit(quiz, four, ids[::-1], ["0", "0"], number=2)
    sit(quiz, five, ids, ["1", "1"])
    five.status = "withdrawn"
    sit(quiz, six, ids, ["1", "1"])
    db.session.add(Decision(stage_id=quiz.stage.id, entrant_id=six.id, kind="disqualify", at=DURING))
    db.session.commit()
    report = item_services.report(quiz.part)
    # One, two (their second) and four (the retake, in another order); three answered nothing.
    assert (report.people, report.left_out, report.points, report.enough) == (3, 1, 2.0, False)
    assert [(line.code, line.number, line.item.people) for line in report.lines] == [
        ("01", 1, 3),
        ("02", 1, 3),
    ]
    first, second = (line.item for line in report.lines)
    assert (first.facility, first.omitted) == (2 / 3, 0)
    assert (second.facility, second.omitted) == (1 / 3, 1 / 3)
    assert [round(option.all, 6) for option in first.options] == [0.666667, 0, 0.333333, 0]
    assert [option.right for option in first.options] == [True, False, False, False]
    assert [(one.low, one.people) for one in report.bins] == [(0, 1), (1, 1), (2, 1)]
    assert report.papers == ()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_set_in_six_orders_is_one_paper(app: Flask) -> None:
    quiz = quiz_of(6, people=60)
    ids = revisions(quiz)
    crowd(quiz, [ids[at:] + ids[:at] for at in range(6)])
    report = item_services.report(quiz.part)
    (paper,) = report.papers
    assert (paper.design, paper.people, paper.size, report.enough) == ("fixed", 60, 6, True)
    assert all(line.enough and line.verdicts for line in report.lines)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_papers_of_their_own(app: Flask) -> None:
    quiz = quiz_of(6, people=60)
    ids = revisions(quiz)
    crowd(quiz, [ids[at:] + ids[: at - 2] if at > 1 else ids[at : at + 4] for at in range(6)])
    (paper,) = item_services.report(quiz.part).papers
    assert (paper.design, paper.people, paper.size, paper.items) == ("drawn", 60, 4, ())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("partial", "facility"), [(False, 0), (True, 0.5)])
def test_points_count_as_the_contest_counts_them(app: Flask, partial: bool, facility: float) -> None:
    """Half of what is right is half only where the contest gives partial points."""
    settings = {"seconds": 600, "points": "1", "partial": partial, "draw": [{"count": 1}]}
    quiz = build({"quiz": settings}, asked=questions()[1:2])
    sit(quiz, quiz.entrants[0], revisions(quiz), ["0"])
    db.session.commit()
    assert [line.item.facility for line in item_services.report(quiz.part).lines] == [facility]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_sat_it(quiz: Quiz) -> None:
    report = item_services.report(quiz.part)
    assert (report.people, report.lines, report.papers, [one.people for one in report.bins]) == (
        0,
        (),
        (),
        [0],
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_waits_until_nobody_sits_it(quiz: Quiz) -> None:
    for moment, is_ready in ((DURING, False), (CLOSES - timedelta(seconds=1), False), (AFTER, True)):
        with clock.freeze(moment):
            assert item_services.is_ready(quiz.part) is is_ready


def test_the_version_changes_with_what_is_counted(quiz: Quiz) -> None:
    ids = revisions(quiz)
    seen = {item_services.version(quiz.part)}
    attempt = sit(quiz, quiz.entrants[0], ids, ["0", ""])
    db.session.commit()
    seen.add(item_services.version(quiz.part))
    db.session.add(Answer(attempt_id=attempt.id, position=1, response="1", sequence=1, stored_at=DURING))
    db.session.commit()
    seen.add(item_services.version(quiz.part))
    quiz.entrants[0].status = "disqualified"
    db.session.commit()
    seen.add(item_services.version(quiz.part))
    attempt.void_reason = "Thi lại"
    db.session.commit()
    seen.add(item_services.version(quiz.part))
    assert len(seen) == 5
    assert item_services.version(quiz.part) in seen


def test_in_which_quizzes_a_question_was_asked(quiz: Quiz) -> None:
    ids = revisions(quiz)
    sit(quiz, quiz.entrants[0], ids[:1], ["0"])
    db.session.commit()
    asked, other = db.session.query(Question).order_by(Question.code)
    assert item_services.quizzes_with(asked) == [quiz.part]
    assert item_services.quizzes_with(other) == []
    quiz.part.rules = {"quiz": {**quiz.part.rules["quiz"], "practice": True}}
    db.session.commit()
    assert item_services.quizzes_with(asked) == []


def test_what_was_asked_is_counted_on_from_where_it_was_left(quiz: Quiz) -> None:
    one, two = revisions(quiz)
    attempt = sit(quiz, quiz.entrants[0], [one], ["0"])
    db.session.commit()
    assert uses.asked(quiz.part.id) == {one: (1, DURING, DURING)}
    sit(quiz, quiz.entrants[1], [one, two], ["0", "0"]).started_at = AFTER
    db.session.commit()
    assert uses.asked(quiz.part.id) == {one: (2, DURING, AFTER), two: (1, AFTER, AFTER)}
    db.session.execute(delete(Answer).where(Answer.attempt_id == attempt.id))
    db.session.delete(attempt)
    db.session.commit()
    assert uses.asked(quiz.part.id) == {one: (1, AFTER, AFTER), two: (1, AFTER, AFTER)}


def test_a_bank_that_was_asked_from_stays(quiz: Quiz) -> None:
    contest = quiz.part.contest
    bank, other = contest.bank, add_bank("khac", "Khác")
    values = {name: getattr(contest, name) for name in ("name", "layout", "timezone", "is_public")}

    def choose(bank_id: int) -> None:
        save_contest(contest, values | {"bank_id": bank_id, "version": contest.version})

    choose(other.id)
    choose(bank.id)
    sit(quiz, quiz.entrants[0], revisions(quiz)[:1], ["0"])
    db.session.commit()
    with pytest.raises(Invalid, match="không đổi ngân hàng được nữa"):
        choose(other.id)
    choose(bank.id)
    assert contest.bank is bank


def test_a_place_in_an_order_is_no_revision(quiz: Quiz) -> None:
    """The options' order holds small numbers like those of revisions."""
    ids = revisions(quiz)
    attempt = sit(quiz, quiz.entrants[0], ids[1:], ["0"])
    attempt.paper = [[ids[1], [ids[0], 2, 0]]]
    db.session.commit()
    asked, other = db.session.query(Question).order_by(Question.code)
    assert (item_services.quizzes_with(asked), item_services.quizzes_with(other)) == ([], [quiz.part])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_prediction_earns_nothing_and_is_no_question_here(app: Flask) -> None:
    asked = [questions()[0], ReadQuestion("prediction", "Bao nhiêu người?", {"of": "số người"}, code="2")]
    quiz = build(asked=asked)
    sit(quiz, quiz.entrants[0], revisions(quiz), ["0", "29519"])
    db.session.commit()
    report = item_services.report(quiz.part)
    assert ([line.code for line in report.lines], report.lines[0].item.facility) == (["1"], 1)


def test_which_options_are_right_by_the_kind_s_own_marking() -> None:
    bodies = {one.kind: one.body for one in questions()}
    options = [{"text": share, "locked": False, "share": share} for share in ("0.5", "1", "0")]
    bodies["weighted_choice"] = {"options": options}
    found = {code: choices_of(code, body) for code, body in bodies.items() if code != "situation"}
    right = {code: sorted(choices.right) if choices else None for code, choices in found.items()}
    assert right == {
        "single_choice": [0],
        "several_correct": [0, 2],
        "true_false": [0],
        "short_answer": None,
        "weighted_choice": [1],
    }
