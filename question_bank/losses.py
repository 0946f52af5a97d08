"""What a list loses in a format, thing by thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from contest.kernel.messages import Message
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.writers import Lost

_SHOWN = 12  # codes of questions that a line of the list names


@dataclass(frozen=True)
class Loss:
    """One thing that a file won't hold, and of which questions."""

    what: Message
    is_whole: bool
    count: int
    codes: Sequence[str]
    more: int

    def plain(self) -> dict[str, Any]:
        """As plain data; what is lost has a text without values."""
        return asdict(self) | {"what": self.what.text}


def grouped(chosen: Sequence[ReadQuestion], lost: Sequence[Lost]) -> list[Loss]:
    """What is lost, thing by thing, the questions that aren't in the file at all first."""
    found: dict[str, list[Lost]] = {}
    for one in sorted(lost, key=lambda one: not one.is_whole):
        found.setdefault(one.what.text, []).append(one)
    return [
        Loss(
            many[0].what,
            many[0].is_whole,
            len(many),
            tuple(chosen[one.place].code for one in many[:_SHOWN]),
            max(0, len(many) - _SHOWN),
        )
        for many in found.values()
    ]
