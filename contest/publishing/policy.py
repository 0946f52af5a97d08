"""Who may see and take away what. The noun of a publication's predicates is the publication."""

from __future__ import annotations

from contest.kernel.access import Actor
from contest.organising.policy import keeps_records, sees
from contest.publishing.models import Publication


def sees_publication(actor: Actor, publication: Publication) -> bool:
    """A published result: whoever sees the contest."""
    return sees(actor, publication.contest)


def exports(actor: Actor, publication: Publication) -> bool:
    """Take a result away as a file: anyone for an official one, the staff for any."""
    return (publication.kind == "official" and sees(actor, publication.contest)) or keeps_records(actor, publication)
