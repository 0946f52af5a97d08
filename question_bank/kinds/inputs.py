"""In what a question's author fills in a body: the fields of a page, the cells of a table's row. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from contest.kernel.messages import Message


@dataclass(frozen=True)
class Input:
    """A field of the page on which a question of a kind is written; the kind's `fields.html` shows it.

    ======== ========================================= ==================
    type     what it is                                value
    ======== ========================================= ==================
    `line`   a line of text                            str
    `lines`  a text                                    str
    `tick`   a box to tick                             bool
    `pick`   one of `choices`                          str
    `rows`   texts, of which more can be added to      list[str]
             `most`; those that are empty at the end
             are left out
    `cells`  lines beside the rows of another input    list[str]
    `places` ticked rows of another input              list[int], rising
    ======== ========================================= ==================
    """

    name: str
    label: Message
    type: Literal["line", "lines", "tick", "pick", "rows", "cells", "places"]
    hint: Message | None = None
    required: bool = False
    choices: tuple[tuple[str, Message], ...] = ()
    most: int = 0


@dataclass(frozen=True)
class Cells:
    """A question's body as the cells of a table's row: texts of the option columns, of “Đáp án đúng” and so on.

    `locked`: the options that keep their places.
    """

    options: tuple[str, ...] = ()
    key: str = ""
    locked: frozenset[int] = frozenset()
    model_answer: str = ""
    rubric: str = ""


def join(texts: Iterable[str], between: str) -> str:
    """Texts in one cell, with a sign between them that `split` finds again."""
    return f" {between} ".join(texts)


def guard(text: str, signs: str) -> str:
    """`text` with a backslash before each of `signs`, so that they mean nothing."""
    return "".join(f"\\{letter}" if letter in signs or letter == "\\" else letter for letter in text)


def split(text: str, sign: str) -> list[str]:
    """The parts of a text between `sign`s that have no backslash before them; backslashes stay."""
    parts, escaped = [""], False
    for letter in text:
        if letter == sign and not escaped:
            parts.append("")
        else:
            parts[-1] += letter
        escaped = letter == "\\" and not escaped
    return [part.strip() for part in parts]


def bare(text: str) -> str:
    """A part without the backslashes that guarded it."""
    found, escaped = "", False
    for letter in text:
        if letter == "\\" and not escaped:
            escaped = True
            continue
        # A backslash before an ordinary letter is one: “\(x\)” is an equation.
        found += letter if not escaped or letter in "\\|/=*^~!" else f"\\{letter}"
        escaped = False
    return found + ("\\" if escaped else "")
