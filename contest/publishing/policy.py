"""Who may see a result, take it away, and take a decision back. The noun is the publication or the decision."""

from __future__ import annotations

from typing import Any

from contest.kernel.access import Actor
from contest.organising.models import Decision
from contest.organising.policy import keeps_records, organises, sees
from contest.publishing.models import Publication


def sees_publication(actor: Actor, publication: Publication) -> bool:
    """A published result: whoever sees the contest."""
    return sees(actor, publication.contest)


def exports(actor: Actor, publication: Publication) -> bool:
    """Take a result away as a file: anyone for an official one, the staff for any."""
    return (publication.kind == "official" and sees(actor, publication.contest)) or keeps_records(
        actor, publication
    )


def takes_papers(actor: Actor, noun: Any) -> bool:
    """Take a file of printed papers that was made in the background: only who asked for it, while they organise."""
    return actor.key == noun.made.owner and organises(actor, noun)


def decides(actor: Actor, decision: Decision) -> bool:
    """Take a recorded decision back: the organisers."""
    return organises(actor, decision.stage)
