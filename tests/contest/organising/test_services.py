"""Windows, rules on pages, and rehearsals."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from contest.judging import services as judging
from contest.judging.models import Sheet
from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.organising import members, services
from contest.organising.models import Contest, Entrant, Window
from contest.publishing import drafts, rehearsing
from contest.publishing import services as publishing
from tests.support.factories import Small, marks, small


@pytest.fixture
def world(app: Flask) -> Small:
    return small()


def test_a_second_window_for_the_same_place_is_refused(world: Small) -> None:
    now = clock.now()
    values = {"stage": world.stage, "part": None, "unit": None, "opens_at": now, "version": None}
    with pytest.raises(Invalid, match="đã có lịch"):
        services.save_window(world.contest, None, values | {"closes_at": now + timedelta(hours=1)})
    assert db.session.scalar(select(func.count()).select_from(Window)) == 1


def test_it_closes_after_it_opens(world: Small) -> None:
    values = {"stage": world.stage, "part": world.part, "unit": None, "version": None}
    now = clock.now()
    with pytest.raises(Invalid, match="sau giờ mở"):
        services.save_window(world.contest, None, values | {"opens_at": now, "closes_at": now})


def test_close_now_and_open_now(world: Small) -> None:
    now = clock.now()
    with clock.freeze(now):
        services.close_now(world.window)
        assert members.part_moment(world.part, None).state == "closed"
        with pytest.raises(Refused, match="không đang mở"):
            services.close_now(world.window)
    length = world.window.closes_at - world.window.opens_at
    with clock.freeze(now - timedelta(hours=2)):
        services.open_now(world.window)
        assert members.part_moment(world.part, None).state == "open"
    assert world.window.closes_at - world.window.opens_at == length


def test_rules_that_cannot_work_are_not_stored(world: Small) -> None:
    plain = services.plain_stage(world.stage) | {"ties": ["may-rui"]}
    with pytest.raises(Invalid, match="Không có quy tắc xếp khi bằng điểm “may-rui”"):
        services.save_stage(world.contest, world.stage, plain, world.stage.version, "")
    assert services.plain_stage(world.stage)["ties"] == ["decision"]


def test_a_stale_form_is_refused(world: Small) -> None:
    version = world.stage.version
    plain = services.plain_stage(world.stage) | {"name": "Vòng một"}
    services.save_stage(world.contest, world.stage, plain, version, "")
    with pytest.raises(Refused, match="đã cũ"):
        services.save_stage(world.contest, world.stage, plain | {"name": "Vòng hai"}, version, "")
    assert world.stage.name == "Vòng một"


def test_rules_change_with_a_reason_once_something_was_marked(world: Small) -> None:
    place = judging.Seat(world.part, world.entrants[0], world.judges[0])
    judging.save_sheet(place, marks("10", "10"), version=0)
    plain = services.plain_part(world.part) | {"weight": "2"}
    with pytest.raises(Invalid, match="Hãy ghi lý do"):
        services.save_part(world.stage, world.part, plain, world.part.version, "")
    services.save_part(world.stage, world.part, plain, world.part.version, "Thể lệ sửa đổi")
    assert services.definition_of(world.contest).stages[0].parts[0].weight == Decimal(2)
    with pytest.raises(Refused, match="không xóa được"):
        services.remove(world.part)


def test_a_rehearsal_is_apart_and_never_published(world: Small) -> None:
    place = judging.Seat(world.part, world.entrants[0], world.judges[0])
    judging.save_sheet(place, marks("10", "10"), version=0, lock=True)
    copy = rehearsing.start(world.contest)
    assert (copy.code, copy.is_rehearsal, copy.bank_id) == ("thu-dt1", True, world.contest.bank_id)
    own = db.session.scalars(select(Entrant).where(Entrant.contest_id == copy.id)).all()
    assert sorted(one.code for one in own) == ["001", "002", "003"]
    part = copy.stages[0].parts[0]
    assert db.session.scalar(select(func.count()).select_from(Sheet).where(Sheet.part_id == part.id)) == 0
    assert [judge.user_id for judge in judging.judges_for(part, own[0])] == [user.id for user in world.users]
    shown = (
        drafts.draft(copy.stages[0], None, clock.now()) if not members.ranking_units(copy.stages[0]) else None
    )
    with pytest.raises(Refused, match="diễn tập"):
        publishing.publish(copy.stages[0], None, "official", shown=shown.digest if shown else "")
    with pytest.raises(Refused, match="đã là bản diễn tập"):
        rehearsing.start(copy)
    with pytest.raises(Refused, match="không xóa được hội thi thật"):
        rehearsing.remove(world.contest)
    rehearsing.remove(copy)
    assert db.session.scalars(select(Contest.code)).all() == ["thu"]
    assert db.session.scalar(select(func.count()).select_from(Sheet)) == 1
