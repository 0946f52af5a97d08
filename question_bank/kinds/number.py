"""A number, right within a tolerance. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.folding import fold_answer
from question_bank.kinds.numbers import comma, is_decimal, read_numbers
from question_bank.kinds.written import Written

MAX_UNIT = 40


class Number(Written):
    """A typed number; decimals with a comma or a point, with or without the unit."""

    code = "number"
    name = message(N_("Điền số"))
    place = 5

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`."""
        problems = []
        if not is_decimal(body.get("value")):
            problems.append(message(N_("Đáp số phải là một số, ví dụ 3,14.")))
        tolerance = body.get("tolerance")
        if not isinstance(tolerance, str) or not is_decimal(tolerance) or tolerance.startswith("-"):
            problems.append(
                message(N_("Sai số cho phép phải là một số không âm, ví dụ 0,01; không cho sai thì ghi 0."))
            )
        unit = body.get("unit")
        if not isinstance(unit, str) or len(unit) > MAX_UNIT or any(sign.isdigit() for sign in unit[:1]):
            problems.append(message(N_("Đơn vị là vài chữ, ví dụ km; không có thì bỏ trống.")))
        return problems

    def mark(self, body: Body, response: str) -> Fraction:
        """1 when the number lies within the tolerance, its ends included; else 0.

        Where a number can be read in two ways (“1.234”) either may be right. A unit may
        be left out; another unit than the question's is wrong.
        """
        numbers, unit = read_numbers(response)
        if unit and fold_answer(unit) != fold_answer(body["unit"]):
            return Fraction(0)
        value, tolerance = Fraction(body["value"]), Fraction(body["tolerance"])
        return Fraction(any(abs(number - value) <= tolerance for number in numbers))

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """“3,14 ± 0,01 m”."""
        within = f" ± {comma(body['tolerance'])}" if Fraction(body["tolerance"]) else ""
        return f"{comma(body['value'])}{within} {body['unit']}".strip()


KIND = Number()
