"""Slips: who enters, and which sitting goes on."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.organising import people, slips
from contest.organising.models import Entrant
from tests.support.factories import Small, entrant, small


@pytest.fixture
def world(app: Flask) -> Small:
    return small()


def test_a_code_is_taken_in_any_case_with_or_without_its_dash(world: Small) -> None:
    (slip,) = slips.issue(world.contest, world.entrants[:1])
    for typed in (slip.code.lower(), slip.code.replace("-", ""), f" {slip.code} "):
        assert slips.enter(world.contest, "001", typed, take_over=True) is world.entrants[0]


@pytest.mark.parametrize(("number", "code"), [("001", "AAAAA-AAAAA"), ("999", ""), ("002", "")])
def test_a_wrong_number_or_code_is_refused_the_same_way(world: Small, number: str, code: str) -> None:
    (slip,) = slips.issue(world.contest, world.entrants[:1])
    with pytest.raises(Invalid, match="Số báo danh hoặc mã chưa đúng"):
        slips.enter(world.contest, number, code or slip.code, take_over=False)


def test_a_second_device_takes_over_only_when_the_person_says_so(world: Small) -> None:
    (slip,) = slips.issue(world.contest, world.entrants[:1])
    person = slips.enter(world.contest, "001", slip.code, take_over=False)
    assert isinstance(person, Entrant)
    first = person.get_id()
    assert isinstance(slips.enter(world.contest, "001", slip.code, take_over=False), slips.Sitting)
    assert world.entrants[0].get_id() == first
    slips.enter(world.contest, "001", slip.code, take_over=True)
    assert world.entrants[0].get_id() != first
    assert "slip.take_over" in db.session.scalars(select(AuditEntry.action)).all()


def test_a_new_slip_makes_the_old_one_void(world: Small) -> None:
    (old,) = slips.issue(world.contest, world.entrants[:1])
    (new,) = slips.issue(world.contest, world.entrants[:1])
    with pytest.raises(Invalid):
        slips.enter(world.contest, "001", old.code, take_over=True)
    assert slips.enter(world.contest, "001", new.code, take_over=False) is world.entrants[0]


def test_who_is_disqualified_stays_out(world: Small) -> None:
    (slip,) = slips.issue(world.contest, world.entrants[:1])
    values = entrant("001", "Nguyễn Văn An", "a", "disqualified") | {"version": world.entrants[0].version}
    people.save_entrant(world.contest, world.entrants[0], values, "Vi phạm")
    with pytest.raises(Refused, match="không còn trong danh sách"):
        slips.enter(world.contest, "001", slip.code, take_over=False)


def test_codes_are_kept_only_as_keyed_hashes(world: Small) -> None:
    (slip,) = slips.issue(world.contest, world.entrants[:1])
    stored = db.session.scalar(select(Entrant.slip_hash).where(Entrant.code == "001"))
    assert stored is not None and slip.code.replace("-", "") not in stored and len(stored) == 64
