"""Who may see and write which sheet. The nouns are sheets' seats: see `services.Seat`."""

from __future__ import annotations

from typing import Any

from contest.kernel.access import Actor
from contest.organising.policy import judges, keeps_records, organises

__all__ = ["judges", "keeps_records", "marks", "organises"]


def marks(actor: Actor, noun: Any) -> bool:
    """A judge's own sheet: they sit on the panel that counts for this entrant in this part, and were not removed."""
    return (
        noun.judge is not None
        and noun.judge.user_id is not None
        and actor.key == f"user:{noun.judge.user_id}"
    )
