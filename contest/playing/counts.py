"""What the organiser's desk shows of quizzes."""

from __future__ import annotations

from datetime import datetime

from contest.kernel.messages import N_, message
from contest.organising.desk import Count, counter
from contest.organising.models import Stage
from contest.playing import watching


@counter
def quizzes(stage: Stage, now: datetime) -> list[Count]:
    """A bar for each quiz: how many have finished."""
    found = []
    for part in stage.parts:
        if part.method == "quiz":
            seats = watching.seats(part)
            done = sum(seat.state(now) == "finished" for seat in seats)
            label = message(N_("%(part)s: đã làm xong"), part=part.name)
            found.append(Count(label, done, len(seats), "playing.desk", stage.code, part.code))
    return found
