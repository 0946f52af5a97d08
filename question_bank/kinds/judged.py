"""What the kinds that people mark share. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body


class Judged:
    """A task for a panel: the body holds what helps the judges."""

    judged = True

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`. Both texts may be empty."""
        if not all(isinstance(body.get(part), str) for part in ("model_answer", "rubric")):
            return [message(N_("Gợi ý trả lời và tiêu chí phải là văn bản."))]
        return []

    def option_order(self, body: Body, rng: Random, shuffle: bool) -> list[int]:
        """There are no options."""
        return []

    def present(self, body: Body, order: Sequence[int]) -> dict[str, Any]:
        """Nothing but the question's text: the model answer is for judges."""
        return {}

    def mark(self, body: Body, response: str) -> None:
        """People mark it."""
        return

    def read_key(self, body: Body) -> str:
        """There is no key."""
        return ""
