"""Beginning, finishing, marking."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.organising.models import Place, Unit, Window
from contest.organising.services import has_records
from contest.playing import drawing, rules, services, store, watching
from contest.playing.models import Attempt
from contest.playing.papers import draw_paper
from question_bank import services as bank
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Question
from tests.contest.playing.quizzes import CLOSES, DURING, OPENS, Quiz, build

RIGHT = {"single_choice": "0", "several_correct": "0,2", "true_false": "0", "short_answer": "1945"}


def answer(attempt: Attempt, given: dict[str, str]) -> None:
    """Answer the questions of these kinds."""
    sent = [
        rules.Given(one.position, given[one.kind], False, 1)
        for one in services.shown(attempt)
        if one.kind in given
    ]
    results = store.store(attempt.id, attempt.entrant_id, attempt.entrant.session_version, sent)
    assert {result.outcome for result in results} == {"stored"}
    db.session.rollback()


def at_once(app: Flask, *work: Callable[[], Any]) -> list[Any]:
    """Run things at the same moment, each in its own thread with its own session."""
    barrier, found = Barrier(len(work)), []

    def run(one: Callable[[], Any]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                found.append(one())
            except Exception as problem:
                found.append(problem)
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


# --- begin


def test_starts_at_the_same_moment_give_one_attempt(app: Flask, quiz: Quiz) -> None:
    entrant_id, part_id = quiz.entrants[0].id, quiz.part.id
    db.session.remove()

    def begin() -> int:
        entrant = db.session.get(type(quiz.entrants[0]), entrant_id)
        part = db.session.get(type(quiz.part), part_id)
        assert entrant is not None and part is not None
        return services.begin(entrant, part).id

    found = at_once(app, *[begin] * 6)
    assert found == [found[0]] * 6
    assert isinstance(found[0], int)
    assert db.session.query(Attempt).count() == 1


def test_papers_are_ones_own(quiz: Quiz) -> None:
    mine, theirs = (services.begin(entrant, quiz.part) for entrant in quiz.entrants)
    assert mine.seed != theirs.seed
    assert (mine.size, mine.started_at, mine.deadline) == (4, DURING, DURING + timedelta(seconds=600))
    assert sorted(revision for revision, _ in mine.paper) == sorted(revision for revision, _ in theirs.paper)
    assert draw_paper(mine.seed, services.settings_of(quiz.part), drawing.pool(quiz.part)) == mine.paper


def test_a_paper_keeps_what_it_showed(quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    answer(attempt, RIGHT)
    question = db.session.query(Question).filter_by(code="1").one()
    body = {"options": [{"text": "Huế", "locked": False}, {"text": "Hà Nội", "locked": False}], "key": [1]}
    bank.revise(question, ReadQuestion("single_choice", "Thủ đô?", body, code="1"), None)
    assert "Thủ đô nước ta?" in [one.text for one in services.shown(attempt)]
    with clock.freeze(attempt.deadline):
        assert [row.points for row in services.marked_points(quiz.part)] == [Decimal(8)]


def test_a_retired_question_is_not_drawn(quiz: Quiz) -> None:
    bank.retire(db.session.query(Question).filter_by(code="1").one())
    with pytest.raises(Refused, match="không đủ câu"):
        services.begin(quiz.entrants[0], quiz.part)


def test_the_windows_of_units_differ(quiz: Quiz) -> None:
    later = Window(stage=quiz.stage, unit=quiz.unit, opens_at=CLOSES, closes_at=CLOSES + timedelta(hours=1))
    db.session.add(later)
    quiz.entrants[1].unit = None
    db.session.commit()
    with pytest.raises(Refused, match="chưa mở"):
        services.begin(quiz.entrants[0], quiz.part)
    assert services.begin(quiz.entrants[1], quiz.part).deadline == DURING + timedelta(seconds=600)


def test_only_members_of_the_stage_begin(quiz: Quiz) -> None:
    from contest.organising.models import Stage  # only here

    final = Stage(contest=quiz.contest, code="ck", name="Chung kết", position=1, rules={})
    db.session.add(final)
    quiz.part.stage = final
    db.session.add(Window(stage=final, opens_at=OPENS, closes_at=CLOSES))
    db.session.commit()
    with pytest.raises(Refused, match="không ở trong danh sách"):
        services.begin(quiz.entrants[0], quiz.part)
    db.session.add(Place(stage=final, entrant=quiz.entrants[0], origin="promoted", at=DURING))
    db.session.commit()
    assert services.begin(quiz.entrants[0], quiz.part).number == 1


def test_handing_in_twice_keeps_the_first_time(quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    for seconds in (100, 200):
        with clock.freeze(DURING + timedelta(seconds=seconds)):
            services.finish(attempt)
    assert attempt.finished_at == DURING + timedelta(seconds=100)


def test_handing_in_late_changes_nothing(quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    with clock.freeze(attempt.deadline):
        services.finish(attempt)
    assert attempt.finished_at is None


# --- answers at the same moment


def test_of_answers_at_the_same_moment_the_newest_stays(app: Flask, quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    key = (attempt.id, attempt.entrant_id, 1)
    position = next(one.position for one in services.shown(attempt) if one.kind == "several_correct")
    db.session.remove()
    responses = ["0", "1", "2", "0,1", "0,2", "1,2", "0,1,2", ""]

    def put(at: int) -> Callable[[], Any]:
        return lambda: [
            one.outcome for one in store.store(*key, [rules.Given(position, responses[at], False, at + 1)])
        ]

    found = at_once(app, *[put(at) for at in range(8)])
    assert {outcome for outcomes in found for outcome in outcomes} <= {"stored", "stale"}
    [kept] = services.answers_of(db.session.get(Attempt, key[0])).values()  # type: ignore[arg-type]
    assert (kept.response, kept.sequence) == ("", 8)


def test_batches_in_any_order_do_not_block_each_other(app: Flask, quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    key = (attempt.id, attempt.entrant_id, 1)
    db.session.remove()

    def put(at: int) -> Callable[[], Any]:
        batch = [rules.Given(position, "0", False, at + 1) for position in range(4)]
        return lambda: len(store.store(*key, batch))

    assert at_once(app, *[put(at) for at in range(8)]) == [4] * 8


def test_what_no_database_can_keep_takes_no_other_answer_along(quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    entrant, given = quiz.entrants[0], (rules.Given(0, "0", False, 1),)
    sent = [
        store._Sent(attempt_id, entrant.id, entrant.session_version, given)
        for attempt_id in (10**19, attempt.id)
    ]
    db.session.rollback()
    bad, good = store._write(db.engine, sent)
    assert isinstance(bad, Exception)
    assert isinstance(good, list)
    assert [one.outcome for one in good] == ["stored"]
    with pytest.raises(type(bad)):
        store.store(10**19, entrant.id, entrant.session_version, given)


def test_a_connection_that_broke_is_made_anew(quiz: Quiz) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no server that could go away")
    attempt = services.begin(quiz.entrants[0], quiz.part)
    answer(attempt, {"single_choice": "0"})
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    db.session.execute(text(f"{others} AND pid <> pg_backend_pid()"))
    db.session.rollback()
    answer(attempt, {"true_false": "0"})
    assert len(services.answers_of(attempt)) == 2


def test_handing_in_waits_for_an_answer_that_is_being_written(quiz: Quiz) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one write at a time")
    attempt = services.begin(quiz.entrants[0], quiz.part)
    with store.connection(db.engine).transaction():
        answer(attempt, {"single_choice": "0"})
        db.session.execute(text("SET LOCAL lock_timeout = '20ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            services.finish(attempt)
        db.session.rollback()
    services.finish(attempt)
    assert attempt.finished_at == DURING
    assert [one.response for one in services.answers_of(attempt).values()] == ["0"]


# --- points


def points(quiz: Quiz, **options: Any) -> list[tuple[str, int, Any]]:
    return [row[:3] for row in services.marked_points(quiz.part, **options)]


def test_points(quiz: Quiz) -> None:
    first, second = (services.begin(entrant, quiz.part) for entrant in quiz.entrants)
    answer(first, RIGHT)
    answer(second, RIGHT | {"several_correct": "0", "short_answer": "1954", "true_false": ""})
    with clock.freeze(DURING + timedelta(seconds=90, milliseconds=250)):
        services.finish(first)
        assert points(quiz) == [("001", 1, Decimal(8))]
    with clock.freeze(second.deadline):
        rows = services.marked_points(quiz.part)
    assert rows == [
        ("001", 1, Decimal(8), Decimal("90.25"), DURING + timedelta(seconds=90, milliseconds=250), None),
        ("002", 1, Decimal(2), Decimal(600), second.deadline, None),
    ]


def test_partial_points_stay_exact(quiz: Quiz) -> None:
    body = {
        "options": [{"text": text, "locked": False} for text in ("Một", "Hai", "Ba", "Bốn")],
        "key": [0, 1, 2],
    }
    bank.add(quiz.bank, ReadQuestion("several_correct", "Số nhỏ hơn bốn?", body, code="6", topic="Ba"))
    quiz.part.rules = {"quiz": {"partial": True, "points": "0.5", "draw": [{"count": 1, "topic": "Ba"}]}}
    db.session.commit()
    attempt = services.begin(quiz.entrants[0], quiz.part)
    answer(attempt, {"several_correct": "0,1"})
    with clock.freeze(attempt.deadline):
        assert points(quiz) == [("001", 1, Fraction(1, 3))]


def test_points_of_a_unit(quiz: Quiz) -> None:
    other = Unit(contest=quiz.contest, code="qv", name="Xã Quỳnh Vinh")
    quiz.entrants[1].unit = other
    db.session.add(other)
    db.session.commit()
    attempts = [services.begin(entrant, quiz.part) for entrant in quiz.entrants]
    with clock.freeze(attempts[0].deadline):
        assert points(quiz, unit_ids=[other.id]) == [("002", 1, Decimal(0))]
        assert points(quiz, unit_ids=[]) == []


def test_marking_takes_four_queries_however_many_attempts(app: Flask) -> None:
    with clock.freeze(DURING):
        quiz = build(people=12)
        for entrant in quiz.entrants:
            answer(services.begin(entrant, quiz.part), RIGHT)
    assert quiz.part.id
    with clock.freeze(CLOSES), counted() as statements:
        assert len(services.marked_points(quiz.part)) == 12
    assert len(statements) == 4


# --- what others ask


def test_a_stage_with_attempts_has_records(quiz: Quiz) -> None:
    assert not has_records(quiz.stage)
    services.begin(quiz.entrants[0], quiz.part)
    assert has_records(quiz.stage)


def test_seats(quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    answer(attempt, {"single_choice": "1", "true_false": ""})
    seats = [(seat.code, seat.state(DURING), seat.stored, seat.last_at) for seat in watching.seats(quiz.part)]
    assert seats == [("001", "answering", 1, DURING), ("002", "waiting", 0, None)]


def test_a_closed_paper_in_words(quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    answer(attempt, {"single_choice": "1", "several_correct": "0,2", "short_answer": "1954"})
    # The letters are those of this attempt's own order.
    found = {
        one.text: (re.sub(r"\b[A-H]\. ", "", one.given), re.sub(r"\b[A-H]\. ", "", one.key), one.share)
        for one in watching.marked_paper(attempt)
    }
    found = {text: (set(given.split("; ")), key, share) for text, (given, key, share) in found.items()}
    assert found == {
        "Thủ đô nước ta?": ({"Huế"}, "Hà Nội", 0),
        "Số chẵn?": ({"Hai", "Bốn"}, found["Số chẵn?"][1], 1),
        "Một năm có 12 tháng.": ({""}, "Đúng", 0),
        "Năm Quốc khánh?": ({"1954"}, "1945", 0),
    }
