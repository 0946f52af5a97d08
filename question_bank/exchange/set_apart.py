"""The key of a question by how its options are set: what some of them have, and the others lack. PURE."""

from __future__ import annotations

from collections.abc import Sequence

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.lines import Line, Marks
from question_bank.exchange.option import Option

Sign = tuple[Message, list[int]]
"""What a sign of a key is called, and the options (from 0) that have it."""

_NAMES = {
    "underline": N_("gạch chân"),
    "highlight": N_("tô nền"),
    "bold": N_("in đậm"),
    "italic": N_("in nghiêng"),
    "colour": N_("màu chữ"),
    "strike": N_("gạch ngang"),
}


_MOST_OF = 0.6  # of a list's options: what so many have is no sign of a key, but that it is missing


def usual_marks(options: Sequence[Option]) -> Marks:
    """The marks that most options of a list have: it is set in bold, and the key is what is not."""
    own = [_words_of(one).shared() for one in options]
    names = frozenset[str]().union(*own) & {*_NAMES}
    return frozenset(name for name in names if sum(name in marks for marks in own) > _MOST_OF * len(own))


def set_apart(options: Sequence[Option], of_the_list: Marks = frozenset()) -> list[Sign]:
    """The marks that some options have and others lack, or lack and others have where most options `of_the_list` do.
    What is struck out is the opposite of a key, and said last.
    """
    labels = [one.labelled.shared() for one in options if one.labelled is not None]
    # “A.”, “B.” all in bold are an ornament.
    usual = frozenset.intersection(*labels) if len(labels) == len(options) > 1 else frozenset[str]()
    marks = [_marks_of(one, usual) for one in options]
    colours = [next((mark for mark in sorted(one) if mark.startswith("colour:")), "") for one in marks]
    having = {
        name: [place for place, one in enumerate(marks) if (name in one) != (name in of_the_list)]
        for name in ("underline", "highlight", "bold", "italic")
    }
    # The colour that fewer options have is the key's: red among black, and black among red would be odd but the same.
    common = max(sorted(set(colours)), key=lambda colour: (colours.count(colour), colour == ""))
    having["colour"] = [place for place, colour in enumerate(colours) if colour != common]
    found = [(name, places) for name, places in having.items() if 0 < len(places) < len(options)]
    # Slanted words alone are emphasis more often than a key.
    sure = [one for one in found if one[0] != "italic"] or found
    struck = [place for place, one in enumerate(marks) if "strike" in one]
    if struck and len(struck) < len(options):
        sure.append(("strike", [place for place in range(len(options)) if place not in struck]))
    return [(message(_NAMES[name]), places) for name, places in sure]


def _marks_of(option: Option, usual: Marks) -> Marks:
    """The marks of an option's words, and those of its letter that not all letters have."""
    label = option.labelled.shared() if option.labelled is not None else frozenset()
    return _words_of(option).shared() | (label - usual)


def _words_of(option: Option) -> Line:
    return Line(
        "".join(line.text for line in option.lines),
        tuple(mark for line in option.lines for mark in line.marks),
        option.lines[0].number,
    )
