"""The live list's rows from the database."""

from __future__ import annotations

from datetime import timedelta

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.models import Room, Unit
from contest.playing import helping, presence, retakes, services, watching
from contest.playing.models import Attempt
from tests.contest.playing.quizzes import CLOSES, DURING, Quiz


def tell(attempt: Attempt, position: int, waiting: int) -> None:
    """The page of an attempt speaks."""
    id, entrant_id, version = attempt.id, attempt.entrant_id, attempt.entrant.session_version
    db.session.rollback()
    presence.tell(id, entrant_id, version, position, waiting)


def test_a_seat_before_during_and_after(quiz: Quiz) -> None:
    one, other = watching.seats(quiz.part)
    assert [one.state(DURING), other.state(DURING)] == ["waiting", "waiting"]
    attempt = services.begin(quiz.entrants[0], quiz.part)
    tell(attempt, 3, 2)
    seat, _ = watching.seats(quiz.part)
    assert (seat.code, seat.unit, seat.position, seat.size) == ("001", "Phường Quỳnh Thiện", 3, 4)
    assert (seat.told, seat.seen_at, seat.state(DURING)) == (2, DURING, "answering")
    later = DURING + timedelta(minutes=1)
    with clock.freeze(later):
        assert watching.seats(quiz.part)[0].state(later) == "away"
        services.finish(attempt)
    assert watching.seats(quiz.part)[0].state(later) == "finished"


def test_who_has_just_begun_is_there(quiz: Quiz) -> None:
    services.begin(quiz.entrants[0], quiz.part)
    seat = watching.seats(quiz.part)[0]
    assert (seat.position, seat.last_at, seat.state(DURING)) == (0, DURING, "answering")


def test_narrowed_to_a_room_or_a_unit(quiz: Quiz) -> None:
    room = Room(contest=quiz.contest, code="p1", name="Phòng 1", entry_code="", networks="")
    below = Unit(contest=quiz.contest, code="k1", name="Khối 1", parent=quiz.unit)
    quiz.entrants[0].room, quiz.entrants[1].unit = room, below
    db.session.commit()
    assert [seat.code for seat in watching.seats(quiz.part, room=room)] == ["001"]
    assert [seat.code for seat in watching.seats(quiz.part, unit=below)] == ["002"]
    assert [seat.code for seat in watching.seats(quiz.part, unit=quiz.unit)] == ["001", "002"]
    assert [seat.room for seat in watching.seats(quiz.part)] == ["Phòng 1", ""]


def test_a_call_and_a_retake_are_seen(quiz: Quiz) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    call = helping.ask(attempt, "Máy treo")
    assert watching.seats(quiz.part)[0].helped_since == DURING
    helping.answer(call)
    assert watching.seats(quiz.part)[0].helped_since is None
    retakes.grant(quiz.part, ["001"], DURING, CLOSES, "Máy hỏng")
    seat = watching.seats(quiz.part)[0]
    assert (seat.is_void, seat.state(DURING)) == (True, "waiting")
    again = services.begin(quiz.entrants[0], quiz.part)
    seat = watching.seats(quiz.part)[0]
    assert (seat.attempt_id, seat.is_void, seat.state(DURING)) == (again.id, False, "answering")
