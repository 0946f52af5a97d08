"""Where an entrant stands in a quiz, as its invigilators see it. PURE."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

State = Literal["waiting", "answering", "away", "paused", "finished"]
STATES: tuple[State, ...] = ("waiting", "answering", "away", "paused", "finished")

AWAY = timedelta(seconds=45)
"""A running page speaks at least every 20 seconds: after this long without a word it has no network, or is closed."""


class Seat(NamedTuple):
    """An entrant of a quiz with their latest attempt, if there is one.

    `stored`: answers that aren't empty; `told`: those that the page said, at `seen_at`, it could not send. `is_void`:
    a retake was granted, so this attempt counts no more and the next has not begun. `helped_since`: when they asked for
    an invigilator who has not come yet; `late`: answers that came late and wait for a decision.
    """

    code: str
    name: str
    unit: str
    room: str
    attempt_id: int | None = None
    is_void: bool = False
    size: int = 0
    deadline: datetime | None = None
    paused_at: datetime | None = None
    finished_at: datetime | None = None
    position: int | None = None
    stored: int = 0
    stored_at: datetime | None = None
    told: int = 0
    seen_at: datetime | None = None
    helped_since: datetime | None = None
    late: int = 0

    @property
    def last_at(self) -> datetime | None:
        """When they were last heard of: their page spoke, or an answer was stored."""
        known = [moment for moment in (self.seen_at, self.stored_at) if moment is not None]
        return max(known, default=None)

    @property
    def unsent(self) -> int:
        """Answers that wait in their page, as far as is known: what was stored since it spoke may have been those."""
        if self.seen_at is None or (self.stored_at is not None and self.stored_at > self.seen_at):
            return 0
        return self.told

    def state(self, now: datetime) -> State:
        """Where they stand at `now`."""
        if self.attempt_id is None or self.is_void or self.deadline is None:
            return "waiting"
        if self.finished_at is not None:
            return "finished"
        if self.paused_at is not None:
            return "paused"
        if now >= self.deadline:
            return "finished"
        return "answering" if self.last_at is not None and now - self.last_at <= AWAY else "away"

    def needs_attention(self, now: datetime) -> bool:
        """Whether somebody should look after them."""
        return bool(
            self.helped_since
            or self.late
            or self.state(now) == "away"
            or (self.is_running(now) and self.unsent)
        )

    def is_running(self, now: datetime) -> bool:
        """Whether their attempt is not over."""
        return self.state(now) in ("answering", "away", "paused")
