"""The lines of a document without what is the page's, each question from the beginning of a line. PURE."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from question_bank.exchange.labels import find_label, find_start, is_furniture
from question_bank.exchange.lines import Line

_PAGE = re.compile(r"\btrang\s{0,3}:?\s{0,3}\d{1,3}(?:\s{0,3}/\s{0,3}\d{1,3})?$", re.I)
_INSIDE = re.compile(r"(?<=\s)[Cc]âu\s*(?:hỏi\s*)?(\d{1,4})\s*[.:]\s*(?=[^\W\d_a-zà-ỹđ]|[“\"(])")


def own_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines that are the list's own."""
    printed = _printed_on_pages(lines)
    own = [line for line in lines if line.role or not (is_furniture(line.text) or line.text in printed)]
    starts = {start.number for one in own if (start := find_start(one.text)) and start.style == "câu"}
    return [part for line in own for part in _apart(line, starts)]


def _printed_on_pages(lines: Sequence[Line]) -> set[str]:
    """What is printed at the top or foot of several pages, before their numbers: “Hội thi … – Trang 2”."""
    seen: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        page = _PAGE.search(line.text)
        before = line.text[: page.start()].rstrip(" \t-–|") if page else ""
        if before and find_label(line.text) is None and find_start(line.text) is None:
            seen[before].add(line.text)
    return {text for texts in seen.values() if len(texts) > 1 for text in texts}


def _apart(line: Line, starts: set[int | None]) -> list[Line]:
    """A line; as two where the question that no other line begins stands inside it, behind the one before."""
    inside = None if line.role else _INSIDE.search(line.text)
    if inside is None:
        return [line]
    number = int(inside[1])
    if number in starts or number - 1 not in starts:
        return [line]
    return [line.cut(0, inside.start()), line.cut(inside.start())]
