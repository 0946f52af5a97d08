"""A text with blanks to fill in. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds.base import Body
from question_bank.kinds.blanks import BLANKS, read_blanks, write_blank
from question_bank.kinds.fields import MOST, lines
from question_bank.kinds.inputs import Cells, Input
from question_bank.kinds.written import Written

BLANK = re.compile(r"\{\{(?P<blank>[0-9]{1,2})\}\}")
"""Where a blank stands in the text: {{1}}."""


class Cloze(Written):
    """A text with blanks, each a small question of its own.

    A response has a line for each blank: what that blank's kind takes.
    """

    code = "cloze"
    name = message(N_("Điền vào chỗ trống"))
    place = 8
    words = ("Điền vào chỗ trống", "Điền chỗ trống", "Chỗ trống", "cloze")
    inputs = (
        Input(
            "blanks",
            message(N_("Các chỗ trống")),
            "lines",
            message(
                N_(
                    "Ghi {{1}}, {{2}} … vào câu hỏi ở chỗ cần điền; ở đây mỗi dòng là đáp án của một chỗ trống, theo số. "
                    "Nhiều cách viết: Hà Nội | Thăng Long. Chọn trong danh sách, đánh dấu * trước đáp án đúng: "
                    "xuân / *thu / đông. Số: = 3,14 ± 0,01."
                )
            ),
            required=True,
        ),
    )

    def to_form(self, body: Body) -> dict[str, Any]:
        """See `Kind.to_form`, and `blanks` for how a blank is written."""
        return {"blanks": "\n".join(map(write_blank, body["blanks"]))}

    def from_form(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """See `Kind.from_form`."""
        return {"blanks": read_blanks(values["blanks"])}

    def to_cells(self, body: Body) -> Cells:
        """A line for each blank, with its number: “(1) Hà Nội”."""
        written = (f"({number}) {write_blank(blank)}" for number, blank in enumerate(body["blanks"], start=1))
        return Cells(key="\n".join(written))

    def from_cells(self, cells: Cells) -> dict[str, Any]:
        """See `to_cells`."""
        return {"blanks": read_blanks(cells.key)}

    def validate(self, body: Body) -> list[Message]:
        """See `Kind.validate`."""
        blanks = body.get("blanks")
        if not isinstance(blanks, list) or not blanks or not all(isinstance(blank, dict) for blank in blanks):
            return [message(N_("Cần ít nhất một chỗ trống."))]
        if len(blanks) > MOST:
            return [
                message(N_("Có %(count)d chỗ trống; nhiều nhất là %(most)d."), count=len(blanks), most=MOST)
            ]
        problems = []
        for at, blank in enumerate(blanks, start=1):
            asked = BLANKS.get(str(blank.get("kind")))
            found = (
                asked.validate(blank)
                if asked
                else [message(N_("Chỗ trống phải là trả lời ngắn, điền số hoặc một đáp án đúng."))]
            )
            problems += [
                message(N_("Chỗ trống %(number)d: %(problem)s"), number=at, problem=problem)
                for problem in found
            ]
        return problems

    def validate_text(self, text: str, body: Body) -> list[Message]:
        """The text must hold every blank once, and no other."""
        found = [int(place) for place in BLANK.findall(text)]
        count = len(body["blanks"])
        missing = [place for place in range(1, count + 1) if found.count(place) != 1]
        if missing:
            marks = ", ".join(f"{{{{{place}}}}}" for place in missing)
            return [message(N_("Câu hỏi phải có %(marks)s, mỗi dấu một lần, ở chỗ cần điền."), marks=marks)]
        if len(found) != count:
            return [message(N_("Câu hỏi có nhiều dấu chỗ trống hơn số chỗ trống (%(count)d)."), count=count)]
        return []

    def option_order(self, body: Body, rng: Random, shuffle: bool) -> list[int]:
        """See `Kind.option_order`: the orders of the blanks with options, one after the other."""
        orders = [BLANKS[blank["kind"]].option_order(blank, rng, shuffle) for blank in body["blanks"]]
        return [-len(orders), *(index for order in orders for index in order)]

    def present(self, body: Body, order: Sequence[int]) -> dict[str, Any]:
        """`{"blanks": [what each blank's kind presents, …]}`."""
        orders = self._orders(body, order)
        return {
            "blanks": [
                BLANKS[blank["kind"]].present(blank, part)
                for blank, part in zip(body["blanks"], orders, strict=True)
            ]
        }

    def mark(self, body: Body, response: str) -> Fraction:
        """The right blanks ÷ all blanks."""
        blanks = body["blanks"]
        shares = [
            BLANKS[blank["kind"]].mark(blank, line) or Fraction(0)
            for blank, line in zip(blanks, lines(response, len(blanks)), strict=True)
        ]
        return sum(shares, Fraction(0)) / len(blanks)

    def right(self, body: Body) -> str:
        """See `Kind.right`."""
        return "\n".join(BLANKS[blank["kind"]].right(blank) for blank in body["blanks"])

    def read_key(self, body: Body, order: Sequence[int] | None = None) -> str:
        """“(1) Hà Nội; (2) 1945 | năm 1945”."""
        orders = [None] * len(body["blanks"]) if order is None else self._orders(body, order)
        keys = [
            BLANKS[blank["kind"]].read_key(blank, part)
            for blank, part in zip(body["blanks"], orders, strict=True)
        ]
        return _numbered(keys)

    def read_response(self, body: Body, order: Sequence[int], response: str) -> str:
        """“(1) Huế; (2) 1945”, without what was left empty."""
        blanks = body["blanks"]
        given = zip(blanks, self._orders(body, order), lines(response, len(blanks)), strict=True)
        return _numbered(
            [BLANKS[blank["kind"]].read_response(blank, part, line) for blank, part, line in given]
        )

    def _orders(self, body: Body, order: Sequence[int]) -> list[Sequence[int]]:
        """The part of `order` that is each blank's own."""
        found, at = [], 1
        for blank in body["blanks"]:
            size = len(blank.get("options", ()))
            found.append(order[at : at + size])
            at += size
        return found


def _numbered(texts: Sequence[str]) -> str:
    return "; ".join(f"({number}) {text}" for number, text in enumerate(texts, start=1) if text)


KIND = Cloze()
