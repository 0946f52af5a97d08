"""Who may see and write what in a quiz. The noun is an Attempt or a part."""

from __future__ import annotations

from typing import Any

from contest.kernel.access import Actor
from contest.organising import members
from contest.organising.models import Entrant, Part
from contest.organising.policy import keeps_records


def sits(actor: Actor, part: Part) -> bool:
    """A contestant who is in the part's stage."""
    return (
        isinstance(actor, Entrant)
        and actor.contest_id == part.contest_id
        and members.is_member(actor, part.stage)
    )


def proves_itself(actor: Actor, noun: Any) -> bool:
    """The answers' endpoint loads nobody: its one statement asks whether the session is the attempt's (see `store`)."""
    return True


def owns(actor: Actor, noun: Any) -> bool:
    """An attempt's own entrant."""
    return actor.key == f"entrant:{noun.entrant_id}"


def inspects(actor: Actor, noun: Any) -> bool:
    """Staff look at an attempt's paper (its key only after it is over: see the page)."""
    return keeps_records(actor, noun.entrant)
