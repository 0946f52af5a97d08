"""What the kinds that people mark share. PURE."""

from __future__ import annotations

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.written import Written


class Judged(Written):
    """A task for a panel or for markers: the body holds what helps them."""

    judged = True

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`. Both texts may be empty."""
        if not all(isinstance(body.get(part), str) for part in ("model_answer", "rubric")):
            return [message(N_("Gợi ý trả lời và tiêu chí phải là văn bản."))]
        return []

    def mark(self, body: Body, response: str) -> None:
        """People mark it."""
        return
