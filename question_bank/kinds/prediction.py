"""A prediction, such as how many people will have everything right. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.choices import is_text
from question_bank.kinds.inputs import Cells, Input
from question_bank.kinds.numbers import read_numbers
from question_bank.kinds.written import Written


class Prediction(Written):
    """Câu dự đoán: a number that earns nothing; a tie rule ranks by how near it is to what came true."""

    code = "prediction"
    name = message(N_("Dự đoán"))
    place = 13
    earns = False
    words = ("Dự đoán", "Câu dự đoán", "prediction")
    inputs = (
        Input(
            "of",
            message(N_("Dự đoán điều gì")),
            "line",
            message(
                N_(
                    "Ví dụ: số người trả lời đúng tất cả. Câu này không tính điểm, chỉ để phân hạng khi bằng điểm."
                )
            ),
            required=True,
        ),
    )

    def to_form(self, body: Body) -> dict[str, Any]:
        """See `Kind.to_form`."""
        return {"of": body["of"]}

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`."""
        return {"of": values["of"]}

    def to_cells(self, body: Body) -> Cells:
        """What is predicted stands where a key would."""
        return Cells(key=body["of"])

    def from_cells(self, cells: Cells) -> dict[str, Any]:
        """See `to_cells`."""
        return {"of": cells.key}

    def present(self, body: Body, order: Sequence[int]) -> dict[str, Any]:
        """What is to be predicted: `{"of": text}`."""
        return {"of": body["of"]}

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`."""
        if not is_text(body.get("of")):
            return [message(N_("Hãy ghi dự đoán điều gì, ví dụ: số người trả lời đúng tất cả."))]
        return []

    def mark(self, body: Body, response: str) -> None:
        """It is not marked."""
        return


def read_prediction(response: str) -> Decimal | None:
    """The number of a prediction in its Vietnamese reading (“29.519” is 29519, “12,5 %” is 12.5); None without one."""
    numbers, _ = read_numbers(response)
    if not numbers:
        return None
    exact: Fraction = numbers[0]
    return Decimal(exact.numerator) / exact.denominator


KIND = Prediction()
