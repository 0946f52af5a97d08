"""Options inside one text: “A. … B. …”, one a line or glued on one. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from question_bank.kinds.choices import LETTERS

Span = tuple[int, int]

_AT_LINE = re.compile(
    r"(?:^|\n)[ \t]*(?P<star>\*?)[ \t]*\(?(?P<letter>[A-Ha-h])(?P<after>\*?)[ \t]*[.):/\-–][ \t]*"
)
_WITHIN = re.compile(r"(?:^|\s)(?P<star>\*?)\(?(?P<letter>[A-H])(?P<after>\*?)[.):/][ \t]*(?=\S)")
_KEY_LINE = re.compile(r"\n\s*(?:đáp án|đáp án đúng|answer|key|đ/a)\s*(?:là\s*)?[:.]?\s*([^\n]+?)\s*$", re.I)
_SEPARATORS = ("\n", "|", ";")
_PARTING = "|;,"


def split_options(text: str) -> tuple[Span, list[tuple[Span, bool]]]:
    """Where the stem stands in a text, and each option (without its letter; and whether a star stands at it).

    No options: the labels A, B, … don't stand in order.
    """
    for pattern in (_AT_LINE, _WITHIN):
        labels = _in_order(pattern, text, 0)
        if labels and not text[: labels[0].start()].strip():
            # “A. Einstein …?” begins the question, where options begin anew behind it.
            again = _in_order(pattern, text, labels[0].end())
            labels = again if len(again) >= 2 else labels
        if len(labels) >= 2:
            ends = _ends(text, labels)
            spans = [
                ((label.end(), end), bool(label["star"] or label["after"]))
                for label, end in zip(labels, ends, strict=True)
            ]
            return (0, labels[0].start()), spans
    return (0, len(text)), []


def _in_order(pattern: re.Pattern[str], text: str, begin: int) -> list[re.Match[str]]:
    """The labels A, B, … as they follow each other from a place on."""
    labels: list[re.Match[str]] = []
    for found in pattern.finditer(text, begin):
        if len(labels) < len(LETTERS) and found["letter"].upper() == LETTERS[len(labels)]:
            labels.append(found)
    return labels


def _ends(text: str, labels: Sequence[re.Match[str]]) -> list[int]:
    """Where the options end: before the sign that stands behind all but the last, if they are on one line."""
    whole = [
        label.end() + len(text[label.end() : after.start()].rstrip()) for label, after in pairwise(labels)
    ]
    signs = {text[end - 1 : end] for end in whole}
    is_one_line = "\n" not in text[labels[0].end() : labels[-1].end()]
    if is_one_line and len(signs) == 1 and signs <= {*_PARTING}:
        whole = [end - 1 for end in whole]
    return [*whole, len(text)]


def split_key(text: str) -> tuple[str, str]:
    """A text without its last line “Đáp án: B”, and what that says."""
    found = _KEY_LINE.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def split_plain(text: str) -> list[Span]:
    """The options of a cell without letters: its lines, or what stands between bars or semicolons."""
    for separator in _SEPARATORS:
        spans, at = [], 0
        for part in text.split(separator):
            if part.strip():
                spans.append((at, at + len(part)))
            at += len(part) + len(separator)
        if len(spans) >= 2 and all(_is_whole(text[start:end]) for start, end in spans):
            return spans
    return []


def _is_whole(text: str) -> bool:
    """Whether no bracket is cut from its partner: “(1; 3]” is one option."""
    return sum(map(text.count, "([")) == sum(map(text.count, ")]")) or "\n" in text
