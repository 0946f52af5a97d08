"""The lines of one question, and keys that stand apart from questions, as they were found in a document. PURE."""

from __future__ import annotations

from dataclasses import dataclass, field

from contest.kernel.messages import Message
from question_bank.exchange.key_tables import Pair
from question_bank.exchange.lines import Line


@dataclass
class Block:
    """The lines of one question; the first without the number that began it."""

    number: int | None
    paragraph: int
    style: str
    topic: str = ""
    lines: list[Line] = field(default_factory=list)
    in_solutions: bool = False
    notes: list[Message] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # of its key, beside its words
    order: int = 0


@dataclass(frozen=True)
class Keys:
    """Pairs that stand together, after the first `after` blocks."""

    after: int
    pairs: tuple[Pair, ...]
