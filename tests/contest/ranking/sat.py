"""Quizzes that many people have sat: attempts and answers put into the database as they would be there afterwards."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from contest.kernel.db import db
from contest.organising.models import Entrant
from contest.playing.models import Answer, Attempt
from question_bank.exchange.questions import ReadQuestion
from tests.contest.playing.quizzes import CLOSES, DURING, OPENS, Quiz, build

AFTER = CLOSES + timedelta(hours=1)


def choice(code: str, text: str = "", key: int = 0, count: int = 4) -> ReadQuestion:
    """A question of one right option."""
    options = [{"text": f"Phương án {at + 1} của câu {code}", "locked": False} for at in range(count)]
    return ReadQuestion(
        "single_choice", text or f"Câu hỏi số {code}?", {"options": options, "key": [key]}, code=code
    )


def quiz_of(size: int, people: int, partial: bool = False) -> Quiz:
    """A quiz of so many single choices, the first option right, two points each."""
    settings = {"seconds": 600, "points": "2", "partial": partial, "draw": [{"count": size}]}
    asked = [choice(f"{at + 1:02}") for at in range(size)]
    return build({"quiz": settings}, asked=asked, people=people)


def revisions(quiz: Quiz) -> list[int]:
    """The current revisions of the bank's questions, by their codes."""
    from question_bank.models import Question

    found = db.session.query(Question).filter_by(bank_id=quiz.bank.id).order_by(Question.code)
    return [one.latest.id for one in found]


def sit(
    quiz: Quiz, entrant: Entrant, paper: Sequence[int], responses: Sequence[str], number: int = 1, **more: Any
) -> Attempt:
    """An attempt that was handed in: the paper's revisions and what was answered to each, empty for nothing."""
    attempt = Attempt(
        entrant_id=entrant.id, part_id=quiz.part.id, number=number, seed="0", size=len(paper),
        paper=[[revision, [0, 1, 2, 3]] for revision in paper],
        started_at=DURING, base_deadline=CLOSES, deadline=CLOSES, finished_at=DURING + timedelta(minutes=5), **more,
    )  # fmt: skip
    db.session.add(attempt)
    db.session.flush()
    db.session.add_all(
        Answer(attempt_id=attempt.id, position=at, response=response, sequence=1, stored_at=DURING)
        for at, response in enumerate(responses)
        if response
    )
    return attempt


def crowd(quiz: Quiz, papers: Sequence[Sequence[int]], seed: int = 1) -> None:
    """Everyone sits one of the papers in turn: people of different ability, questions of different difficulty."""
    rng = random.Random(seed)
    ids = revisions(quiz)
    for at, entrant in enumerate(quiz.entrants):
        paper, ability = papers[at % len(papers)], rng.random()
        responses = [
            "0"
            if rng.random() < ability ** (0.2 + 2 * ids.index(revision) / len(ids))
            else rng.choice("1123")
            for revision in paper
        ]
        sit(quiz, entrant, paper, responses)
    db.session.commit()


__all__ = ["AFTER", "OPENS", "choice", "crowd", "quiz_of", "revisions", "sit"]
