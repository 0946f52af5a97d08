"""Options in columns that are filled downwards: “A. … ⇥ C. …” over “B. … ⇥ D. …”. PURE."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.exchange.labels import Label, find_label, inline_labels
from question_bank.exchange.lines import Line
from question_bank.kinds.choices import LETTERS

_APART = 2  # the gap of a label behind a tab or wide blanks


def in_order(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a question, those of such columns cut, each option in a line of its own: A, B, C, D."""
    if not any("\t" in line.text or "  " in line.text for line in lines):
        return lines
    labels = [None if line.role else find_label(line.text) for line in lines]
    first = next((at for at, label in enumerate(labels) if label and label.upper == "A"), None)
    if first is None:
        return lines
    begun: list[Label] = []
    for label in labels[first:]:
        if label is None or label.letter != _letter(labels[first], len(begun)):
            break
        begun.append(label)
    if len(begun) < 2:
        return lines
    below = first + len(begun)
    rows = [_cut(line, label, len(begun)) for line, label in zip(lines[first:below], begun, strict=True)]
    widths = [len(row) for row in rows]
    # The last column may end early; the others are whole.
    if widths[0] < 2 or widths != sorted(widths, reverse=True) or widths[0] - widths[-1] > 1:
        return lines
    down = [row[column] for column in range(widths[0]) for row in rows if column < len(row)]
    return [*lines[:first], *down, *lines[below:]]


def _letter(label: Label | None, further: int) -> str:
    return chr(ord(label.letter) + further) if label else ""


def _cut(line: Line, label: Label, step: int) -> list[Line]:
    """A line at the letters that its columns must begin with, each `step` further than the one before."""
    places, own = [label], label
    while LETTERS.index(own.upper) + step < len(LETTERS):
        found = inline_labels(line.text, _letter(own, step), own.end)
        after = next((one for one in found if one.gap >= _APART), None)
        if after is None:
            break
        places.append(after)
        own = after
    ends = [*(one.start for one in places[1:]), len(line.text)]
    return [line.cut(place.start, end) for place, end in zip(places, ends, strict=True)]
