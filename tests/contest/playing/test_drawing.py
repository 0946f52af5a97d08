"""Whose paper it is: one's own, a unit's, everybody's; questions come again only when the pool is used up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising import finders
from contest.organising.models import Entrant, Part, Unit
from contest.playing import drawing, services
from contest.playing.models import Attempt, DrawnPaper
from contest.playing.papers import draw_paper
from question_bank import services as bank
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Question
from tests.contest.playing.quizzes import DURING, Quiz, build
from tests.contest.playing.test_services import at_once, counted


def many(count: int) -> list[ReadQuestion]:
    """So many questions of one choice."""
    options = [{"text": f"Phương án {letter}", "locked": False} for letter in "mnpq"]
    body = {"options": options, "key": [0]}
    return [
        ReadQuestion("single_choice", f"Câu số {at}?", body, code=f"{at:02}") for at in range(1, count + 1)
    ]


def a_quiz(paper: str, count: int = 12, people: int = 4, limit: int = 3) -> Quiz:
    quiz: dict[str, Any] = {"seconds": 600, "paper": paper, "draw": [{"count": 4}]}
    return build({"quiz": quiz, "attempts": {"limit": limit}}, many(count), people=people)


def questions(attempt: Attempt) -> set[int]:
    return {revision for revision, _order in attempt.paper}


@pytest.mark.usefixtures("during")
def test_everybody_has_the_same_questions_in_an_order_of_their_own(app: Flask) -> None:
    quiz = a_quiz("same")
    attempts = [services.begin(entrant, quiz.part) for entrant in quiz.entrants]
    assert len({frozenset(questions(one)) for one in attempts}) == 1
    assert len({str(one.paper) for one in attempts}) == 4
    quiz.part.rules = {
        "quiz": quiz.part.rules["quiz"] | {"shuffle_questions": False, "shuffle_options": False}
    }
    db.session.commit()
    services.finish(attempts[0])
    services.finish(attempts[1])
    quiz.part.rules = quiz.part.rules | {"attempts": {"limit": 2}}
    db.session.commit()
    again = [services.begin(entrant, quiz.part) for entrant in quiz.entrants[:2]]
    assert again[0].paper == again[1].paper
    assert not questions(again[0]) & questions(attempts[0])


@pytest.mark.usefixtures("during")
def test_a_unit_has_a_paper_of_its_own(app: Flask) -> None:
    quiz = a_quiz("unit")
    other = Unit(contest=quiz.contest, code="qv", name="Xã Quỳnh Vinh")
    quiz.entrants[2].unit, quiz.entrants[3].unit = other, None
    db.session.commit()
    found = [questions(services.begin(entrant, quiz.part)) for entrant in quiz.entrants]
    assert found[0] == found[1]
    # Three papers of four out of twelve: nothing comes twice.
    assert len(found[0] | found[2] | found[3]) == 12


@pytest.mark.usefixtures("during")
def test_who_sits_again_meets_new_questions_until_there_are_none(app: Flask) -> None:
    quiz = a_quiz("person")
    met: list[str] = []
    for _number in range(3):
        attempt = services.begin(quiz.entrants[0], quiz.part)
        shown = [revision.question for revision in services.revisions_of([attempt.paper]).values()]
        met += [question.code for question in shown]
        services.finish(attempt)
        # A question that is revised is still the same question.
        bank.revise(shown[0], replace(many(1)[0], code=shown[0].code, text="Viết lại?"), None)
    assert sorted(met) == [f"{at:02}" for at in range(1, 13)]


def test_who_come_at_the_same_moment_get_the_same_paper(app: Flask) -> None:
    with clock.freeze(DURING):
        quiz = a_quiz("same")
        ids, part_id = [entrant.id for entrant in quiz.entrants], quiz.part.id
        db.session.remove()

        def begin(entrant_id: int) -> set[int]:
            entrant, part = db.session.get(Entrant, entrant_id), db.session.get(Part, part_id)
            assert entrant is not None and part is not None
            return questions(services.begin(entrant, part))

        found = at_once(app, *[lambda id=id: begin(id) for id in ids])
    assert all(one == found[0] and isinstance(one, set) for one in found), found
    assert db.session.query(DrawnPaper).count() == 1


@pytest.mark.usefixtures("during")
@pytest.mark.parametrize(
    ("paper", "topic", "statements"),
    # The questions, those that were chosen; the topics where a line names one. Or the shared paper, and its own.
    [("person", "", 2), ("person", "Chung", 3), ("same", "", 2), ("unit", "", 2)],
)
def test_a_beginning_asks_the_database_little_for_its_paper(
    app: Flask, paper: str, topic: str, statements: int
) -> None:
    quiz = a_quiz(paper)
    if topic:
        bank.add_topic(quiz.bank, topic)
        for question in db.session.scalars(select(Question)):
            question.topic = bank.find_topic(quiz.bank, topic)
        quiz.part.rules = {"quiz": quiz.part.rules["quiz"] | {"draw": [{"count": 4, "topic": topic}]}}
        db.session.commit()
    services.begin(quiz.entrants[0], quiz.part)
    db.session.expire_all()
    part = finders.part("thu", "xa", "kien-thuc")
    settings, entrant = services.settings_of(part), quiz.entrants[1]
    assert entrant.unit_id  # loaded
    with counted() as asked:
        drawing.paper_for(entrant, part, settings, "seed", [])
    assert len(asked) == statements


@pytest.mark.usefixtures("during")
@pytest.mark.parametrize("draw", [[{"count": 4}], [{"count": 2, "topic": "Đất nước"}, {"count": 2}]])
def test_anyone_can_draw_a_paper_again(app: Flask, draw: list[dict[str, Any]]) -> None:
    quiz = build({"quiz": {"draw": draw}})
    attempt = services.begin(quiz.entrants[0], quiz.part)
    settings = services.settings_of(quiz.part)
    assert attempt.paper == draw_paper(attempt.seed, settings, drawing.pool(quiz.part))


@pytest.mark.usefixtures("during")
def test_a_topic_is_drawn_with_its_folders(app: Flask) -> None:
    quiz = build({"quiz": {"draw": [{"count": 2, "topic": "Đất nước"}]}})
    nested = bank.find_topic(quiz.bank, "Số")
    above = bank.find_topic(quiz.bank, "Đất nước")
    assert nested is not None
    bank.put_topic(nested, above)
    codes = {item.code: item.within for item in drawing.pool(quiz.part)}
    assert codes == {"1": (), "2": ("Đất nước",), "3": ("Đất nước",), "4": (), "5": ()}
    quiz.part.rules = {"quiz": {"draw": [{"count": 4, "topic": "Đất nước"}]}}
    db.session.commit()
    assert services.begin(quiz.entrants[0], quiz.part).size == 4
