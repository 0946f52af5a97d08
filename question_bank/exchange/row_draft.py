"""A question of a table on its way to a row. PURE."""

from __future__ import annotations

from dataclasses import dataclass, field

from contest.kernel.messages import Message, message
from question_bank.exchange.lines import Marks
from question_bank.exchange.signs import Signs


@dataclass
class Draft:
    """A question on its way: its cells by field, its options with what sets them apart, and what was found wrong."""

    at: int  # its row in the sheet, from 0
    cells: dict[str, str]
    options: list[str] = field(default_factory=list)
    marks: list[Marks] = field(default_factory=list)
    signs: Signs = field(default_factory=list)
    number: int | None = None
    doubts: list[tuple[Message, str]] = field(default_factory=list)  # with the field
    notes: list[Message] = field(default_factory=list)
    is_plain: bool = False  # its options stood in a cell without letters

    def doubt(self, what: str, on: str = "", **values: object) -> None:
        """Complain of it."""
        self.doubts.append((message(what, **values), on))
