"""A question's text as pieces that a document can be set from: words, pictures, equations."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from question_bank.equations import Unreadable, tree
from question_bank.exchange.references import EQUATION, REFERENCE, SOUNDS, plain_words

_PIECE = re.compile(f"{REFERENCE.pattern}|{EQUATION.pattern}", re.DOTALL)
_BLANK = re.compile(r"\{\{(\d{1,2})\}\}")

Piece = dict[str, Any]
"""{"text": …}, {"picture": name, "alt": …}, or {"latex": …, "math": {"tag", "text", "inside": […]}}: MathML as a tree."""

BROAD, MIDDLE = 14, 36  # letters of the longest option that lets four, or two, stand on a line


def pieces(text: str) -> list[Piece]:
    """The pieces of a text. What can't be printed stands as words: sounds, and equations that can't be read."""
    found: list[Piece] = []
    at = 0
    for one in _PIECE.finditer(text):
        _add_text(found, text[at : one.start()])
        at = one.end()
        if one["latex"]:
            try:
                found.append({"latex": one["latex"], "math": _plain(tree(one["latex"]))})
            except Unreadable:
                _add_text(found, one["latex"])
        elif one["name"].rpartition(".")[2] in SOUNDS:
            _add_text(found, f"[{one['alt'].strip()}]")
        else:
            found.append({"picture": one["name"], "alt": one["alt"].strip()})
    _add_text(found, text[at:])
    return found


def _add_text(found: list[Piece], text: str) -> None:
    if text:
        found.append({"text": _BLANK.sub(lambda one: f"({one[1]}) ……………", text)})


def _plain(element: Element) -> dict[str, Any]:
    return {
        "tag": element.tag,
        "text": html.unescape(element.text or ""),
        "inside": [_plain(child) for child in element],
    }


def columns(options: Sequence[str]) -> int:
    """In how many columns options are set: 4, 2 or 1, as the longest of them allows."""
    if any(REFERENCE.search(option) for option in options):
        return 2 if len(options) > 2 else 1
    longest = max((len(plain_words(option)) for option in options), default=0)
    if longest <= BROAD and len(options) in (3, 4):
        return 4
    return 2 if longest <= MIDDLE else 1
