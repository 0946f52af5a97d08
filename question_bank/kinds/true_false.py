"""A statement, true or false. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.choices import Choice, chosen
from question_bank.kinds.inputs import Cells, Input

TRUE, FALSE = "Đúng", "Sai"


def true_false_body(true: bool) -> dict[str, Any]:
    """The body of a statement that is true, or false."""
    options = [{"text": text, "locked": True} for text in (TRUE, FALSE)]
    return {"options": options, "key": [0 if true else 1]}


class TrueFalse(Choice):
    """A statement; the two options always stand in the same order."""

    code = "true_false"
    name = message(N_("Đúng hay sai"))
    place = 3
    words = ("Đúng/Sai", "Đúng - Sai", "Đúng Sai", "Đúng hay sai", "Đ/S", "true/false", "true false")
    inputs = (
        Input(
            "key",
            message(N_("Đáp án đúng")),
            "pick",
            choices=(("0", message(N_("Đúng"))), ("1", message(N_("Sai")))),
        ),
    )

    def to_form(self, body: Body) -> dict[str, Any]:
        """See `Kind.to_form`."""
        return {"key": str(body["key"][0])}

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`."""
        return true_false_body(values["key"] == "0")

    def to_cells(self, body: Body) -> Cells:
        """The right word; other words than Đúng and Sai stand in the options."""
        if body["options"] == true_false_body(True)["options"]:
            return Cells(key=self.read_key(body))
        return super().to_cells(body)

    def _option_problems(self, options: list[dict[str, Any]]) -> list[Message]:
        if len(options) != 2:
            return [message(N_("Câu đúng hay sai có đúng hai phương án."))]
        return super()._option_problems(options)

    def _key_problems(self, key: list[int], count: int) -> list[Message]:
        if len(key) > 1:
            return [message(N_("Một câu không thể vừa đúng vừa sai."))]
        return super()._key_problems(key, count)

    def option_order(self, body: Body, rng: Random, shuffle: bool) -> list[int]:
        """Always the same."""
        return [0, 1]

    def mark(self, body: Body, response: str) -> Fraction:
        """1 for the right option, else 0."""
        return Fraction(chosen(response, body) == frozenset(body["key"]))

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """The right word alone: the options carry no letters."""
        return _words(body, body["key"])

    def read_response(self, body: Body, order: Sequence[int], response: str) -> str:
        """The chosen word alone."""
        return _words(body, chosen(response, body))


def _words(body: Body, indexes: Iterable[int]) -> str:
    return "; ".join(body["options"][index]["text"] for index in sorted(indexes))


KIND = TrueFalse()
