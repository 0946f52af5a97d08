"""From the database to the standings: the tables are those of a package, and scenario A's round comes out exactly."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from contest.judging.models import EnteredPoints, Mark, Sheet
from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.models import Place
from contest.publishing import decisions
from contest.ranking.output import to_csv
from contest.ranking.progress import progress
from contest.ranking.services import carried, standings, tables_of
from tests.contest.publishing import rounds
from tests.contest.publishing.rounds import World


@pytest.fixture
def world(app: Flask) -> World:
    world = rounds.build()
    rounds.play(world)
    return world


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run inside."""
    statements: list[str] = []

    def remember(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", remember)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", remember)


def test_the_tables_are_those_of_a_package(world: World) -> None:
    decisions.record(
        world.commune,
        entrant_code="003",
        kind="penalty",
        value="1",
        reason="Quá giờ",
        by="Trưởng ban",
        part_code="tinh-huong",
    )
    tables = tables_of(world.contest)
    assert tables.units.rows() == [
        {"code": "qt", "name": "Phường Quỳnh Thiện", "parent": "", "kind": "", "headcount": ""},
        {"code": "qv", "name": "Xã Quỳnh Vinh", "parent": "", "kind": "", "headcount": ""},
    ]
    assert tables.entrants.rows()[0] == {
        "code": "001", "name": "Nguyễn Văn 001", "unit": "qt", "room": "", "group": "", "born": "",
        "status": "in", "stage": "",
    }  # fmt: skip
    assert tables.points.rows()[0] == {
        "stage": "xa", "part": "kien-thuc", "entrant": "001",
        "points": "18", "seconds": "", "submitted": "", "prediction": "",
    }  # fmt: skip
    assert len(tables.marks) == 5 * 2 * 2
    assert {tuple(row.values())[:6] for row in tables.marks.rows() if row["entrant"] == "002"} == {
        ("xa", "tinh-huong", "002", "gk1", "phan-tich", "16"),
        ("xa", "tinh-huong", "002", "gk1", "giai-phap", "24"),
        ("xa", "tinh-huong", "002", "gk2", "phan-tich", "16.5"),
        ("xa", "tinh-huong", "002", "gk2", "giai-phap", "24.5"),
    }
    assert tables.decisions.rows() == [
        {
            "stage": "xa", "entrant": "003", "kind": "penalty", "value": "1",
            "part": "tinh-huong", "reason": "Quá giờ", "by": "Trưởng ban",
        }
    ]  # fmt: skip
    assert tables.places is not None
    assert len(tables.places) == 0


def test_unlocked_sheets_and_removed_judges_are_no_rows(world: World) -> None:
    rounds.mark(world, "003", ("1", "1"), part=world.talk, locked=0)
    world.judges["qv"][0].removed_at = rounds.DURING
    db.session.commit()
    tables = tables_of(world.contest)
    assert {row["part"] for row in tables.marks.rows()} == {"tinh-huong"}
    assert {row["judge"] for row in tables.marks.rows() if row["entrant"] == "101"} == {"gk2"}


def test_one_stage_and_one_unit_read_only_their_own(world: World) -> None:
    rounds.mark(world, "001", ("1", "1"), part=world.talk)
    tables = tables_of(world.contest, world.commune, world.units["qt"])
    assert {row["code"] for row in tables.entrants.rows()} == {"001", "002", "003"}
    assert {(row["stage"], row["entrant"]) for row in tables.marks.rows()} == {
        ("xa", "001"),
        ("xa", "002"),
        ("xa", "003"),
    }
    assert {row["entrant"] for row in tables.points.rows()} == {"001", "002", "003"}


def test_a_unit_by_itself_ranks_as_it_does_among_all(world: World) -> None:
    (alone,) = standings(world.contest, world.commune, world.units["qt"])
    (among,) = standings(world.contest, world.commune)
    assert [row for row in among.rows if row.within == "qt"] == alone.rows


def test_the_final_s_members_are_those_with_a_place(world: World) -> None:
    db.session.add(
        Place(stage=world.final, entrant=world.entrants["003"], origin="promoted", at=rounds.AFTER)
    )
    db.session.commit()
    rounds.mark(world, "003", ("10", "20"), ("11", "21"), part=world.talk)
    (final,) = standings(world.contest, world.final)
    assert [(row.entrant, row.total, row.award) for row in final.rows] == [("003", "31.00", "Giải Nhất")]


def test_live_standings_hold_only_what_is_whole(world: World) -> None:
    sheet = db.session.scalars(select(Sheet).where(Sheet.entrant_id == world.entrants["002"].id)).first()
    assert sheet is not None
    sheet.locked_at = None
    db.session.commit()
    (now,) = standings(world.contest, world.commune)
    (live,) = standings(world.contest, world.commune, live=True)
    assert {row.entrant: row.missing for row in now.rows}["002"] == ()
    assert {row.entrant: row.missing for row in live.rows}["002"] == ("tinh-huong",)


def test_attempts_are_marked_from_what_was_answered(world: World) -> None:
    for row in db.session.scalars(select(EnteredPoints)):
        db.session.delete(row)
    rounds.sit(world, "001", "0", "1")
    rounds.sit(world, "002", "0", "0")
    rounds.sit(world, "003", "0", "0", finished=False)
    with clock.freeze(rounds.DURING + timedelta(minutes=19)):
        tables = tables_of(world.contest, world.commune)
        assert [(row["entrant"], row["points"], row["seconds"]) for row in tables.points.rows()] == [
            ("001", "10", "300"),
            ("002", "20", "300"),
        ]
    with clock.freeze(rounds.DURING + timedelta(minutes=20)):
        (found,) = standings(world.contest, world.commune, world.units["qt"])
    assert [(row.entrant, row.points["kien-thuc"], row.total) for row in found.rows] == [
        ("002", "20.00", "60.50"),
        ("001", "10.00", "55.50"),
        ("003", "20.00", "50.75"),
    ]


def test_what_is_carried_along_is_found_through_steps(world: World) -> None:
    world.final.rules = {**world.final.rules, "carry": [{"stage": "xa", "weight": "0.5"}]}
    db.session.add(
        Place(stage=world.final, entrant=world.entrants["001"], origin="promoted", at=rounds.AFTER)
    )
    db.session.commit()
    assert carried(world.final) == [world.commune]
    rounds.mark(world, "001", ("10", "20"), ("10", "20"), part=world.talk)
    (final,) = standings(world.contest, world.final)
    # 30 in the final and half of 63.50 from the commune round.
    assert [(row.entrant, row.total) for row in final.rows] == [("001", "61.75")]


def test_the_number_of_queries_does_not_grow_with_the_entrants(app: Flask) -> None:
    small = rounds.build({"qt": ["001"]}, code="nho")
    large = rounds.build(
        {f"d{at}": [f"{at}{number:02}" for number in range(13)] for at in range(4)}, code="lon"
    )
    counts = []
    for world in (small, large):
        rounds.mark(world, next(iter(world.entrants)), ("1", "1"), ("1", "1"))
        db.session.expire_all()
        contest, stage = world.contest, world.commune
        assert len(contest.stages) == 2
        assert [part.code for other in contest.stages for part in other.parts] != []
        assert stage.contest_id == contest.id
        with counted() as whole:
            standings(contest, stage)
        with counted() as live:
            standings(contest, stage, live=True)
        counts.append((len(whole), len(live)))
    assert counts == [(6, 11), (6, 11)]


def test_progress_counts_sheets_attempts_and_points(world: World) -> None:
    sheet = rounds.mark(world, "001", ("1", "1"), ("1", "1"), part=world.talk, locked=1)[0]
    assert sheet.locked_at is not None
    people = [world.entrants["001"]]
    with clock.freeze(rounds.DURING):
        found = progress(world.final, people, clock.now())[world.talk.id, people[0].id]
        assert (found.done, found.total, found.is_whole) == (1, 2, False)
        found = progress(world.commune, people, clock.now())[world.quiz.id, people[0].id]
        assert (found.done, found.total, found.is_whole) == (1, 1, True)


def _half_up(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_scenario_a_s_commune_round_comes_out_exactly(app: Flask) -> None:
    """132 people of 10 units, five judges each: every total, rank and promotion against sums made here by hand."""
    sizes = [14, 14, 13, 13, 13, 13, 13, 13, 13, 13]
    people = {
        f"xa{unit}": [f"{unit}{number:02}" for number in range(size)] for unit, size in enumerate(sizes)
    }
    assert sum(map(len, people.values())) == 132
    world = rounds.build(people, judges=5)
    lots = random.Random(2018)
    expected: dict[str, tuple[Decimal, Decimal]] = {}
    for numbers in people.values():
        for number in numbers:
            quiz = Decimal(lots.randint(20, 80)) / 4
            sheets = [
                (Decimal(lots.randint(20, 40)) / 2, Decimal(lots.randint(30, 60)) / 2) for _ in range(5)
            ]
            rounds.enter(world, number, str(quiz))
            rounds.mark(world, number, *((str(one), str(two)) for one, two in sheets))
            case = _half_up(sum((Fraction(one + two) for one, two in sheets), Fraction(0)) / 5)
            expected[number] = (_half_up(Fraction(quiz + case)), case)
    assert db.session.scalar(select(func.count()).select_from(Mark)) == 132 * 5 * 2
    (found,) = standings(world.contest, world.commune)
    rows = {row.entrant: row for row in found.rows}
    assert {
        code: (Decimal(row.total), Decimal(row.points["tinh-huong"])) for code, row in rows.items()
    } == expected
    for unit, numbers in people.items():
        for number in numbers:
            ahead = [other for other in numbers if expected[other] > expected[number]]
            assert rows[number].rank == len(ahead) + 1, (unit, number)
    first = [row for row in found.rows if row.promoted == "yes"]
    assert {row.within for row in first} == set(people)
    assert all(row.rank == 1 for row in first)
    lines = to_csv([found]).splitlines()
    assert len(lines) == 133
    assert lines[0] == (
        "stage,within,rank,entrant,name,unit,group,total,kien-thuc,tinh-huong,promoted,award,title,decided_by"
    )
