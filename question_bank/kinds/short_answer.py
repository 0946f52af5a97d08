"""A few words or a number, compared with accepted answers. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.choices import is_text
from question_bank.kinds.folding import fold_answer
from question_bank.kinds.written import Written


class ShortAnswer(Written):
    """A typed answer, right when it is one of the accepted ones (see `folding`)."""

    code = "short_answer"
    name = message(N_("Trả lời ngắn"))
    place = 4

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`."""
        accepted = body.get("accepted")
        if not isinstance(accepted, list) or not accepted:
            return [message(N_("Cần ít nhất một câu trả lời được chấp nhận."))]
        if not all(is_text(answer) and fold_answer(answer) for answer in accepted):
            return [message(N_("Có câu trả lời được chấp nhận bị bỏ trống."))]
        return []

    def mark(self, body: Body, response: str) -> Fraction:
        """1 when the response is an accepted answer, else 0."""
        if not body.get("fold", True):
            return Fraction(response.strip() in body["accepted"])
        ignore = bool(body.get("ignore_diacritics", False))
        given = fold_answer(response, ignore)
        return Fraction(bool(given) and any(given == fold_answer(each, ignore) for each in body["accepted"]))

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """The accepted answers, with bars between."""
        return " | ".join(body["accepted"])


KIND = ShortAnswer()
