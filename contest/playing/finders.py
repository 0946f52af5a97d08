"""From an address to the quiz that it names."""

from __future__ import annotations

from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.organising import finders
from contest.organising.models import Part


def quiz(contest_code: str, stage_code: str, part_code: str) -> Part:
    """A part that is a quiz on screen."""
    part = finders.part(contest_code, stage_code, part_code)
    if part.method != "quiz":
        raise NotFound(message(N_("Phần thi “%(name)s” không thi trên máy."), name=part.name))
    return part
