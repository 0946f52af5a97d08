"""Items to put in order. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.fields import hidden_order, lines, list_problems, number_of, token_of
from question_bank.kinds.written import Written


class Ordering(Written):
    """Steps, events … of which each is given its place.

    A response has a line for each item, by its token: the place that was given to it, from 1.
    """

    code = "ordering"
    name = message(N_("Sắp xếp thứ tự"))
    place = 7

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`."""
        return list_problems(
            body.get("items"),
            N_("Thiếu danh sách mục cần sắp xếp."),
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
