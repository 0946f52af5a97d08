"""Answers that came late: put aside within the grace, and counted once somebody accepts them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from contest.kernel import clock
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.playing import late, rescue, services, times
from contest.playing.late import Taken
from contest.playing.models import Attempt, LateAnswer
from contest.playing.rescue import Made
from contest.playing.rules import Given
from contest.playing.times import Scope
from tests.contest.playing.quizzes import DURING, Quiz, sign_in
from tests.contest.playing.test_api import send, stored

SECOND, LENGTH, GRACE = timedelta(seconds=1), timedelta(minutes=10), timedelta(minutes=10)
AFTER = DURING + LENGTH + SECOND
IN_TIME = 599_999  # milliseconds from the start: the last that counts


@pytest.fixture
def attempt(quiz: Quiz, client: FlaskClient) -> Attempt:
    sign_in(client, quiz.entrants[0])
    return services.begin(quiz.entrants[0], quiz.part)


def made(position: int, response: str = "0", sequence: int = 5, made_ms: int = IN_TIME) -> Made:
    return Made(Given(position, response, False, sequence), made_ms)


def kept() -> dict[int, tuple[str, int, str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(LateAnswer))
    return {one.position: (one.response, one.sequence, one.source, one.decision) for one in rows}


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return str(refused.value.message)


def test_put_aside_and_no_answer_yet(attempt: Attempt) -> None:
    with clock.freeze(AFTER):
        assert late.receive(attempt, [made(0), made(1, "1")], "sent") == Taken((0, 1), (), ())
        assert late.count(attempt) == 2
    assert kept() == {0: ("0", 5, "sent", ""), 1: ("1", 5, "sent", "")}
    one = db.session.get_one(LateAnswer, (attempt.id, 0))
    assert (one.made_ms, one.received_at) == (IN_TIME, AFTER)
    assert stored(attempt) == {}


@pytest.mark.parametrize(
    ("after", "is_taken"),
    [(-SECOND, False), (timedelta(0), True), (GRACE - SECOND, True), (GRACE, False)],
    ids=["before the deadline", "at it", "end of the grace", "after the grace"],
)
def test_only_within_the_grace(attempt: Attempt, after: timedelta, is_taken: bool) -> None:
    with clock.freeze(DURING + LENGTH + after):
        if is_taken:
            assert late.receive(attempt, [made(0)], "sent") == Taken((0,), (), ())
        else:
            assert refusal(lambda: late.receive(attempt, [made(0)], "sent"))
    assert len(kept()) == is_taken


def test_the_grace_is_the_part_s_and_counts_from_the_attempt_s_own_deadline(
    attempt: Attempt, quiz: Quiz
) -> None:
    quiz.part.rules = {"quiz": quiz.part.rules["quiz"] | {"grace": 60}}
    db.session.commit()
    times.grant(quiz.part, Scope(), 300, "Máy hỏng")
    with clock.freeze(DURING + timedelta(minutes=15, seconds=59)):
        assert late.receive(attempt, [made(0, made_ms=899_999)], "sent") == Taken((0,), (), ())
    with clock.freeze(DURING + timedelta(minutes=16)):
        assert "quá thời hạn" in refusal(lambda: late.receive(attempt, [made(1)], "sent"))


def test_not_while_the_clock_stands(attempt: Attempt, quiz: Quiz) -> None:
    times.pause(quiz.part, Scope(), "Mất điện")
    with clock.freeze(AFTER):
        assert "còn giờ" in refusal(lambda: late.receive(attempt, [made(0)], "sent"))


def test_not_after_handing_in_but_from_a_file(attempt: Attempt) -> None:
    with clock.freeze(DURING + 300 * SECOND):
        services.finish(attempt)
        assert "đã nộp" in refusal(lambda: late.receive(attempt, [made(0)], "sent"))
        # What the file has from after the end counts no more than what is sent.
        taken = late.receive(attempt, [made(0, made_ms=299_999), made(1, made_ms=300_000)], "file")
    assert taken == Taken((0,), (), (1,))


def test_not_into_an_attempt_that_a_retake_replaced(attempt: Attempt) -> None:
    attempt.void_reason = "Máy hỏng"
    db.session.commit()
    with clock.freeze(AFTER):
        for source in ("sent", "file"):
            assert "thi lại" in refusal(lambda source=source: late.receive(attempt, [made(0)], source))


@pytest.mark.parametrize(
    "one",
    [made(0, made_ms=IN_TIME + 1), made(9), made(0, "9"), made(0, "a")],
    ids=["made too late", "no such question", "no such option", "no option"],
)
def test_what_can_t_count_is_refused_beside_what_can(attempt: Attempt, one: Made) -> None:
    choice = next(shown.position for shown in services.shown(attempt) if shown.kind == "single_choice")
    position = choice if one.given.position == 0 else one.given.position
    bad = Made(Given(position, one.given.response, False, 5), one.made_ms)
    other = next(at for at in range(4) if at != choice)
    with clock.freeze(AFTER):
        taken = late.receive(attempt, [bad, made(other, "")], "sent")
    assert taken == Taken((other,), (), (position,))
    assert list(kept()) == [other]


def test_what_is_stored_needs_no_decision(client: FlaskClient, attempt: Attempt) -> None:
    send(client, attempt, {"position": 0, "response": "1", "flagged": False, "sequence": 5})
    with clock.freeze(AFTER):
        taken = late.receive(attempt, [made(0, "1", 5), made(1)], "sent")
        assert taken == Taken((1,), (0,), ())
        assert late.receive(attempt, [made(0, "0", 4)], "sent") == Taken((), (0,), ())
    assert list(kept()) == [1]


def test_sent_twice_and_a_newer_one(attempt: Attempt) -> None:
    with clock.freeze(AFTER):
        for _ in range(2):
            assert late.receive(attempt, [made(0, "0", 5)], "sent") == Taken((0,), (), ())
        late.receive(attempt, [made(0, "1", 6), made(0, "0", 4)], "file")
        late.receive(attempt, [made(0, "0", 4)], "sent")
    assert kept() == {0: ("1", 6, "file", "")}


def test_accepted_ones_become_answers(client: FlaskClient, attempt: Attempt, quiz: Quiz) -> None:
    send(client, attempt, {"position": 1, "response": "1", "flagged": True, "sequence": 3})
    with clock.freeze(AFTER):
        late.receive(attempt, [made(0), made(1, "0"), made(2, "1")], "sent")
        waiting = late.pending(quiz.part)
        assert [one.position for one in waiting] == [0, 1, 2]
        late.decide(waiting[:2], "accepted", "Mất mạng cả phòng")
        late.decide(waiting[2:], "refused", "Máy không mất mạng")
        assert late.pending(quiz.part) == []
    assert stored(attempt) == {0: ("0", False, 5), 1: ("0", False, 5)}
    assert kept() == {
        0: ("0", 5, "sent", "accepted"),
        1: ("0", 5, "sent", "accepted"),
        2: ("1", 5, "sent", "refused"),
    }
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action.like("late_answer.%")))
    assert [(one.action, one.subject, one.after, one.reason) for one in entries] == [
        (
            f"late_answer.{decision}",
            f"answer:xa/kien-thuc/001/1/{at}",
            {"response": response, "made_ms": IN_TIME, "source": "sent"},
            reason,
        )
        for at, response, decision, reason in (
            (1, "0", "accepted", "Mất mạng cả phòng"),
            (2, "0", "accepted", "Mất mạng cả phòng"),
            (3, "1", "refused", "Máy không mất mạng"),
        )
    ]


def test_accepting_never_overwrites_a_newer_answer(client: FlaskClient, attempt: Attempt, quiz: Quiz) -> None:
    with clock.freeze(AFTER):
        late.receive(attempt, [made(0, "0", 5)], "sent")
    # Extra time was granted afterwards, and the question was answered once more.
    times.grant(quiz.part, Scope(), 3600, "Mất điện")
    with clock.freeze(AFTER + SECOND):
        assert (
            send(
                client, attempt, {"position": 0, "response": "1", "flagged": False, "sequence": 9}
            ).status_code
            == 200
        )
        late.decide(late.pending(quiz.part), "accepted", "Mất mạng")
    assert stored(attempt) == {0: ("1", False, 9)}


def test_decided_once_and_with_a_reason(attempt: Attempt, quiz: Quiz) -> None:
    with clock.freeze(AFTER):
        late.receive(attempt, [made(0), made(1)], "sent")
        first, second = late.pending(quiz.part)
        with pytest.raises(Invalid):
            late.decide([first], "accepted", "")
        late.decide([first], "refused", "Không mất mạng")
        assert "quyết định trước đó" in refusal(lambda: late.decide([second, first], "accepted", "Nhầm"))
        assert [one.position for one in late.pending(quiz.part)] == [1]
        # What was refused is not asked about again.
        late.receive(attempt, [made(0, "1", 8)], "sent")
    assert kept()[0] == ("0", 5, "sent", "refused")
    assert stored(attempt) == {}


def test_a_file_is_taken_after_the_grace(attempt: Attempt, quiz: Quiz) -> None:
    text = rescue.sign(late.key(attempt), attempt.id, f'[[0,"1",0,7,{IN_TIME}],[1,"0",0,8,{IN_TIME + 1}]]')
    with clock.freeze(AFTER + timedelta(hours=2)):
        assert late.take_file(quiz.part, text) == {attempt: Taken((0,), (), (1,))}
    assert kept() == {0: ("1", 7, "file", "")}


def test_a_file_of_another_part_or_database_is_refused(attempt: Attempt, quiz: Quiz) -> None:
    text = rescue.sign(late.key(attempt), attempt.id, '[[0,"1",0,7,5]]')
    with clock.freeze(AFTER):
        for wrong in (f"HOITHI1 {attempt.id + 1} {text.split(' ', 2)[2]}", f"{text}\n{text}x"):
            with pytest.raises(Invalid):
                late.take_file(quiz.part, wrong)
    assert kept() == {}


# --- over HTTP


def come(client: FlaskClient, attempt: Attempt, *answers: dict[str, object], **headers: str) -> TestResponse:
    headers["Accept"] = "application/json"
    return client.post(f"/play/late/{attempt.id}", json={"answers": list(answers)}, headers=headers)


ROW = {"position": 0, "response": "0", "flagged": False, "sequence": 5, "made": 1000}


def test_sent_by_the_page(client: FlaskClient, attempt: Attempt, quiz: Quiz) -> None:
    sign_in(client, quiz.entrants[0])
    assert come(client, attempt, ROW).status_code == 409
    with clock.freeze(AFTER):
        told = come(client, attempt, ROW)
        expected = {"received": [0], "stored": [], "refused": [], "waiting": 1}
        assert (told.status_code, told.json) == (200, expected)
    sign_in(client, quiz.entrants[0])
    assert "1 câu gửi muộn, chờ giám thị quyết định." in done(client, quiz)


def done(client: FlaskClient, quiz: Quiz) -> str:
    with clock.freeze(AFTER):
        return client.get(f"{quiz.path}/done").text


@pytest.mark.parametrize(
    "row", [{}, ROW | {"made": "1"}, ROW | {"made": -1}, ROW | {"made": True}, ROW | {"sequence": 0}]
)
def test_what_is_no_answer(client: FlaskClient, attempt: Attempt, row: dict[str, object]) -> None:
    with clock.freeze(AFTER):
        assert come(client, attempt, row).status_code == 422
    assert kept() == {}


def test_from_nobody_else(client: FlaskClient, attempt: Attempt, quiz: Quiz) -> None:
    with clock.freeze(AFTER):
        assert come(client, attempt, ROW, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
        sign_in(client, quiz.entrants[1])
        assert come(client, attempt, ROW).status_code == 403
        sign_in(client, None)
        assert come(client, attempt, ROW).status_code == 401
    assert kept() == {}
