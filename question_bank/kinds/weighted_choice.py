"""One option to choose, each worth its own share: a situation as weighted options. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.choices import LETTERS, MOST, Choice, chosen, locked_of, options_of
from question_bank.kinds.inputs import Cells, Input
from question_bank.kinds.numbers import comma, decimal_of, is_decimal

_NAMED = re.compile(r"([A-Ha-h])\s*[=:]\s*([0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)")


class WeightedChoice(Choice):
    """A case and ways to handle it, of which some are better than others."""

    code = "weighted_choice"
    name = message(N_("Tình huống có trọng số"))
    place = 9
    graded = True
    words = ("Tình huống có trọng số", "Có trọng số", "Trọng số", "weighted choice")
    inputs = (
        Input("options", message(N_("Phương án")), "rows", most=MOST),
        Input(
            "shares",
            message(N_("Tỷ lệ điểm")),
            "cells",
            message(N_("Từ 0 đến 1, ví dụ 0,5; phương án tốt nhất là 1.")),
            most=MOST,
        ),
        Input("locked", message(N_("Giữ vị trí khi trộn")), "places"),
    )

    def to_form(self, body: Body) -> dict[str, Any]:
        """See `Kind.to_form`."""
        return {
            "options": [option["text"] for option in body["options"]],
            "shares": [comma(option["share"]) for option in body["options"]],
            "locked": sorted(locked_of(body)),
        }

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`. A share that was left empty is 0."""
        return _weighted(values["options"], values["shares"], values["locked"])

    def to_cells(self, body: Body) -> Cells:
        """The options, and “A = 1; B = 0,5; C = 0”."""
        options = body["options"]
        shares = [
            f"{letter} = {comma(option['share'])}" for letter, option in zip(LETTERS, options, strict=False)
        ]
        return Cells(tuple(option["text"] for option in options), "; ".join(shares), locked_of(body))

    def from_cells(self, cells: Cells) -> dict[str, Any]:
        """See `to_cells`; an option that the key doesn't name is worth 0."""
        named = {letter.upper(): share for letter, share in _NAMED.findall(cells.key)}
        shares = [named.get(letter, "") for letter, _ in zip(LETTERS, cells.options, strict=False)]
        return _weighted(cells.options, shares, cells.locked)

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`."""
        options = body.get("options")
        if not isinstance(options, list) or not all(isinstance(option, dict) for option in options):
            return [message(N_("Thiếu danh sách phương án."))]
        return [*self._option_problems(options), *_share_problems(options)]

    def mark(self, body: Body, response: str) -> Fraction:
        """The share of the chosen option; 0 for none or several.

        It counts as it is, also where the contest gives no partial points: the author weighed the options.
        """
        picked = chosen(response, body)
        return Fraction(body["options"][next(iter(picked))]["share"]) if len(picked) == 1 else Fraction(0)

    def right(self, body: Body) -> str:
        """The first of the best."""
        return str(next(at for at, option in enumerate(body["options"]) if Fraction(option["share"]) == 1))

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """Every option that is worth something, with its share: “A. … (1); C. … (0,5)”."""
        options = body["options"]
        shown = range(len(options)) if order is None else order
        return "; ".join(
            f"{letter}. {options[index]['text']} ({comma(options[index]['share'])})"
            for letter, index in zip(LETTERS, shown, strict=False)
            if Fraction(options[index]["share"])
        )


def _weighted(texts: Iterable[str], shares: Sequence[str], locked: Iterable[int]) -> dict[str, Any]:
    options = options_of(texts, locked)
    padded = [*shares, *[""] * len(options)]
    return {
        "options": [
            option | {"share": decimal_of(share or "0")}
            for option, share in zip(options, padded, strict=False)
        ]
    }


def _share_problems(options: list[dict[str, Any]]) -> list[Message]:
    shares = [option.get("share") for option in options]
    wrong = [letter for letter, share in zip(LETTERS, shares, strict=False) if not _is_share(share)]
    if wrong:
        return [
            message(
                N_("Tỷ lệ điểm của phương án %(letters)s phải là một số từ 0 đến 1, ví dụ 0,5."),
                letters=", ".join(wrong),
            )
        ]
    if not any(_is_share(share) and Fraction(str(share)) == 1 for share in shares):
        return [message(N_("Phương án tốt nhất phải được trọn điểm (tỷ lệ 1)."))]
    return []


def _is_share(share: object) -> bool:
    return is_decimal(share) and 0 <= Fraction(str(share)) <= 1


KIND = WeightedChoice()
