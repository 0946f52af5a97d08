"""Headings that are counted as the questions below them are: “1. Lịch sử” over “1. Ai …?” or “Câu 1. Ai …?”. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from question_bank.exchange.answer_lines import find_answer
from question_bank.exchange.boxes import first_box
from question_bank.exchange.labels import Start, find_label, find_start
from question_bank.exchange.lines import Line
from question_bank.exchange.options import begins_options

_TITLE = re.compile(r"(?=[^\W\d_])[^?…_]{2,80}(?<![.:;,!])")
_MOST = 30  # lines of a question's words that are looked at


def with_sections(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those as headings that are titles whose numbers go on, each right over a question.

    The first one stands over all questions: a title in the midst of them may be a question that has no options.
    """
    starts = [None if line.role else find_start(line.text) for line in lines]
    found = list(lines)
    count = 0
    for at, start in enumerate(starts[:-1]):
        if start is None or start.number is None:
            continue
        if (not count or start.number == count + 1) and _heads(lines, starts, at):
            count = start.number
            found[at] = replace(lines[at].cut(start.end), role="heading")
        elif not count:
            break
    return found


def _heads(lines: Sequence[Line], starts: Sequence[Start | None], at: int) -> bool:
    start, after = starts[at], starts[at + 1]
    if start is None or after is None or start.style[0].isalpha() or not after.number:
        return False
    title = lines[at].text[start.end :]
    if not _TITLE.fullmatch(title) or find_label(title) or find_answer(title):
        return False
    if not after.style[0].isalpha() and (after.style != start.style or after.number != 1):
        return False
    if after.style[0].isalpha() and at and (before := starts[at - 1]) and before.style == start.style:
        return False  # the last of a list in the words of the question before
    for place in range(at + 1, min(at + _MOST, len(lines))):
        if begins_options(lines[place]) or first_box(lines[place].text) or find_answer(lines[place].text):
            return True
        if place > at + 1 and starts[place] is not None:
            return False
    return False
