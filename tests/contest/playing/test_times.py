"""Extra time, removed intervals, pauses: who has what, when, and what is left when it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from contest.kernel import clock
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.organising import people
from contest.organising.models import Room, Unit
from contest.playing import services, store, times
from contest.playing.models import Attempt
from contest.playing.rules import Given
from contest.playing.times import Scope
from tests.contest.playing.quizzes import DURING, Quiz

MINUTE = timedelta(minutes=1)
END = DURING + 10 * MINUTE  # of an attempt that begins now


def put(attempt: Attempt, sequence: int = 1) -> str:
    key = (attempt.id, attempt.entrant_id, attempt.entrant.session_version)
    db.session.rollback()
    [result] = store.store(*key, [Given(0, "0", False, sequence)])
    return result.outcome


def deadlines(quiz: Quiz) -> list[float]:
    """Minutes from the start to the deadline of each entrant's attempt."""
    db.session.expire_all()
    return [
        (services.attempts_of(entrant, quiz.part)[-1].deadline - DURING) / MINUTE for entrant in quiz.entrants
    ]


def both(quiz: Quiz) -> list[Attempt]:
    return [services.begin(entrant, quiz.part) for entrant in quiz.entrants]


def test_extra_time_during_the_attempt(quiz: Quiz) -> None:
    first, second = both(quiz)
    times.grant(quiz.part, Scope(entrant=quiz.entrants[0]), 300, "Máy hỏng")
    assert deadlines(quiz) == [15, 10]
    with clock.freeze(END):
        assert [put(first), put(second)] == ["stored", "late"]


def test_extra_time_before_the_attempt_and_twice(quiz: Quiz) -> None:
    times.grant(quiz.part, Scope(entrant=quiz.entrants[0]), 300, "Thị lực kém")
    times.grant(quiz.part, Scope(), 60, "Vào muộn vì mất điện")
    both(quiz)
    assert deadlines(quiz) == [16, 11]


def test_extra_time_goes_past_the_close_of_the_window(quiz: Quiz) -> None:
    times.grant(quiz.part, Scope(), 300, "Mất điện")
    with clock.freeze(quiz.window.closes_at - MINUTE):
        attempt = services.begin(quiz.entrants[0], quiz.part)
        assert attempt.deadline == quiz.window.closes_at + 5 * MINUTE
        assert attempt.base_deadline == quiz.window.closes_at


def test_a_unit_means_those_below_it_too(quiz: Quiz) -> None:
    parent, other = (
        Unit(contest=quiz.contest, code="dang-bo", name="Đảng bộ"),
        Unit(contest=quiz.contest, code="khac", name="Đơn vị khác"),
    )
    quiz.unit.parent = parent
    quiz.entrants[1].unit = other
    db.session.commit()
    both(quiz)
    times.grant(quiz.part, Scope(unit=parent), 120, "Mất điện")
    assert deadlines(quiz) == [12, 10]


def test_a_unit_that_changes_its_place_takes_its_people_along(quiz: Quiz) -> None:
    parent = Unit(contest=quiz.contest, code="dang-bo", name="Đảng bộ")
    db.session.add(parent)
    db.session.commit()
    both(quiz)
    times.grant(quiz.part, Scope(unit=parent), 120, "Mất điện")
    assert deadlines(quiz) == [10, 10]
    values = {"code": "qt", "name": quiz.unit.name, "kind": "", "headcount": None, "parent": "dang-bo"}
    people.save_unit(quiz.contest, quiz.unit, values)
    assert deadlines(quiz) == [12, 12]


def test_a_unit_that_the_minutes_speak_of_stays(quiz: Quiz) -> None:
    unit = Unit(contest=quiz.contest, code="khac", name="Đơn vị khác")
    db.session.add(unit)
    db.session.commit()
    fact = times.grant(quiz.part, Scope(unit=unit), 120, "Mất điện")
    times.revoke(fact, "Nhầm")
    with pytest.raises(Refused):
        people.remove_unit(unit)


def test_a_room(quiz: Quiz) -> None:
    room = Room(contest=quiz.contest, code="p1", name="Phòng 1")
    quiz.entrants[1].room = room
    db.session.commit()
    both(quiz)
    times.grant(quiz.part, Scope(room=room), 120, "Ồn")
    assert deadlines(quiz) == [10, 12]


@pytest.mark.parametrize("place", ["unit", "room"])
def test_who_is_moved_during_the_attempt_has_the_time_of_where_they_are(quiz: Quiz, place: str) -> None:
    unit = Unit(contest=quiz.contest, code="khac", name="Đơn vị khác")
    room = Room(contest=quiz.contest, code="p1", name="Phòng 1")
    db.session.add_all([unit, room])
    db.session.commit()
    both(quiz)
    times.grant(quiz.part, Scope(unit=unit) if place == "unit" else Scope(room=room), 120, "Mất điện")
    assert deadlines(quiz) == [10, 10]
    entrant = quiz.entrants[1]
    values = {"code": entrant.code, "name": entrant.name, "unit": "qt", "room": "", "group": "", "born": ""}
    values |= {"status": "in", "version": entrant.version, place: "khac" if place == "unit" else "p1"}
    people.save_entrant(quiz.contest, entrant, values)
    assert deadlines(quiz) == [10, 12]


def test_an_outage_is_taken_out_and_can_be_taken_back(quiz: Quiz) -> None:
    both(quiz)
    with clock.freeze(DURING + 6 * MINUTE):
        fact = times.remove(quiz.part, Scope(), DURING + MINUTE, DURING + 4 * MINUTE, "Mất điện")
        assert deadlines(quiz) == [13, 13]
        times.revoke(fact, "Nhầm giờ")
        assert deadlines(quiz) == [10, 10]
        with pytest.raises(Refused, match="đã được thu hồi"):
            times.revoke(fact, "Nhầm giờ")


def test_an_outage_that_is_found_out_later_opens_the_attempt_again(quiz: Quiz) -> None:
    attempt, _ = both(quiz)
    with clock.freeze(END + MINUTE):
        assert put(attempt) == "late"
        times.remove(quiz.part, Scope(), END - 3 * MINUTE, END, "Máy chủ dừng")
        assert put(attempt) == "stored"


def test_who_handed_in_stays_handed_in(quiz: Quiz) -> None:
    attempt, _ = both(quiz)
    services.finish(attempt)
    times.grant(quiz.part, Scope(), 300, "Mất điện")
    assert deadlines(quiz) == [10, 15]


def test_a_pause_stops_the_clock(quiz: Quiz) -> None:
    attempt, _ = both(quiz)
    with clock.freeze(DURING + 4 * MINUTE):
        fact = times.pause(quiz.part, Scope(), "Mất điện")
        assert put(attempt) == "paused"
        with pytest.raises(Refused, match="tạm dừng rồi"):
            times.pause(quiz.part, Scope(), "Mất điện")
    with clock.freeze(DURING + 30 * MINUTE):
        assert put(attempt) == "paused"
        times.resume(fact)
        assert deadlines(quiz) == [36, 36]
        assert put(attempt) == "stored"
        with pytest.raises(Refused, match="làm tiếp rồi"):
            times.resume(fact)
    with clock.freeze(DURING + 36 * MINUTE):
        assert put(attempt, 2) == "late"


def test_nobody_begins_during_a_pause(quiz: Quiz) -> None:
    times.pause(quiz.part, Scope(entrant=quiz.entrants[0]), "Chờ máy")
    with pytest.raises(Refused, match="đang tạm dừng"):
        services.begin(quiz.entrants[0], quiz.part)
    assert services.begin(quiz.entrants[1], quiz.part).paused_at is None


def test_removed_time_is_not_counted_as_spent(quiz: Quiz) -> None:
    attempt, _ = both(quiz)
    with clock.freeze(DURING + 6 * MINUTE):
        times.remove(quiz.part, Scope(), DURING + MINUTE, DURING + 3 * MINUTE, "Mất điện")
        services.finish(attempt)
        [marked] = services.marked_points(quiz.part)
    assert marked.seconds == 240


@pytest.mark.parametrize("seconds", [0, -60, 24 * 3600 + 1])
def test_extra_time_within_reason(quiz: Quiz, seconds: int) -> None:
    with pytest.raises(Invalid, match="từ 1 giây"):
        times.grant(quiz.part, Scope(), seconds, "Lý do")


def test_what_has_not_passed_cannot_be_taken_out(quiz: Quiz) -> None:
    with pytest.raises(Invalid, match="đã qua"):
        times.remove(quiz.part, Scope(), DURING, DURING + MINUTE, "Mất điện")
    with pytest.raises(Invalid, match="sau giờ bắt đầu"):
        times.remove(quiz.part, Scope(), DURING, DURING, "Mất điện")
    assert times.facts(times.Disruption, quiz.part) == []


def test_a_reason_is_asked_for_and_recorded(quiz: Quiz) -> None:
    with pytest.raises(Invalid, match="lý do"):
        times.grant(quiz.part, Scope(), 60, "")
    times.grant(quiz.part, Scope(entrant=quiz.entrants[0]), 60, "Máy hỏng")
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "accommodation.add"))
    assert (entry.subject, entry.after, entry.reason) == (
        "accommodation:xa/kien-thuc/entrant:001",
        {"seconds": 60},
        "Máy hỏng",
    )
