"""The blanks of a cloze, and how one is written in a line. PURE.

====================== ===========================================================
`Hà Nội | Thăng Long`  a short answer and its variants; `~` in front: also without
                       diacritics; `!` in front: to the letter
`xuân / *thu / đông`   options to choose from, a star before the right one, `^`
                       before one that keeps its place
`= 3,14 ± 0,01 km`     a number
====================== ===========================================================

A backslash before one of these signs takes its meaning away.
"""

from __future__ import annotations

import re
from typing import Any

from contest.kernel.vietnamese import clean
from question_bank.kinds import number, short_answer, single_choice
from question_bank.kinds.base import Body, Kind
from question_bank.kinds.choices import locked_of, options_of
from question_bank.kinds.inputs import bare, guard, join, split

BLANKS: dict[str, Kind] = {one.code: one for one in (short_answer.KIND, number.KIND, single_choice.KIND)}
"""The kinds that a blank may be of."""

_SIGNS = "|/*^~!="
_NUMBERED = re.compile(r"\(\d{1,2}\)\s*|\{\{\d{1,2}\}\}\s*:?\s*")
_MARKS = re.compile(r"([*^]*)\s*(.*)", re.DOTALL)


def write_blank(blank: Body) -> str:
    """A sound blank in one line."""
    if blank["kind"] == "number":
        return f"= {number.write_number(blank)}"
    if blank["kind"] == "short_answer":
        sign = "" if blank.get("fold", True) else "!"
        sign += "~" if blank.get("ignore_diacritics") else ""
        return sign + join((_guarded(text) for text in blank["accepted"]), "|")
    locked = locked_of(blank)
    options = [
        "*" * (index in blank["key"]) + "^" * (index in locked) + _guarded(option["text"])
        for index, option in enumerate(blank["options"])
    ]
    return join(options, "/")


def read_blanks(text: str) -> list[dict[str, Any]]:
    """The blanks of a text, one a line, with or without their numbers in front; empty lines don't count."""
    lines = (_without_number(line.strip()) for line in text.splitlines())
    return [_read_blank(line) for line in lines if line]


def _without_number(line: str) -> str:
    found = _NUMBERED.match(line)
    return line[found.end() :] if found else line


def _read_blank(line: str) -> dict[str, Any]:
    if line.startswith("="):
        return {"kind": "number"} | number.read_number(line[1:].strip())
    marked = [_MARKS.fullmatch(part) for part in split(line, "/")]
    options = [(found[1], clean(bare(found[2]))) for found in marked if found]
    if len(options) > 1 and any("*" in marks for marks, _ in options):
        return {
            "kind": "single_choice",
            "options": options_of(
                (text for _, text in options), (at for at, (marks, _) in enumerate(options) if "^" in marks)
            ),
            "key": [at for at, (marks, _) in enumerate(options) if "*" in marks],
        }
    signs = line[: len(line) - len(line.lstrip("!~"))]
    accepted = [clean(bare(part)) for part in split(line[len(signs) :], "|")]
    return {
        "kind": "short_answer",
        "accepted": [answer for answer in accepted if answer],
        "fold": "!" not in signs,
        "ignore_diacritics": "~" in signs,
    }


def _guarded(text: str) -> str:
    return guard(" ".join(text.split()), _SIGNS)
