"""Pictures, sounds and equations inside texts: `![alternative text](media:NAME)` and `\\(LaTeX\\)`. PURE."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from question_bank.exchange.questions import ReadQuestion

NAME = r"[0-9a-f]{64}\.[a-z0-9]{2,5}"
REFERENCE = re.compile(rf"!\[(?P<alt>[^\]\n]*)\]\(media:(?P<name>{NAME})\)")
EQUATION = re.compile(r"\\\((?P<latex>.+?)\\\)", re.DOTALL)
SOUNDS = ("mp3", "ogg", "wav", "m4a")


def name_of(content: bytes, extension: str) -> str:
    """The name that a picture or a sound goes by."""
    return f"{hashlib.sha256(content).hexdigest()}.{extension}"


def refer(name: str, alt: str) -> str:
    """The reference as it stands in a text. Brackets would end the alternative text."""
    plain = " ".join(alt.replace("[", "(").replace("]", ")").split())
    return f"![{plain}](media:{name})"


def texts(question: ReadQuestion) -> Iterator[str]:
    """Everything of a question in which something may stand."""
    yield question.text
    yield question.explanation
    yield from strings(question.body)


def strings(value: Any) -> Iterator[str]:
    """Every text in a body, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def media_of(question: ReadQuestion) -> dict[str, str]:
    """{name: alternative text} of what a question shows or plays; "" where any place lacks the text."""
    found: dict[str, str] = {}
    for text in texts(question):
        for one in REFERENCE.finditer(text):
            alt = one["alt"].strip()
            found[one["name"]] = alt if found.get(one["name"], alt) else ""
    return found


def plain_words(text: str) -> str:
    """A text for lists, searches and comparisons: alternative texts in place of pictures, LaTeX without its marks."""
    return EQUATION.sub(lambda one: one["latex"], REFERENCE.sub(lambda one: f"[{one['alt'].strip()}]", text))
