"""From an address to what it names, for judges and secretaries."""

from __future__ import annotations

from contest.judging import services
from contest.judging.services import Seat
from contest.kernel.access import current_actor
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from contest.organising import finders
from contest.organising.models import Part


def judged(contest_code: str, stage_code: str, part_code: str) -> Part:
    """A part that judges mark."""
    part = finders.part(contest_code, stage_code, part_code)
    if part.method not in services.JUDGED:
        raise NotFound(message(N_("Phần thi “%(name)s” không do giám khảo chấm."), name=part.name))
    return part


def own_seat(contest_code: str, stage_code: str, part_code: str, entrant_code: str) -> Seat:
    """The seat of whoever asks, for an entrant in a part; without one the policy says no."""
    part = judged(contest_code, stage_code, part_code)
    entrant = finders.entrant(contest_code, entrant_code)
    return services.seat_of(part, entrant, current_actor().key)


def performance(contest_code: str, stage_code: str, part_code: str, entrant_code: str) -> Seat:
    """An entrant in a part, for the secretary: a seat without a judge."""
    return Seat(
        judged(contest_code, stage_code, part_code), finders.entrant(contest_code, entrant_code), None
    )
