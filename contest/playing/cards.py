"""What a contestant's page says of a quiz: where they stand with it, and how long they would have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contest.kernel import clock
from contest.organising import members
from contest.organising import rules as organising_rules
from contest.organising.definition_types import QuizSettings
from contest.organising.models import Entrant, Part
from contest.playing import retakes, rules, services, times
from contest.playing.models import Attempt


@dataclass(frozen=True)
class Card:
    """A quiz for one entrant, now. `seconds`: what an attempt begun now would have, less than the full length when
    the window closes before that, more where extra time was granted (`extra`)."""

    part: Part
    settings: QuizSettings
    moment: organising_rules.Moment
    attempts: Sequence[Attempt]
    reason: rules.Reason
    seconds: int
    extra: int
    running: Attempt | None

    @property
    def may_begin(self) -> bool:
        return self.running is None and self.reason == "ok"

    @property
    def is_shortened(self) -> bool:
        """Whether the window leaves less than the full length."""
        return self.may_begin and self.seconds < self.settings.length + self.extra


def card(entrant: Entrant, part: Part) -> Card:
    """Where an entrant stands with a quiz."""
    now = clock.now()
    (settings, limit), attempts = services.terms_of(part), services.attempts_of(entrant, part)
    moment = organising_rules.moment(retakes.window_for(entrant, part), now)
    running = attempts[-1] if attempts and rules.is_running(attempts[-1], now) else None
    clocks, who = times.Facts.of(part), times.Who.of(entrant)
    reason = rules.may_begin(moment, services.counted(attempts), limit, clocks.is_paused(who))
    extra = clocks.extra(who)
    return Card(
        part, settings, moment, attempts, reason, _seconds(settings, moment, now) + extra, extra, running
    )


def _seconds(settings: QuizSettings, moment: organising_rules.Moment, now: datetime) -> int:
    if moment.state != "open" or moment.changes_at is None:
        return settings.length
    return int((rules.deadline(now, settings.length, moment.changes_at) - now).total_seconds())


def cards(entrant: Entrant) -> list[Card]:
    """The quizzes of the stages that an entrant is in."""
    stages = members.stages_of(entrant)  # held by name: else each part would ask for its own again
    return [card(entrant, part) for stage in stages for part in stage.parts if part.method == "quiz"]
