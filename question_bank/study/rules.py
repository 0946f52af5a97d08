"""What comes next for a learner, and how far they are. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Known:
    """What a learner did last with a question."""

    is_right: bool
    at: datetime


@dataclass(frozen=True)
class Progress:
    """How far a learner is: `total` questions, of which `answered`, of which `right`."""

    total: int
    answered: int
    right: int

    @property
    def wrong(self) -> int:
        """How many were answered, and not rightly."""
        return self.answered - self.right


def following(order: Sequence[int], known: Mapping[int, Known], again: bool) -> int | None:
    """The question to ask next, of those in `order`: the first that was never answered; with `again` of those that were
    answered wrongly the one whose answer is the longest ago. None where there is none left."""
    if not again:
        return next((each for each in order if each not in known), None)
    wrong = [each for each in order if each in known and not known[each].is_right]
    return min(wrong, key=lambda each: (known[each].at, order.index(each)), default=None)


def progress(order: Iterable[int], known: Mapping[int, Known]) -> Progress:
    """How far a learner is with some questions; what left the set doesn't count."""
    asked = list(order)
    answered = [known[each] for each in asked if each in known]
    return Progress(len(asked), len(answered), sum(one.is_right for one in answered))


def is_open(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> bool:
    """Whether `now` lies in [opens_at, closes_at)."""
    return (opens_at is None or opens_at <= now) and (closes_at is None or now < closes_at)
