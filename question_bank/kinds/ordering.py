"""Items to put in order. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.kinds.base import Body
from question_bank.kinds.choices import LETTERS
from question_bank.kinds.fields import MOST, hidden_order, lines, list_problems, number_of, token_of
from question_bank.kinds.inputs import Cells, Input, bare, guard, join, split
from question_bank.kinds.written import Written

_LETTER = re.compile(r"\b[A-Ha-h]\b")


class Ordering(Written):
    """Steps, events … of which each is given its place.

    A response has a line for each item, by its token: the place that was given to it, from 1.
    """

    code = "ordering"
    name = message(N_("Sắp xếp thứ tự"))
    place = 7
    words = ("Sắp xếp", "Sắp xếp thứ tự", "Thứ tự", "ordering")
    inputs = (Input("items", message(N_("Các mục, theo đúng thứ tự")), "rows", most=MOST),)

    def to_form(self, body: Body) -> dict[str, Any]:
        """See `Kind.to_form`."""
        return {"items": body["items"]}

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`."""
        return {"items": values["items"]}

    def to_cells(self, body: Body) -> Cells:
        """The items in the option columns, in their right order; more than there are columns: “a | b | c” as the key."""
        items = body["items"]
        if len(items) <= len(LETTERS):
            return Cells(tuple(items), ", ".join(LETTERS[: len(items)]))
        return Cells(key=join((guard(item, "|") for item in items), "|"))

    def from_cells(self, cells: Cells) -> dict[str, Any]:
        """See `to_cells`; the key may name the options in another order (“C, A, B”), or be empty."""
        if not cells.options:
            return {"items": [clean(bare(part)) for part in split(cells.key, "|") if part]}
        named = [letter.upper() for letter in _LETTER.findall(cells.key)]
        if not cells.key:
            return {"items": list(cells.options)}
        if sorted(named) != list(LETTERS[: len(cells.options)]):
            return {}  # it names an item twice, or leaves one out
        return {"items": [cells.options[LETTERS.index(letter)] for letter in named]}

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`."""
        return list_problems(
            body.get("items"),
            N_(
                "Thiếu danh sách mục cần sắp xếp, hoặc đáp án không nêu mỗi mục đúng một lần (ví dụ: C, A, B)."
            ),
            N_("Mục số %(number)d bỏ trống."),
            N_("Mục số %(one)d và số %(other)d giống nhau."),
            N_("Có %(count)d mục cần sắp xếp; cần từ %(fewest)d đến %(most)d."),
        )

    def option_order(self, body: Body, rng: Random, shuffle: bool) -> list[int]:
        """See `Kind.option_order`: always mixed, since items are written in the right order."""
        return [-len(body["items"]), *hidden_order(body["items"], rng, shuffle)]

    def present(self, body: Body, order: Sequence[int]) -> dict[str, Any]:
        """`{"items": [{"line": token, "text": …}, …]}`."""
        tokens = token_of(body["items"])
        return {"items": [{"line": tokens[index], "text": body["items"][index]} for index in order[1:]]}

    def mark(self, body: Body, response: str) -> Fraction:
        """The items in their right places ÷ all items. A place that was given to several items counts for none."""
        places = self._places(body, response)
        right = sum(place == at and places.count(place) == 1 for at, place in enumerate(places, start=1))
        return Fraction(right, len(places))

    def right(self, body: Body) -> str:
        """See `Kind.right`."""
        tokens = token_of(body["items"])
        return "\n".join(str(tokens.index(token) + 1) for token in range(len(tokens)))

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """“1. A; 2. B”."""
        return self._listed(body, range(1, len(body["items"]) + 1))

    def read_response(self, body: Body, order: Sequence[int], response: str) -> str:
        """“1. B; 2. A”, without what was left empty."""
        return self._listed(body, self._places(body, response))

    def _places(self, body: Body, response: str) -> list[int | None]:
        """The place given to each item, in the items' right order."""
        items = body["items"]
        given = lines(response, len(items))
        return [number_of(given[token], len(items) + 1) or None for token in token_of(items)]

    def _listed(self, body: Body, places: Sequence[int | None]) -> str:
        placed = [(place, text) for place, text in zip(places, body["items"], strict=True) if place]
        return "; ".join(f"{place}. {text}" for place, text in sorted(placed))


KIND = Ordering()
