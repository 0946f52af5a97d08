"""Pairs to find. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from random import Random
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.kinds.base import Body
from question_bank.kinds.fields import MOST, hidden_order, lines, list_problems, number_of, token_of
from question_bank.kinds.inputs import Cells, Input, bare, guard, join, split
from question_bank.kinds.written import Written


class Matching(Written):
    """Texts on the left, each with the one on the right that belongs to it; some of the right may belong to none.

    A response has a line for each of `left`: the token of the text on the right that was chosen for it.
    """

    code = "matching"
    name = message(N_("Ghép cặp"))
    place = 6
    words = ("Ghép cặp", "Ghép đôi", "Nối", "Nối cột", "matching")
    inputs = (
        Input("left", message(N_("Vế trái")), "rows", most=MOST),
        Input("right", message(N_("Vế phải")), "rows", most=MOST),
    )

    def to_form(self, body: Body) -> dict[str, Any]:
        """Each of `left` beside its own of `right`; below them what belongs to none."""
        pairs = _pairs(body)
        return {"left": [one for one, _ in pairs], "right": [other for _, other in pairs]}

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`."""
        return _of_pairs(list(zip_longest(values["left"], values["right"], fillvalue="")))

    def to_cells(self, body: Body) -> Cells:
        """“A = B | C = D | = E”, where E belongs to none; a backslash before a sign that is no separator."""
        pairs = (f"{guard(one, '=|')} = {guard(other, '=|')}".strip() for one, other in _pairs(body))
        return Cells(key=join(pairs, "|"))

    def from_cells(self, cells: Cells) -> dict[str, Any]:
        """See `to_cells`; a line break stands for a bar."""
        pairs = []
        for part in split(cells.key.replace("\n", "|"), "|"):
            if not part:
                continue
            one, *other = split(part, "=")
            pairs.append((clean(bare(one)), clean(bare(" = ".join(other)))))
        return _of_pairs(pairs)

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

    def right(self, body: Body) -> str:
        """See `Kind.right`."""
        tokens = token_of(body["right"])
        return "\n".join(str(tokens[index]) for index in body["key"])

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """“A = B; C = D”."""
        return self._written(body, body["key"])

    def read_response(self, body: Body, order: Sequence[int], response: str) -> str:
        """“A = D; C = B”, without what was left empty."""
        tokens = token_of(body["right"])
        given = self._given(body, response)
        return self._written(body, [None if token is None else tokens.index(token) for token in given])

    def _given(self, body: Body, response: str) -> list[int | None]:
        count = len(body["right"])
        return [number_of(line, count) for line in lines(response, len(body["left"]))]

    def _written(self, body: Body, indexes: Sequence[int | None]) -> str:
        pairs = zip(body["left"], indexes, strict=True)
        return "; ".join(f"{text} = {body['right'][index]}" for text, index in pairs if index is not None)


def _pairs(body: Body) -> list[tuple[str, str]]:
    right = body["right"]
    paired = [(one, right[index]) for one, index in zip(body["left"], body["key"], strict=True)]
    return paired + [("", other) for index, other in enumerate(right) if index not in body["key"]]


def _of_pairs(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The body of pairs; those without a left text are on the right alone, those without either count for nothing."""
    kept = [pair for pair in pairs if any(pair)]
    right = list(dict.fromkeys(other for _, other in kept))
    return {
        "left": [one for one, _ in kept if one],
        "right": right,
        "key": [right.index(other) for one, other in kept if one],
    }


KIND = Matching()
