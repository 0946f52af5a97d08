"""Sheets: what is stored, what is refused, and that no judge sees another's marks before both are locked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from contest.judging import entering, seating, services, timing
from contest.judging.models import Mark, Sheet
from contest.judging.services import BadMarks, Seat
from contest.kernel import clock
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.organising import people
from tests.support.factories import Small, entrant, marks, small


@pytest.fixture
def world(app: Flask) -> Small:
    return small()


def seat(world: Small, judge: int = 0, who: int = 0) -> Seat:
    return Seat(world.part, world.entrants[who], world.judges[judge])


def stored(world: Small) -> dict[str, Decimal]:
    return {mark.criterion: mark.mark for mark in db.session.scalars(select(Mark))}


def test_a_draft_then_a_lock(world: Small) -> None:
    draft = services.save_sheet(seat(world), marks("15.5", None), version=0)
    assert stored(world) == {"phan-tich": Decimal("15.5")}
    locked = services.save_sheet(seat(world), marks("16", "24.5"), version=draft.version, lock=True)
    assert locked.locked_at is not None
    assert stored(world) == {"phan-tich": Decimal(16), "giai-phap": Decimal("24.5")}
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.action.startswith("sheet.")).order_by(AuditEntry.id)
    )
    assert list(actions) == ["sheet.save", "sheet.lock"]


def test_an_emptied_mark_is_no_mark(world: Small) -> None:
    first = services.save_sheet(seat(world), marks("15", "20"), version=0)
    services.save_sheet(seat(world), marks(None, "20"), version=first.version)
    assert stored(world) == {"giai-phap": Decimal(20)}


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [("15.3", "20", ["phan-tich"]), ("20.5", "31", ["phan-tich", "giai-phap"]), ("-1", "20", ["phan-tich"])],
)
def test_one_bad_mark_stores_nothing(world: Small, first: str, second: str, wrong: list[str]) -> None:
    with pytest.raises(BadMarks) as refusal:
        services.save_sheet(seat(world), marks(first, second), version=0)
    assert sorted(refusal.value.problems) == sorted(wrong)
    assert db.session.scalar(select(Sheet.id)) is None


def test_a_stale_page_is_refused_and_nothing_lost(world: Small) -> None:
    first = services.save_sheet(seat(world), marks("10", "10"), version=0)
    with pytest.raises(Refused, match="đã cũ"):
        services.save_sheet(seat(world), marks("11", "11"), version=0)
    assert stored(world) == {"phan-tich": Decimal(10), "giai-phap": Decimal(10)}
    services.save_sheet(seat(world), marks("11", "11"), version=first.version)


def test_a_locked_sheet_is_read_only_until_the_secretary_reopens_it(world: Small) -> None:
    sheet = services.save_sheet(seat(world), marks("10", "10"), version=0, lock=True)
    with pytest.raises(Refused, match="Phiếu đã khóa"):
        services.save_sheet(seat(world), marks("11", "11"), version=sheet.version)
    with pytest.raises(Invalid, match="lý do"):
        services.reopen(sheet, " ")
    services.reopen(sheet, "Ghi nhầm cột")
    services.save_sheet(seat(world), marks("11", "11"), version=sheet.version, lock=True)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "sheet.reopen")).one()
    assert (entry.before, entry.after, entry.reason) == ({"locked": True}, {"locked": False}, "Ghi nhầm cột")


def test_an_empty_sheet_cannot_be_locked(world: Small) -> None:
    with pytest.raises(Refused, match="chưa có điểm nào"):
        services.save_sheet(seat(world), marks(None, None), version=0, lock=True)


def test_who_is_not_on_the_panel_marks_nothing(world: Small) -> None:
    assert services.seat_of(world.part, world.entrants[0], "user:999").judge is None
    with pytest.raises(Refused, match="không ở trong ban giám khảo"):
        services.save_sheet(Seat(world.part, world.entrants[0], None), marks("1", "1"), version=0)
    seating.remove(world.judges[2], "Ốm")
    assert services.seat_of(world.part, world.entrants[0], world.users[2].key).judge is None
    with pytest.raises(Refused, match="không ở trong ban giám khảo"):
        services.save_sheet(seat(world, 2), marks("1", "1"), version=0)


def test_nothing_is_marked_before_the_window_opens_or_for_who_withdrew(world: Small) -> None:
    world.window.opens_at = clock.now() + timedelta(minutes=5)
    db.session.commit()
    with pytest.raises(Refused, match="chưa mở"):
        services.save_sheet(seat(world), marks("1", "1"), version=0)
    services.save_sheet(
        seat(world), marks("1", "1"), version=0, typed=True
    )  # from paper it may come any time
    values = entrant("002", "Đỗ Thị Bình", "a", "withdrawn") | {"version": world.entrants[1].version}
    people.save_entrant(world.contest, world.entrants[1], values, "Ốm")
    with pytest.raises(Refused, match="không ở trong danh sách"):
        services.save_sheet(seat(world, 0, 1), marks("1", "1"), version=0, typed=True)


def test_others_marks_are_seen_only_when_both_are_locked(world: Small) -> None:
    mine = services.save_sheet(seat(world, 0), marks("10", "10"), version=0)
    other = services.save_sheet(seat(world, 1), marks("12", "12"), version=0, lock=True)
    draft = services.save_sheet(seat(world, 2), marks("13", "13"), version=0)
    assert services.comparable(None, [other, draft]) == []
    assert services.comparable(mine, [other, draft]) == []
    mine = services.save_sheet(seat(world, 0), marks("10", "10"), version=mine.version, lock=True)
    assert services.comparable(mine, [other, draft]) == [other]


def test_a_removed_judges_marks_stay_and_no_longer_count(world: Small) -> None:
    for judge in range(3):
        services.save_sheet(seat(world, judge), marks("10", "10"), version=0, lock=True)
    assert [row.is_complete for row in services.rows(world.part)] == [True, False, False]
    with pytest.raises(Invalid):
        seating.remove(world.judges[1], "")
    seating.remove(world.judges[1], "Người thân dự thi")
    row = services.rows(world.part)[0]
    assert (len(row.judges), row.locked, row.is_complete) == (2, 2, True)
    assert len(db.session.scalars(select(Sheet)).all()) == 3


@pytest.mark.parametrize(
    ("code", "head", "username", "problem"),
    [
        ("gk1", False, "", "đã có giám khảo mã"),
        ("gk9", True, "", "đã có trưởng ban"),
        ("gk9", False, "khong-co", "Không có người dùng"),
        ("gk9", False, "thu-gk1", "đã ở trong ban này"),
    ],
)
def test_a_seat_is_refused(world: Small, code: str, head: bool, username: str, problem: str) -> None:
    with pytest.raises(Invalid, match=problem):
        seating.seat(world.judges[0].panel, code, "Người mới", head, username)


def test_the_clock_proposes_the_penalty_that_the_ranking_takes(world: Small) -> None:
    start = clock.now()
    performance = (world.part, world.entrants[0])
    with clock.freeze(start):
        timing.press(*performance, "start")
        timing.press(*performance, "start")
    with clock.freeze(start + timedelta(seconds=420 + 61)):
        timing.press(*performance, "stop")
        timing.press(*performance, "stop")
        now = timing.timing(*performance)
    assert (now.clock.state, now.clock.seconds, now.penalty) == ("stopped", Decimal(481), Decimal("-0.5"))
    assert [press.kind for press in now.log] == ["start", "stop"]
    entering.confirm_seconds(*performance, Decimal(481), "")
    assert entering.entered(world.part)[world.entrants[0].id].seconds == Decimal(481)
