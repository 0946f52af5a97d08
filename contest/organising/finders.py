"""From the codes in an address to the thing they name, or NotFound. Used as `@allow(predicate, on=finder)`."""

from __future__ import annotations

from typing import TypeVar
from zoneinfo import ZoneInfo

from flask import g
from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.organising.models import Contest, Entrant, Part, Room, Stage, Unit

T = TypeVar("T")


_CONTEST = select(Contest).where(Contest.code == bindparam("contest"))
_PART = (
    select(Part)
    .join(Part.stage)
    .join(Stage.contest)
    .options(contains_eager(Part.stage).contains_eager(Stage.contest).joinedload(Contest.bank))
    .where(
        Contest.code == bindparam("contest"),
        Stage.code == bindparam("stage"),
        Part.code == bindparam("part"),
    )
)


def contest(contest_code: str) -> Contest:
    """The contest; its zone becomes the zone of the page."""
    found = db.session.scalar(_CONTEST, {"contest": contest_code})
    return enter(_or_missing(found, N_("Không có hội thi “%(code)s”."), contest_code))


def stage(contest_code: str, stage_code: str) -> Stage:
    """A stage of a contest. One query, with its contest."""
    query = select(Stage).join(Stage.contest).options(contains_eager(Stage.contest))
    found = db.session.scalar(query.where(Contest.code == contest_code, Stage.code == stage_code))
    if found is None:
        contest(contest_code)
    found = _or_missing(found, N_("Hội thi không có vòng “%(code)s”."), stage_code)
    enter(found.contest)
    return found


def part(contest_code: str, stage_code: str, part_code: str) -> Part:
    """A part of a stage. One query, with its stage, contest and bank: a quiz that begins asks for all of them."""
    found = db.session.scalar(_PART, {"contest": contest_code, "stage": stage_code, "part": part_code})
    if found is None:
        stage(contest_code, stage_code)
    found = _or_missing(found, N_("Vòng thi không có phần “%(code)s”."), part_code)
    enter(found.contest)
    return found


def enter(contest: Contest) -> Contest:
    """Make a contest the page's: its zone becomes the zone of the page."""
    g.zone, g.contest = ZoneInfo(contest.timezone), contest
    return contest


def unit(contest_code: str, unit_code: str) -> Unit:
    """A unit of a contest."""
    owner = contest(contest_code)
    found = db.session.scalar(select(Unit).where(Unit.contest_id == owner.id, Unit.code == unit_code))
    return _or_missing(found, N_("Hội thi không có đơn vị “%(code)s”."), unit_code)


def room(contest_code: str, room_code: str) -> Room:
    """A room of a contest."""
    owner = contest(contest_code)
    found = db.session.scalar(select(Room).where(Room.contest_id == owner.id, Room.code == room_code))
    return _or_missing(found, N_("Hội thi không có phòng “%(code)s”."), room_code)


def entrant(contest_code: str, entrant_code: str) -> Entrant:
    """An entrant of a contest, by candidate number. One query, with the contest and the unit."""
    query = select(Entrant).join(Entrant.contest)
    query = query.options(contains_eager(Entrant.contest), joinedload(Entrant.unit))
    found = db.session.scalar(query.where(Contest.code == contest_code, Entrant.code == entrant_code))
    if found is None:
        contest(contest_code)
    found = _or_missing(found, N_("Hội thi không có số báo danh “%(code)s”."), entrant_code)
    enter(found.contest)
    return found


def _or_missing(found: T | None, text: str, code: str) -> T:
    if found is None:
        raise NotFound(message(text, code=code))
    return found
