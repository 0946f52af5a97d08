"""From an address to the quiz that it names."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from sqlalchemy import select

from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.organising import finders, members
from contest.organising.models import Entrant, Part
from contest.playing.models import Accommodation, Attempt, Disruption, DrawnPaper, HelpRequest, Retake

Fact = TypeVar("Fact", Accommodation, Disruption, Retake)


def quiz(contest_code: str, stage_code: str, part_code: str) -> Part:
    """A part that is a quiz on screen."""
    part = finders.part(contest_code, stage_code, part_code)
    if part.method != "quiz":
        raise NotFound(message(N_("Phần thi “%(name)s” không thi trên máy."), name=part.name))
    return part


class Seat(NamedTuple):
    """An entrant at a quiz."""

    part: Part
    entrant: Entrant

    @property
    def contest_id(self) -> int:
        return self.part.contest_id


def seat(contest_code: str, stage_code: str, part_code: str, entrant_code: str) -> Seat:
    """An entrant of a quiz's stage."""
    part = quiz(contest_code, stage_code, part_code)
    entrant = finders.entrant(contest_code, entrant_code)
    if not members.is_member(entrant, part.stage):
        raise NotFound(message(N_("“%(name)s” không ở trong vòng thi này."), name=entrant.name))
    return Seat(part, entrant)


def seat_attempt(
    contest_code: str, stage_code: str, part_code: str, entrant_code: str, attempt_id: int
) -> Attempt:
    """An attempt of an entrant at a quiz."""
    place, found = seat(contest_code, stage_code, part_code, entrant_code), attempt(attempt_id)
    if (found.part_id, found.entrant_id) != (place.part.id, place.entrant.id):
        raise NotFound(message(N_("Không tìm thấy bài làm này.")))
    return found


def drawn_paper(contest_code: str, stage_code: str, part_code: str, paper_code: str) -> DrawnPaper:
    """A printed paper of a quiz, by its code."""
    part = quiz(contest_code, stage_code, part_code)
    query = select(DrawnPaper).where(DrawnPaper.part_id == part.id, DrawnPaper.code == paper_code)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound(message(N_("Không có mã đề “%(code)s”."), code=paper_code))
    return found


class PrintedFile(NamedTuple):
    """A file of a quiz's printed papers."""

    part: Part
    kind: str
    form: str

    @property
    def contest_id(self) -> int:
        return self.part.contest_id


def printed_file(contest_code: str, stage_code: str, part_code: str, kind: str, form: str) -> PrintedFile:
    """Which file of a quiz's printed papers; whether there is such a file is the page's matter."""
    return PrintedFile(quiz(contest_code, stage_code, part_code), kind, form)


def call(contest_code: str, stage_code: str, part_code: str, call_id: int) -> HelpRequest:
    """A call for help at a quiz."""
    part, found = quiz(contest_code, stage_code, part_code), db.session.get(HelpRequest, call_id)
    if found is None or found.attempt.part_id != part.id:
        raise NotFound(message(N_("Không tìm thấy mục này.")))
    return found


def retake(contest_code: str, stage_code: str, part_code: str, retake_id: int) -> Retake:
    """A retake that was granted at a quiz."""
    return _fact(Retake, quiz(contest_code, stage_code, part_code), retake_id)


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
