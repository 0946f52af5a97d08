"""What the kinds without options share: a text is asked, a text is the answer. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from contest.kernel.messages import Message
from question_bank.kinds.base import Body


class Written:
    """A kind that is answered in one text, or aloud."""

    judged, earns, graded = False, True, False

    def validate_text(self, text: str, body: Body) -> list[Message]:
        """Any text will do."""
        return []

    def option_order(self, body: Body, rng: Random, shuffle: bool) -> list[int]:
        """There are no options."""
        return []

    def present(self, body: Body, order: Sequence[int]) -> dict[str, Any]:
        """Nothing but the question's text."""
        return {}

    def right(self, body: Body) -> str:
        """There is none."""
        return ""

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """There is no key."""
        return ""

    def read_response(self, body: Body, order: Sequence[int], response: str) -> str:
        """What was written."""
        return response
