"""One or more right options, to be found all. PURE."""

from __future__ import annotations

from fractions import Fraction

from contest.kernel.messages import N_, message
from question_bank.kinds.base import Body
from question_bank.kinds.choices import Choice, chosen


class SeveralCorrect(Choice):
    """Several options, of which one or more are right."""

    code = "several_correct"
    name = message(N_("Nhiều đáp án đúng"))
    place = 2
    words = ("Nhiều đáp án", "Nhiều đáp án đúng", "Chọn nhiều", "several correct", "multiple answers")

    def mark(self, body: Body, response: str) -> Fraction:
        """1 for exactly the right set; else (right − wrong) ÷ (number of right options), not under 0.

        So ticking everything earns nothing it shouldn't, and only the exact set is 1.
        """
        key, marked = frozenset(body["key"]), chosen(response, body)
        return max(Fraction(0), Fraction(len(marked & key) - len(marked - key), len(key)))


KIND = SeveralCorrect()
