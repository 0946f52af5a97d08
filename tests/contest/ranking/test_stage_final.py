"""Scenario F: two tables of thirty, twenty questions of thirty seconds, ten points each; fifteen of each table go on, by
points, then by time; a tie at the fifteenth place waits for a decision. Through the quiz, the database and the ranking."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.models import Stage
from contest.playing import services, store
from contest.playing.rules import Given
from contest.ranking.services import standings
from question_bank.exchange.questions import ReadQuestion
from tests.contest.playing.quizzes import CLOSES, DURING, Quiz, build

SECONDS, QUESTIONS, TABLE, GO_ON = 30, 20, 30, 15


def final() -> Quiz:
    options = {
        "options": [{"text": "Đúng rồi", "locked": False}, {"text": "Chưa đúng", "locked": False}],
        "key": [0],
    }
    asked = [ReadQuestion("single_choice", f"Câu {n}?", options, code=str(n)) for n in range(QUESTIONS)]
    rules = {"quiz": {"question_seconds": SECONDS, "points": "10", "draw": [{"count": QUESTIONS}]}}
    quiz = build(rules, asked, people=2 * TABLE)
    quiz.stage.rules = {
        "rank_within": "group",
        "ties": ["duration", "decision"],
        "promote": [{"best": GO_ON, "within": "group", "to": "ck", "cut_ties": "decision"}],
    }
    for place, entrant in enumerate(quiz.entrants):
        entrant.group = "A" if place < TABLE else "B"
    db.session.add(Stage(contest=quiz.contest, code="ck", name="Chung kết", rules={}, position=2))
    db.session.commit()
    return quiz


def play(quiz: Quiz, place: int, right: int, seconds: int) -> None:
    """An entrant answers so many questions rightly, each in its turn, and hands in after so many seconds."""
    entrant = quiz.entrants[place]
    with clock.freeze(DURING):
        attempt = services.begin(entrant, quiz.part)
    id, entrant_id = attempt.id, attempt.entrant_id
    db.session.rollback()
    for position in range(right):
        with clock.freeze(DURING + timedelta(seconds=position * SECONDS + 1)):
            (stored,) = store.store(id, entrant_id, 1, [Given(position, "0", False, 1)])
            assert stored.outcome == "stored"
            (early,) = store.store(id, entrant_id, 1, [Given(position + 1, "0", False, 1)])
            assert early.outcome == ("closed" if position + 1 < QUESTIONS else "unknown")
    with clock.freeze(DURING + timedelta(seconds=seconds)):
        services.finish(services.attempts_of(entrant, quiz.part)[0])


def test_fifteen_of_each_table_go_on(app: Flask) -> None:
    quiz = final()
    for place in range(2 * TABLE):
        at = place % TABLE
        if place < TABLE:
            # Table A: pairs with the same points, of whom the quicker is before.
            play(quiz, place, QUESTIONS - at // 2, 600 - at)
        else:
            # Table B: the fifteenth and the sixteenth have the same points in the same time.
            play(
                quiz,
                place,
                12 if at in (14, 15) else QUESTIONS - at // 4 if at < 14 else 5,
                590 if at >= 14 else 500 + at,
            )
    with clock.freeze(CLOSES):
        (ranked,) = standings(quiz.contest, quiz.stage)
    rows = {row.entrant: row for row in ranked.rows}
    table_a = [row for row in ranked.rows if row.within == "A"]
    # The second of a pair handed in a second sooner.
    assert [row.entrant for row in table_a[:4]] == ["002", "001", "004", "003"]
    assert [(row.rank, row.total, row.decided_by) for row in table_a[:3]] == [
        (1, "200", "duration"),
        (2, "200", "duration"),
        (3, "190", "duration"),
    ]
    assert {row.entrant for row in table_a if row.promoted == "yes"} == {
        row.entrant for row in table_a[:GO_ON]
    }
    table_b = [row for row in ranked.rows if row.within == "B"]
    assert {row.entrant for row in table_b if row.promoted == "yes"} == {f"{n:03}" for n in range(31, 45)}
    assert (rows["045"].rank, rows["046"].rank, rows["045"].total) == (15, 15, "120")
    (tie,) = [tie for tie in ranked.undecided if tie.at_cut]
    assert (tie.within, set(tie.entrants)) == ("B", {"045", "046"})
