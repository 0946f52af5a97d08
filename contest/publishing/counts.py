"""What the organiser's desk shows of results."""

from __future__ import annotations

from datetime import datetime

from contest.kernel.messages import N_, message
from contest.organising import members
from contest.organising.desk import Count, counter
from contest.organising.models import Stage
from contest.publishing import queries


@counter
def results(stage: Stage, now: datetime) -> list[Count]:
    """How many of the stage's lists have an official result. A rehearsal has none to give."""
    if stage.contest.is_rehearsal:
        return []
    found = queries.standing_results(stage).values()
    official = sum(publication.kind == "official" for publication in found)
    label = message(N_("Đã công bố chính thức"))
    return [Count(label, official, len(members.ranking_units(stage)) or 1, "publishing.results", stage.code)]
