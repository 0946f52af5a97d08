"""One right option. PURE."""

from __future__ import annotations

from fractions import Fraction

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.choices import Choice, chosen


class SingleChoice(Choice):
    """Several options, of which exactly one is right."""

    code = "single_choice"
    name = message(N_("Một đáp án đúng"))
    place = 1
    words = (
        "Một đáp án",
        "Một đáp án đúng",
        "1 đáp án",
        "1 đáp án đúng",
        "Chọn một",
        "single choice",
    )

    def _key_problems(self, key: list[int], count: int) -> list[Message]:
        if len(key) > 1:
            return [message(N_("Câu một đáp án chỉ có một đáp án đúng, ở đây có %(count)d."), count=len(key))]
        return super()._key_problems(key, count)

    def mark(self, body: Body, response: str) -> Fraction:
        """1 for the right option, else 0."""
        return Fraction(chosen(response, body) == frozenset(body["key"]))


KIND = SingleChoice()
