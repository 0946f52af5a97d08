"""From an address to the quiz that it names."""

from __future__ import annotations

from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.organising import finders
from contest.organising.models import Part
from contest.playing.models import Attempt


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
