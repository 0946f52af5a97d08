"""From an address to the quiz that it names."""

from __future__ import annotations

from typing import TypeVar

from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.organising import finders
from contest.organising.models import Part
from contest.playing.models import Accommodation, Attempt, Disruption

Fact = TypeVar("Fact", Accommodation, Disruption)


def quiz(contest_code: str, stage_code: str, part_code: str) -> Part:
    """A part that is a quiz on screen."""
    part = finders.part(contest_code, stage_code, part_code)
    if part.method != "quiz":
        raise NotFound(message(N_("Phần thi “%(name)s” không thi trên máy."), name=part.name))
    return part


def attempt(attempt_id: int) -> Attempt:
    """An attempt by its number in the database."""
    found = db.session.get(Attempt, attempt_id)
    if found is None:
        raise NotFound(message(N_("Không tìm thấy bài làm này.")))
    return found


def contest_attempt(contest_code: str, attempt_id: int) -> Attempt:
    """An attempt of a contest."""
    owner = finders.contest(contest_code)
    found = attempt(attempt_id)
    if found.part.contest_id != owner.id:
        raise NotFound(message(N_("Không tìm thấy bài làm này.")))
    return found


def accommodation(contest_code: str, stage_code: str, part_code: str, accommodation_id: int) -> Accommodation:
    """Extra time that was granted at a quiz."""
    return _fact(Accommodation, quiz(contest_code, stage_code, part_code), accommodation_id)


def disruption(contest_code: str, stage_code: str, part_code: str, disruption_id: int) -> Disruption:
    """A pause or an outage of a quiz."""
    return _fact(Disruption, quiz(contest_code, stage_code, part_code), disruption_id)


def _fact(model: type[Fact], part: Part, id: int) -> Fact:
    found = db.session.get(model, id)
    if found is None or found.part_id != part.id:
        raise NotFound(message(N_("Không tìm thấy mục này.")))
    return found
