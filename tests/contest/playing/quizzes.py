"""A contest with one quiz in the database, for the tests of the room and the walks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import g
from flask.testing import FlaskClient

from contest.accounts.models import Grant, User
from contest.kernel.db import db
from contest.kernel.vietnamese import fold, name_key
from contest.organising.models import Contest, Entrant, Part, Stage, Unit, Window
from question_bank import services as bank
from question_bank.exchange.questions import Reading, ReadQuestion
from question_bank.models import Bank

OPENS = datetime(2026, 11, 20, 1, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=4)
DURING = OPENS + timedelta(hours=1)

SETTINGS: dict[str, Any] = {"seconds": 600, "points": "2", "draw": [{"count": 4}]}
RULES: dict[str, Any] = {"quiz": SETTINGS}


@dataclass
class Quiz:
    """What a test holds on to."""

    contest: Contest
    stage: Stage
    part: Part
    window: Window
    unit: Unit
    entrants: list[Entrant]
    bank: Bank

    @property
    def path(self) -> str:
        return f"/c/{self.contest.code}/play/{self.stage.code}/{self.part.code}"


def questions() -> list[ReadQuestion]:
    """One of each kind that a machine marks, and a situation, which it doesn't."""

    def options(*texts: str, key: list[int]) -> dict[str, Any]:
        return {"options": [{"text": text, "locked": False} for text in texts], "key": key}

    truth = {"options": [{"text": "Đúng", "locked": True}, {"text": "Sai", "locked": True}], "key": [0]}
    written = {"accepted": ["1945"], "fold": True, "ignore_diacritics": False}
    one = options("Hà Nội", "Huế", "Đà Nẵng", key=[0])
    several = options("Hai", "Ba", "Bốn", key=[0, 2])
    return [
        ReadQuestion("single_choice", "Thủ đô nước ta?", one, code="1", topic="Đất nước"),
        ReadQuestion("several_correct", "Số chẵn?", several, code="2", topic="Số"),
        ReadQuestion("true_false", "Một năm có 12 tháng.", truth, code="3", topic="Số"),
        ReadQuestion("short_answer", "Năm Quốc khánh?", written, code="4", topic="Đất nước"),
        ReadQuestion(
            "situation", "Xử lý thế nào?", {"model_answer": "", "rubric": ""}, code="5", topic="Đất nước"
        ),
    ]


def build(
    rules: dict[str, Any] | None = None,
    asked: Sequence[ReadQuestion] | None = None,
    opens: datetime = OPENS,
    closes: datetime = CLOSES,
    people: int = 2,
) -> Quiz:
    """A contest with a quiz that is open from `opens` to `closes`."""
    held = bank.start_bank("thu", "Ngân hàng thử", None)
    bank.import_questions(held, list(asked or questions()), "thu.xlsx", Reading())
    contest = Contest(code="thu", name="Hội thi thử", created_at=opens, extra={}, bank=held)
    stage = Stage(contest=contest, code="xa", name="Vòng cấp xã", rules={})
    part = Part(
        stage=stage, code="kien-thuc", name="Kiến thức chung", kind="general_knowledge", method="quiz"
    )
    part.rules = dict(rules or RULES)
    window = Window(stage=stage, opens_at=opens, closes_at=closes)
    unit = Unit(contest=contest, code="qt", name="Phường Quỳnh Thiện")
    entrants = []
    for at in range(1, people + 1):
        name = f"Nguyễn Văn {at}"
        entrant = Entrant(contest=contest, code=f"{at:03}", name=name, unit=unit)
        entrant.sort_key, entrant.search = name_key(name), fold(name)
        entrants.append(entrant)
    db.session.add_all([contest, window, *entrants])
    db.session.commit()
    return Quiz(contest, stage, part, window, unit, entrants, held)


def person(name: str, contest: Contest, role: str) -> User:
    """Someone with an account and a role in the contest."""
    user = User(username=name, name=name, created_at=OPENS)
    user.grants.append(Grant(contest_id=contest.id, role=role))
    db.session.add(user)
    db.session.commit()
    return user


def sign_in(client: FlaskClient, principal: Entrant | User | None) -> None:
    """Make the client that person, or nobody."""
    # The test's application context outlives a request, and the signed-in person is kept in it.
    g.pop("_login_user", None)
    with client.session_transaction() as session:
        session.clear()
        if principal is not None:
            session["_user_id"] = principal.get_id()
