"""Keys beside the words of questions: “Câu 1. [C] …”, “Câu 1 (C): …”, “… là gì? (C)”. PURE.

A letter in brackets may belong to the words, so it is a key only where nearly all questions have one, and not the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.exchange.block import Block
from question_bank.exchange.labels import find_label
from question_bank.exchange.lines import Line
from question_bank.exchange.options import begins_options

_NAMED = r"(?P<named>[A-H](?:\s*[,;&]\s*[A-H])*)"
_LETTERS = r"(?P<said>[A-H](?:\s*[,;&]\s*[A-H])*)"
_BEFORE = re.compile(
    rf"[(\[]\s*{_LETTERS}\s*[)\]]\s*[.:)\-–]*\s*(?=\S)|"
    rf"[-–(\[]?\s*(?:đáp\s*án|đ/?a|key|answer)\s*(?:đúng)?\s*[:.]?\s*{_NAMED}\s*[)\]]?\s*[.:)\-–]+\s*(?=\S)",
    re.I,
)
_BEHIND = re.compile(
    rf"(?:(?<=[\s.?:!…”\"])|(?<=_))[(\[]\s*{_LETTERS}\s*[)\]]\s*[.:]?$|(?<=\?)\s+{_NAMED}\.?$"
)
_FEWEST = 2


def take_letters(blocks: Sequence[Block]) -> None:
    """Take such letters out of the words of the questions, as what is `said` of their keys."""
    own = [block for block in blocks if not block.in_solutions and block.lines]
    for find in (_before, _behind):
        found = [(block, place) for block in own if (place := find(block)) is not None]
        said = {found_said for _, (_, _, _, found_said) in found}
        if len(found) < max(_FEWEST, 0.8 * len(own)) or len(said) < 2:
            continue
        for block, (at, start, end, letters) in found:
            line = block.lines[at]
            block.lines[at] = line.cut(end) if not start else line.cut(0, start)
            block.said.append(letters)
        return


_Place = tuple[int, int, int, str]
"""A line of a block, the letters [start, end) of it that say the key, and the key."""


def _before(block: Block) -> _Place | None:
    found = _BEFORE.match(block.lines[0].text)
    return (
        (0, 0, found.end(), found["said"] or found["named"])
        if found and _has_options(block.lines[1:])
        else None
    )


def _behind(block: Block) -> _Place | None:
    first = next((at for at, line in enumerate(block.lines) if at and _is_option(line)), None)
    if first is None or not _has_options(block.lines[first:]):
        return None
    found = _BEHIND.search(block.lines[first - 1].text)
    return (
        (first - 1, found.start(), found.end(), found["said"] or found["named"])
        if found and found.start()
        else None
    )


def _is_option(line: Line) -> bool:
    return line.role == "option" or begins_options(line)


def _has_options(lines: Sequence[Line]) -> bool:
    """Whether the options stand in lines of their own: letters in the question's line are these."""
    return any(
        line.role == "option" or ((label := find_label(line.text)) and label.upper == "A") for line in lines
    )
