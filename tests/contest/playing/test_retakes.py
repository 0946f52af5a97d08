"""Retakes: who may, when, what becomes of the former attempt, and taking one back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from contest.kernel import clock
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.playing import cards, retakes, services
from contest.playing.models import Attempt
from tests.contest.playing.quizzes import CLOSES, DURING, Quiz

LATER = CLOSES + timedelta(days=1)
UNTIL = LATER + timedelta(hours=1)


def grant(quiz: Quiz, *numbers: str, **changed: Any) -> list[Any]:
    values = {"opens_at": LATER, "closes_at": UNTIL, "reason": "Mất điện"} | changed
    return retakes.grant(quiz.part, numbers, **values)


def test_a_retake_has_a_window_of_its_own(quiz: Quiz) -> None:
    first = services.begin(quiz.entrants[0], quiz.part)
    services.finish(first)
    grant(quiz, "001")
    assert first.void_reason == "Mất điện"
    # The part is still open, but their time is tomorrow.
    assert (
        cards.card(quiz.entrants[0], quiz.part).reason,
        cards.card(quiz.entrants[1], quiz.part).reason,
    ) == (
        "early",
        "ok",
    )
    with clock.freeze(LATER):
        assert cards.card(quiz.entrants[0], quiz.part).may_begin
        with pytest.raises(Refused):
            services.begin(quiz.entrants[1], quiz.part)
        second = services.begin(quiz.entrants[0], quiz.part)
    assert (second.number, second.deadline) == (2, LATER + timedelta(minutes=10))
    with clock.freeze(UNTIL):
        assert [one.number for one in services.marked_points(quiz.part)] == [2]
        with pytest.raises(Refused):
            services.begin(quiz.entrants[0], quiz.part)  # only once


def test_a_running_attempt_ends(quiz: Quiz) -> None:
    running = services.begin(quiz.entrants[0], quiz.part)
    grant(quiz, "001", opens_at=DURING, closes_at=CLOSES)
    assert (running.finished_at, services.begin(quiz.entrants[0], quiz.part).number) == (DURING, 2)


def test_who_never_began_may_come_later(quiz: Quiz) -> None:
    grant(quiz, "001", "002")
    with clock.freeze(UNTIL - timedelta(minutes=4)):
        late = services.begin(quiz.entrants[1], quiz.part)
    assert (late.number, late.deadline) == (1, UNTIL)


@pytest.mark.parametrize(
    ("numbers", "changed", "field"),
    [
        (["001", "999"], {}, "numbers"),
        ([], {}, "numbers"),
        (["001"], {"closes_at": LATER}, "closes_at"),
        (["001"], {"opens_at": DURING - timedelta(hours=2), "closes_at": DURING}, "closes_at"),
    ],
)
def test_all_or_nothing(quiz: Quiz, numbers: list[str], changed: dict[str, Any], field: str) -> None:
    attempt = services.begin(quiz.entrants[0], quiz.part)
    with pytest.raises(Invalid) as refusal:
        grant(quiz, *numbers, **changed)
    assert (refusal.value.field, attempt.void_reason, len(retakes.retakes(quiz.part))) == (field, None, 0)


def test_not_twice_while_one_waits(quiz: Quiz) -> None:
    grant(quiz, "001")
    with pytest.raises(Invalid, match="001"):
        grant(quiz, "001", "002")
    assert len(retakes.retakes(quiz.part)) == 1


def test_taken_back_the_former_attempt_counts_again(quiz: Quiz) -> None:
    first = services.begin(quiz.entrants[0], quiz.part)
    services.finish(first)
    (one,) = grant(quiz, "001")
    retakes.revoke(one, "Nhầm người")
    assert (first.void_reason, [mark.number for mark in services.marked_points(quiz.part)]) == (None, [1])
    with pytest.raises(Refused):
        retakes.revoke(one, "Lần nữa")
    (two,) = grant(quiz, "001", opens_at=DURING)
    services.begin(quiz.entrants[0], quiz.part)
    with pytest.raises(Refused):
        retakes.revoke(two, "Đã bắt đầu")
    actions = [entry.action for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert [action for action in actions if action.startswith("retake")] == [
        "retake.grant",
        "retake.revoke",
        "retake.grant",
    ]
    assert db.session.query(Attempt).count() == 2
