"""Pairs to find. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.fields import hidden_order, lines, list_problems, number_of, token_of
from question_bank.kinds.written import Written


class Matching(Written):
    """Texts on the left, each with the one on the right that belongs to it; some of the right may belong to none.

    A response has a line for each of `left`: the token of the text on the right that was chosen for it.
    """

    code = "matching"
    name = message(N_("Ghép cặp"))
    place = 6

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`."""
        left, right, key = body.get("left"), body.get("right"), body.get("key")
        problems = [
            *list_problems(
                left,
                N_("Thiếu danh sách vế trái."),
                N_("Vế trái số %(number)d bỏ trống."),
                N_("Vế trái số %(one)d và số %(other)d giống nhau."),
                N_("Có %(count)d vế trái; cần từ %(fewest)d đến %(most)d."),
            ),
            *list_problems(
                right,
                N_("Thiếu danh sách vế phải."),
                N_("Vế phải số %(number)d bỏ trống."),
                N_("Vế phải số %(one)d và số %(other)d giống nhau."),
                N_("Có %(count)d vế phải; cần từ %(fewest)d đến %(most)d."),
            ),
        ]
        if not isinstance(left, list) or not isinstance(right, list):
            return problems
        if (
            not isinstance(key, list)
            or len(key) != len(left)
            or not all(type(index) is int and 0 <= index < len(right) for index in key)
        ):
            problems.append(message(N_("Mỗi vế trái phải ghép với đúng một vế phải.")))
        return problems

    def option_order(self, body: Body, rng: Random, shuffle: bool) -> list[int]:
        """See `Kind.option_order`: of the right side, in an order that says nothing of the pairs."""
        return [-len(body["left"]), *hidden_order(body["right"], rng, shuffle)]

    def present(self, body: Body, order: Sequence[int]) -> dict[str, Any]:
        """`{"left": [text, …], "options": [{"value": token, "text": …}, …]}`."""
        tokens = token_of(body["right"])
        options = [{"value": str(tokens[index]), "text": body["right"][index]} for index in order[1:]]
        return {"left": list(body["left"]), "options": options}

    def mark(self, body: Body, response: str) -> Fraction:
        """The right pairs ÷ all pairs. A wrong pair takes nothing away."""
        tokens = token_of(body["right"])
        given = self._given(body, response)
        right = sum(token == tokens[index] for token, index in zip(given, body["key"], strict=True))
        return Fraction(right, len(body["key"]))

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """“A = B; C = D”."""
        return self._pairs(body, body["key"])

    def read_response(self, body: Body, order: Sequence[int], response: str) -> str:
        """“A = D; C = B”, without what was left empty."""
        tokens = token_of(body["right"])
        given = self._given(body, response)
        return self._pairs(body, [None if token is None else tokens.index(token) for token in given])

    def _given(self, body: Body, response: str) -> list[int | None]:
        count = len(body["right"])
        return [number_of(line, count) for line in lines(response, len(body["left"]))]

    def _pairs(self, body: Body, indexes: Sequence[int | None]) -> str:
        pairs = zip(body["left"], indexes, strict=True)
        return "; ".join(f"{text} = {body['right'][index]}" for text, index in pairs if index is not None)


KIND = Matching()
