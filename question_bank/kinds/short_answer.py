"""A few words or a number, compared with accepted answers. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.kinds.base import Body
from question_bank.kinds.choices import is_text
from question_bank.kinds.folding import fold_answer
from question_bank.kinds.inputs import Cells, Input
from question_bank.kinds.written import Written


class ShortAnswer(Written):
    """A typed answer, right when it is one of the accepted ones (see `folding`)."""

    code = "short_answer"
    name = message(N_("Trả lời ngắn"))
    place = 4
    words = ("Trả lời ngắn", "Điền", "Điền từ", "Điền khuyết", "short answer")
    inputs = (
        Input(
            "accepted",
            message(N_("Câu trả lời được chấp nhận")),
            "lines",
            message(
                N_(
                    "Mỗi dòng một cách viết. Chữ hoa, chữ thường, dấu cách thừa, hoà/hòa được coi là như nhau."
                )
            ),
            required=True,
        ),
        Input("ignore_diacritics", message(N_("Chấp nhận cả câu trả lời viết không dấu")), "tick"),
        Input("exact", message(N_("Phải viết đúng từng ký tự, cả chữ hoa và dấu câu")), "tick"),
    )

    def to_form(self, body: Body) -> dict[str, Any]:
        """See `Kind.to_form`."""
        accepted = "\n".join(body["accepted"])
        return {
            "accepted": accepted,
            "ignore_diacritics": body.get("ignore_diacritics", False),
            "exact": not body.get("fold", True),
        }

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`."""
        accepted = [line for line in values["accepted"].split("\n") if line]
        return {
            "accepted": accepted,
            "fold": not values["exact"],
            "ignore_diacritics": values["ignore_diacritics"],
        }

    def to_cells(self, body: Body) -> Cells:
        """The accepted answers, with bars between. How they are compared is in the project's JSON alone."""
        return Cells(key=self.read_key(body))

    def from_cells(self, cells: Cells) -> dict[str, Any]:
        """Answers with bars or line breaks between them."""
        accepted = [clean(part) for part in cells.key.replace("\n", "|").split("|") if part.strip()]
        return {"accepted": accepted, "fold": True, "ignore_diacritics": False}

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

    def right(self, body: Body) -> str:
        """The first of the accepted answers."""
        answer: str = body["accepted"][0]
        return answer.strip()

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """The accepted answers, with bars between."""
        return " | ".join(body["accepted"])


KIND = ShortAnswer()
