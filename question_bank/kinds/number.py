"""A number, right within a tolerance. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.kinds.base import Body
from question_bank.kinds.folding import fold_answer
from question_bank.kinds.inputs import Cells, Input
from question_bank.kinds.numbers import comma, decimal_of, is_decimal, read_numbers
from question_bank.kinds.written import Written

MAX_UNIT = 40


class Number(Written):
    """A typed number; decimals with a comma or a point, with or without the unit."""

    code = "number"
    name = message(N_("Điền số"))
    place = 5
    words = ("Điền số", "Số", "Trả lời số", "number", "numerical")
    inputs = (
        Input("value", message(N_("Đáp số")), "line", message(N_("Ví dụ 3,14 hoặc 1945.")), required=True),
        Input(
            "tolerance",
            message(N_("Sai số cho phép")),
            "line",
            message(N_("Ví dụ 0,01: đáp số ± 0,01 được tính là đúng. Để trống: phải đúng đáp số.")),
        ),
        Input(
            "unit",
            message(N_("Đơn vị")),
            "line",
            message(N_("Ví dụ km. Thí sinh thấy đơn vị; ghi kèm hay không đều được.")),
        ),
    )

    def to_form(self, body: Body) -> dict[str, Any]:
        """See `Kind.to_form`."""
        return {
            "value": comma(body["value"]),
            "tolerance": comma(body["tolerance"]),
            "unit": body["unit"],
        }

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`."""
        return {
            "value": decimal_of(values["value"]),
            "tolerance": decimal_of(values["tolerance"] or "0"),
            "unit": values["unit"],
        }

    def to_cells(self, body: Body) -> Cells:
        """“3,14 ± 0,01 km”."""
        return Cells(key=write_number(body))

    def from_cells(self, cells: Cells) -> dict[str, Any]:
        """See `to_cells`."""
        return read_number(cells.key)

    def present(self, body: Body, order: Sequence[int]) -> dict[str, Any]:
        """The unit: `{"unit": "km"}`."""
        return {"unit": body["unit"]}

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

    def right(self, body: Body) -> str:
        """The number itself."""
        return comma(body["value"])

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """“3,14 ± 0,01 m”."""
        return write_number(body)


_WRITTEN = re.compile(r"([+\-\u2212]?[0-9., ]*[0-9])\s*(?:(?:±|\+/-|\+-)\s*([0-9., ]*[0-9]))?\s*(.*)", re.S)


def write_number(body: Body) -> str:
    """A number with its tolerance and unit, as `read_number` reads it."""
    within = "" if body["tolerance"] == "0" else f" ± {comma(body['tolerance'])}"
    return f"{comma(body['value'])}{within} {body['unit']}".strip()


def read_number(text: str) -> dict[str, Any]:
    """The body of “3,14 ± 0,01 km”; one that doesn't validate where it is nothing like it."""
    found = _WRITTEN.fullmatch(clean(text))
    if not found:
        return {"value": text, "tolerance": "0", "unit": ""}
    value, tolerance, unit = found.groups()
    return {"value": decimal_of(value), "tolerance": decimal_of(tolerance or "0"), "unit": unit}


KIND = Number()
