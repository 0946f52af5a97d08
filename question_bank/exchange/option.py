"""One option of a question as it was read. PURE."""

from __future__ import annotations

from dataclasses import dataclass

from contest.kernel.vietnamese import clean
from question_bank.exchange.boxes import Box
from question_bank.exchange.lines import Line


@dataclass
class Option:
    """One option: its letter as it was written, its lines, the line of the letter itself (whose marks may be the key)."""

    letter: str
    lines: list[Line]
    labelled: Line | None = None
    starred: bool = False
    box: Box | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return "\n".join(filter(None, (clean(line.text) for line in self.lines)))
