"""Boxes and rings before options, or behind them: “☐ Huế”, “☑ Hà Nội”, “[x] Vinh”, “○ Lào”, “● Việt Nam”. PURE.

A filled one says that its option is right only where an empty one stands at another: a list may have either as its bullet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WRONG = "❌✗✘"
_EMPTY = f"☐□▢◻⬜❏❑○◯〇⚪\uf0a8\uf06f\uf0a3{_WRONG}"
_FILLED = "☑☒🗹🗷✅■◼⬛●◉⦿⚫🔘\uf0fe\uf0fd\uf052"
_RINGS = "○◯〇⚪●◉⦿⚫🔘■◼⬛"  # these are bullets more often than boxes
_WRITTEN = r"\[[ \t\u00a0]{0,3}\]|\[[xXvV✓✔*•]\]|\((?:[ \t\u00a0]{1,3}|[xX✓✔•])\)"
BOX = rf"(?:[{_EMPTY}{_FILLED}]|{_WRITTEN})"
"""A box at the place of a pattern, empty or filled."""

_FIRST = re.compile(rf"(?:[-*+]\s+)?(?P<box>{BOX})\ufe0f?\s*")
_LAST = re.compile(rf"\s*(?P<box>{BOX})\ufe0f?\s*[.;]?$")
_INSIDE = re.compile(
    rf"(?:(?<=\s)|(?<=^))(?P<box>[{''.join(set(_EMPTY + _FILLED) - set(_RINGS))}]|\[[ xXvV✓✔]\])\s*(?=\S)"
)
_MOST_INSIDE = 40  # boxes that are looked at: a line of options has no more


@dataclass(frozen=True)
class Box:
    """A box at [start, end) of a text, with the blanks beside it. `sign`: the box itself."""

    start: int
    end: int
    sign: str

    @property
    def is_filled(self) -> bool:
        """Whether something is in it."""
        return self.sign in _FILLED or (len(self.sign) > 1 and bool(self.sign[1:-1].strip()))

    @property
    def is_refused(self) -> bool:
        """Whether it says that its option is wrong."""
        return self.sign in _WRONG

    @property
    def is_crossed(self) -> bool:
        """Whether it holds a cross, which chooses among empty boxes and refuses beside ticked ones."""
        return self.sign in "☒🗷\uf0fd" or self.sign[1:-1] in ("x", "X")

    @property
    def is_sure(self) -> bool:
        """Whether it is a box and can't be a bullet."""
        return self.sign not in _RINGS


def first_box(text: str) -> Box | None:
    """The box that a text begins with."""
    found = _FIRST.match(text)
    return Box(0, found.end(), found["box"]) if found and found.end() < len(text) else None


def last_box(text: str) -> Box | None:
    """The box that a text ends with."""
    found = _LAST.search(text[-12:]) if text else None
    start = max(0, len(text) - 12)
    if found is None or not start + found.start():
        return None
    is_glued = len(found["box"]) > 1 and found.start() == found.start("box")
    return None if is_glued else Box(start + found.start(), len(text), found["box"])  # “f(x)” has no box


def boxes_inside(text: str) -> list[Box]:
    """The boxes before words in a line that holds several options; none where it has one alone."""
    found = [
        Box(one.start(), one.end(), one["box"])
        for one, _ in zip(_INSIDE.finditer(text), range(_MOST_INSIDE), strict=False)
    ]
    return found if len(found) >= 2 else []


def chosen(boxes: Sequence[Box | None]) -> list[int]:
    """The places whose boxes say that they are right; none where the boxes don't differ.

    ☒ among ☐ is a choice; ☒ among ☑ is wrong.
    """
    filled = [place for place, box in enumerate(boxes) if box is not None and box.is_filled]
    ticked = [place for place in filled if (box := boxes[place]) is not None and not box.is_crossed]
    if ticked and len(ticked) < len(filled):
        filled = ticked
    return filled if len(filled) < len(boxes) else []


def are_unclear(boxes: Sequence[Box | None]) -> bool:
    """Whether there are ☒ beside both ☑ and ☐: refused, or chosen by another hand."""
    found = [box for box in boxes if box is not None]
    return (
        any(box.is_filled and box.is_crossed for box in found)
        and any(box.is_filled and not box.is_crossed for box in found)
        and any(not box.is_filled for box in found)
    )
