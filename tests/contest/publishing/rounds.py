"""Scenario A's commune round in the database: real sheets, marks and points, small enough to add up by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import g
from sqlalchemy import select

from contest.accounts.models import Grant, User
from contest.judging.models import EnteredPoints, Judge, Mark, Panel, Sheet
from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.vietnamese import fold, name_key
from contest.organising.models import Contest, Entrant, Part, Stage, Unit, Window
from contest.playing.models import Answer, Attempt
from question_bank import services as bank
from question_bank.models import Revision
from tests.question_bank.making import single

OPENS = datetime(2026, 11, 20, 1, tzinfo=UTC)
CLOSES = OPENS + timedelta(hours=4)
DURING = OPENS + timedelta(hours=1)
AFTER = CLOSES + timedelta(hours=1)

COMMUNE_RULES: dict[str, Any] = {
    "rank_within": "unit",
    "ties": ["part:tinh-huong", "decision", "shared"],
    "round": {"total": 2},
    "promote": [{"best": 1, "within": "unit", "to": "ck", "reserves": 1}],
}
CASE_RULES: dict[str, Any] = {
    "criteria": [
        {"code": "phan-tich", "name": "Phân tích", "max": "20", "step": "0.5"},
        {"code": "giai-phap", "name": "Giải pháp", "max": "30", "step": "0.5"},
    ],
    "round": {"part": 2},
}
FINAL_RULES: dict[str, Any] = {
    "round": {"total": 2},
    "awards": [{"name": "Giải Nhất", "count": 1}, {"name": "Giải Nhì", "count": 2}],
}


@dataclass
class World:
    """What a test holds on to."""

    contest: Contest
    commune: Stage
    final: Stage
    quiz: Part
    case: Part
    talk: Part
    units: dict[str, Unit]
    entrants: dict[str, Entrant]
    judges: dict[str, list[Judge]]  # by unit; "" for the final


def build(
    people: Mapping[str, Sequence[str]] | None = None,
    *,
    judges: int = 2,
    code: str = "hm2018",
    rehearsal_of: Contest | None = None,
) -> World:
    """A contest of two rounds. `people`: {unit code: candidate numbers}."""
    people = people or {"qt": ["001", "002", "003"], "qv": ["101", "102"]}
    contest = Contest(
        code=code,
        name="Hội thi Bí thư chi bộ giỏi",
        created_at=OPENS,
        extra={},
        rehearsal_of_id=rehearsal_of and rehearsal_of.id,
    )
    commune = Stage(
        contest=contest, code="xa", name="Vòng thi cấp xã, phường", position=0, rules=dict(COMMUNE_RULES)
    )
    final = Stage(contest=contest, code="ck", name="Vòng chung kết", position=1, rules=dict(FINAL_RULES))
    quiz = Part(
        stage=commune,
        code="kien-thuc",
        name="Kiến thức chung",
        kind="general_knowledge",
        method="entered",
        rules={"round": {"part": 2}},
    )
    case = Part(
        stage=commune,
        code="tinh-huong",
        name="Xử lý tình huống",
        kind="situation",
        method="panel",
        position=1,
        rules=dict(CASE_RULES),
    )
    talk = Part(
        stage=final,
        code="chuyen-de",
        name="Sinh hoạt chuyên đề",
        kind="presentation",
        method="panel",
        rules=dict(CASE_RULES),
    )
    names = {"qt": "Phường Quỳnh Thiện", "qv": "Xã Quỳnh Vinh"}
    units = {
        key: Unit(contest=contest, code=key, name=names.get(key, key), position=at)
        for at, key in enumerate(people)
    }
    db.session.add_all([contest, Window(stage=commune, opens_at=OPENS, closes_at=CLOSES)])
    entrants = {}
    for key, numbers in people.items():
        for number in numbers:
            name = f"Nguyễn Văn {number}"
            entrants[number] = Entrant(
                contest=contest,
                code=number,
                name=name,
                unit=units[key],
                sort_key=name_key(name),
                search=fold(name),
            )
    db.session.add_all(entrants.values())
    panels = {key: Panel(stage=commune, unit=unit) for key, unit in units.items()} | {"": Panel(stage=final)}
    seats = {
        key: [
            Judge(panel=panel, code=f"gk{at}", name=f"Giám khảo {at}", is_head=at == 1)
            for at in range(1, judges + 1)
        ]
        for key, panel in panels.items()
    }
    db.session.add_all(panels.values())
    db.session.commit()
    return World(contest, commune, final, quiz, case, talk, units, entrants, seats)


def enter(world: World, number: str, points: str) -> None:
    """Type in an entrant's points for the quiz; once more corrects them."""
    entrant = world.entrants[number]
    row = db.session.scalar(select(EnteredPoints).where(EnteredPoints.entrant_id == entrant.id))
    if row is None:
        row = EnteredPoints(part_id=world.quiz.id, entrant_id=entrant.id)
        db.session.add(row)
    row.points, row.updated_at = Decimal(points), clock.now()
    db.session.commit()


def mark(
    world: World, number: str, *sheets: tuple[str, str], part: Part | None = None, locked: int | None = None
) -> list[Sheet]:
    """The judges' sheets for an entrant: (phan-tich, giai-phap) of each, the first `locked` of them locked."""
    part = part or world.case
    entrant = world.entrants[number]
    key = "" if part.stage_id == world.final.id else entrant.unit.code if entrant.unit else ""
    made = []
    for at, (judge, marks) in enumerate(zip(world.judges[key], sheets, strict=False)):
        is_locked = locked is None or at < locked
        sheet = Sheet(
            part_id=part.id,
            entrant_id=entrant.id,
            judge_id=judge.id,
            locked_at=DURING if is_locked else None,
            updated_at=DURING,
            marks=[
                Mark(criterion=criterion, mark=Decimal(mark))
                for criterion, mark in zip(("phan-tich", "giai-phap"), marks, strict=True)
            ],
        )
        made.append(sheet)
    db.session.add_all(made)
    db.session.commit()
    return made


def sit(world: World, number: str, *responses: str, finished: bool = True) -> Attempt:
    """An attempt at the quiz, begun an hour into the round and 20 minutes long, over after 5 where it is finished.
    Its questions have the first option for an answer."""
    if world.quiz.method != "quiz":
        world.quiz.method = "quiz"
        world.quiz.rules = {"round": {"part": 2}, "quiz": {"points": "10", "draw": [{"count": 2}]}}
        world.contest.bank = bank.start_bank("ch", "Ngân hàng câu hỏi", None)
        for text in ("Câu một?", "Câu hai?"):
            bank.add(world.contest.bank, single(text))
    revisions = list(db.session.scalars(select(Revision.id).order_by(Revision.id)))
    attempt = Attempt(
        entrant_id=world.entrants[number].id,
        part_id=world.quiz.id,
        seed="hat-giong",
        paper=[[revision, [2, 0, 1]] for revision in revisions],
        size=len(revisions),
        started_at=DURING,
        base_deadline=DURING + timedelta(minutes=20),
        deadline=DURING + timedelta(minutes=20),
        finished_at=DURING + timedelta(minutes=5) if finished else None,
    )
    db.session.add(attempt)
    db.session.flush()
    for position, response in enumerate(responses):
        db.session.add(
            Answer(attempt_id=attempt.id, position=position, response=response, sequence=1, stored_at=DURING)
        )
    db.session.commit()
    return attempt


def play(world: World) -> None:
    """The whole commune round of two units.

    001: 18 + (44 + 47)/2 = 63.50   002: 20 + (40 + 41)/2 = 60.50   003: 10 + (30.5 + 31)/2 = 40.75
    101: 15 + (40 + 42)/2 = 56.00   102: 15 + (42 + 40)/2 = 56.00
    """
    for number, points in {"001": "18", "002": "20", "003": "10", "101": "15", "102": "15"}.items():
        enter(world, number, points)
    mark(world, "001", ("18", "26"), ("19", "28"))
    mark(world, "002", ("16", "24"), ("16.5", "24.5"))
    mark(world, "003", ("10", "20.5"), ("11", "20"))
    mark(world, "101", ("15", "25"), ("16", "26"))
    mark(world, "102", ("16", "26"), ("15", "25"))


def person(
    name: str, contest: Contest | None = None, role: str = "organiser", *, is_admin: bool = False
) -> User:
    """Someone with an account, and a role in a contest."""
    user = User(username=name, name=name, is_admin=is_admin, created_at=OPENS)
    if contest is not None:
        user.grants.append(Grant(contest_id=contest.id, role=role))
    db.session.add(user)
    db.session.commit()
    return user


def sign_in(client: Any, principal: Any) -> None:
    """Begin a session without the sign-in page, which has its own tests."""
    # The test's application context outlives a request, and the signed-in person is kept in it.
    g.pop("_login_user", None)
    with client.session_transaction() as session:
        session["_user_id"] = principal.get_id()
        session["_fresh"] = True
