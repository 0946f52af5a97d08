"""What every format can do. PURE."""

from __future__ import annotations

from collections.abc import Mapping as Named
from dataclasses import dataclass
from typing import Protocol

from question_bank.exchange.questions import Mapping, Reading


@dataclass(frozen=True)
class Choices:
    """What a person has decided about a file: the field of each column, and the encoding, where they were asked.

    `remembered`: folded title → field, from the bank's last import.
    """

    mapping: Mapping | None = None
    remembered: Named[str, str] | None = None
    encoding: str = ""


class Format(Protocol):
    """A format of question lists. It has no state."""

    code: str
    place: int
    """When it is asked whether a file is its own: the most certain first; the table, which takes anything, last."""

    def recognises(self, data: bytes, filename: str) -> bool:
        """Whether the file is of this format. By content, not by name, wherever content can tell."""

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions. A file that can't be read at all gives a `Reading` with nothing but `refused`."""
