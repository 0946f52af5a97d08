"""Who may see and write what in a quiz. The noun is an Attempt or a part."""

from __future__ import annotations

from typing import Any

from contest.kernel.access import Actor
from contest.organising.policy import keeps_records


def owns(actor: Actor, noun: Any) -> bool:
    """An attempt's own entrant."""
    return actor.key == f"entrant:{noun.entrant_id}"


def inspects(actor: Actor, noun: Any) -> bool:
    """Staff look at an attempt's paper (its key only after it is over: see the page)."""
    return keeps_records(actor, noun.entrant)
