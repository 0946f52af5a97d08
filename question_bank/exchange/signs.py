"""Keys that no key column says: ticks beside options, stars, and what is set apart in bold, colour or ground. PURE."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.lines import Line, Marks
from question_bank.exchange.sheets import Cell, Sheet

Signs = list[tuple[Message, list[int]]]
"""What says so, and the options (from 0) that it names."""

NAMES = {
    "underline": N_("gạch chân"),
    "fill": N_("tô nền"),
    "bold": N_("in đậm"),
    "italic": N_("in nghiêng"),
    "colour": N_("màu chữ"),
}
_STAR = re.compile(
    r"^\s*(?:\*+|✓|✔|✅|\[x\]|\(x\)|☑)\s*|\s*(?:\*+|✓|✔|✅|☑|[(\[]\s*(?:x|đúng|đ|true|right|correct)\s*[)\]])\s*$",
    re.I,
)


def starred(options: Sequence[str]) -> tuple[list[str], list[int]]:
    """Options without the stars and ticks that set some of them apart, and which those are.

    Where all or none have one, they stay.
    """
    plain = [_STAR.sub("", option) for option in options]
    places = [
        place for place, option in enumerate(options) if plain[place] != option and plain[place].strip()
    ]
    if not places or len(places) == sum(bool(option.strip()) for option in options):
        return list(options), []
    return plain, places


def marks_of(sheet: Sheet, at: Cell) -> Marks:
    """How most letters of a cell are set, and its ground."""
    pieces = sheet.pieces.get(at)
    if not pieces:
        return sheet.marks.get(at, frozenset())
    text = "".join(piece for piece, _ in pieces)
    letters = tuple(marks for piece, marks in pieces for _ in piece)
    return Line(text, letters, at[0]).shared()


def is_struck_in_part(sheet: Sheet, at: Cell) -> bool:
    """Whether some words of a cell are struck out and others are not."""
    struck = {
        "strike" in marks
        for piece, marks in sheet.pieces.get(at, ())
        if any(letter.isalnum() for letter in piece)
    }
    return len(struck) == 2


def usual(sheet: Sheet, columns: Iterable[int], rows: Sequence[int]) -> dict[int, Marks]:
    """Column → the marks that nearly all its cells have: they decorate the sheet and say nothing of a key."""
    found: dict[int, Marks] = {}
    for column in columns:
        filled = [row for row in rows if sheet.rows[row][column].strip()]
        counts = Counter(mark for row in filled for mark in marks_of(sheet, (row, column)))
        if len(filled) >= 4:
            found[column] = frozenset(mark for mark, count in counts.items() if count >= 0.8 * len(filled))
    return found


def set_apart(marks: Sequence[Marks]) -> Signs:
    """The marks that some options have and others lack, each with those that have it."""
    if not any(marks):
        return []
    having: dict[str, list[int]] = {}
    for name in ("fill", "underline", "bold", "colour", "italic"):
        if name in ("fill", "colour"):
            values = [next((mark for mark in sorted(one) if mark.startswith(name)), "") for one in marks]
            # Plain ones are the rule; where none is, what most have.
            most = "" if "" in values else max(values, key=values.count)
            having[name] = [place for place, value in enumerate(values) if value != most]
        else:
            having[name] = [place for place, one in enumerate(marks) if name in one]
    found = [
        (message(NAMES[name]), places) for name, places in having.items() if 0 < len(places) < len(marks)
    ]
    # Slanted words alone are emphasis more often than a key.
    return [one for one in found if one[0].text != NAMES["italic"]] or found
