"""The receipt of an attempt: a hash of what was stored, which the contestant takes home. PURE.

The text that is hashed, and how to check it by hand: docs/receipt.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

GROUP = 4  # letters of a group: for the eye
SHORT = 4  # groups of the short form


class Sitting(NamedTuple):
    """Whose answers, to what: codes, and which attempt it was."""

    contest: str
    stage: str
    part: str
    entrant: str
    attempt: int


@dataclass(frozen=True)
class Receipt:
    """The SHA-256 of the text, in 64 hex letters."""

    text: str
    digest: str

    @property
    def groups(self) -> list[str]:
        """The whole, in groups that can be read out."""
        return [self.digest[at : at + GROUP] for at in range(0, len(self.digest), GROUP)]

    @property
    def short(self) -> str:
        """Enough to tell two receipts apart."""
        return " ".join(self.groups[:SHORT]).upper()


def receipt(sitting: Sitting, answers: Iterable[tuple[int, str]]) -> Receipt:
    """The receipt of answers: (position from 0, response). Empty responses are left out, their order doesn't matter."""
    head = [
        "hoithi-receipt-1",
        sitting.contest,
        sitting.stage,
        sitting.part,
        sitting.entrant,
        sitting.attempt,
    ]
    given = [[position + 1, response] for position, response in sorted(answers) if response]
    text = "".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in [head, *given]
    )
    return Receipt(text, hashlib.sha256(text.encode()).hexdigest())
