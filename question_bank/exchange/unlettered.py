"""Options without letters: behind numbers, boxes or bullets, to the end of a question. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.exchange.boxes import Box, boxes_inside, first_box, last_box
from question_bank.exchange.labels import find_start
from question_bank.exchange.lines import Line
from question_bank.exchange.option import Option
from question_bank.kinds.choices import LETTERS

_BULLET = re.compile(r"[-+•●○▪■□◦–➢❖✓*\uf0b7\uf0a7\uf06f]\s+")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_ROMAN = re.compile(r"[(\[]?(viii|vii|vi|v|iv|iii|ii|i)\s?[.)\]/]\s*(?=\S)")
_BOX = r"[☐□○◯❑]?\s*"
_BOTH = re.compile(
    rf"\s*{_BOX}(?P<A>đúng|true)[\s.,;/|…_☐□○◯❑]+(?:hay\s+|hoặc\s+)?(?P<B>sai|false)\s*{_BOX}\.?", re.I
)


def numbers_of(lines: Sequence[Line], style: str) -> tuple[int, list[Option]] | None:
    """“1. … 2. … 3. …” to the end, under a question that begins in another style."""
    numbered = [(at, find_start(line.text)) for at, line in enumerate(lines) if at]
    own = [
        (at, one)
        for at, one in numbered
        if one and one.number is not None and one.style.strip("([")[:1] == "1"
    ]
    if (
        len(own) < 2
        or [one.number for _, one in own] != list(range(1, len(own) + 1))
        or len(own) > len(LETTERS)
    ):
        return None
    if own[0][1].style == style or len({one.style for _, one in own}) > 1:
        return None
    if len(lines) - own[0][0] > len(own):
        return None  # lines in between: a list in the question's words
    return own[0][0], [
        Option(letter, [lines[at].cut(one.end)], lines[at].cut(0, one.end))
        for letter, (at, one) in zip(LETTERS, own, strict=False)
    ]


def romans_of(lines: Sequence[Line]) -> tuple[int, list[Option]] | None:
    """“i) … ii) … iii) …” to the end."""
    own = [(at, one) for at, line in enumerate(lines) if at and (one := _ROMAN.match(line.text))]
    if len(own) < 2 or [one[1] for _, one in own] != list(_ROMANS[: len(own)]):
        return None
    if len(lines) - own[0][0] > len(own):
        return None
    return own[0][0], [
        Option(letter, [lines[at].cut(one.end())], lines[at].cut(0, one.end()))
        for letter, (at, one) in zip(LETTERS, own, strict=False)
    ]


def truths_of(lines: Sequence[Line]) -> list[Option] | None:
    """“Đúng    Sai” in the last line."""
    found = _BOTH.fullmatch(lines[-1].text) if len(lines) > 1 else None
    if found is None:
        return None
    return [Option(letter, [lines[-1].cut(*found.span(letter))]) for letter in ("A", "B")]


def boxed_of(lines: Sequence[Line]) -> tuple[list[Line], list[Option]] | None:
    """Boxes to the end: one before each line, several in a line, or one behind each line."""
    first = len(lines)
    while first > 1 and first_box(lines[first - 1].text):
        first -= 1
    last = lines[first - 1] if first else None
    stem = list(lines[:first])
    if first == len(lines) and last is not None and (inside := boxes_inside(last.text)):
        stem[-1:] = [words] if (words := last.cut(0, inside[0].start)).text else []
        return _of_boxes(stem, _pieces(last, inside))
    pieces = [piece for line in lines[first:] for piece in _pieces(line, _boxes_of(line))]
    return _of_boxes(stem, pieces) or _boxed_behind(lines)


def _boxes_of(line: Line) -> list[Box]:
    alone = first_box(line.text)
    return boxes_inside(line.text) or ([alone] if alone else [])


def _pieces(line: Line, boxes: Sequence[Box]) -> list[tuple[Line, Box]]:
    """The words behind each box of a line."""
    ends = [box.start for box in boxes[1:]] + [len(line.text)]
    return [(line.cut(box.end, end), box) for box, end in zip(boxes, ends, strict=True)]


def _boxed_behind(lines: Sequence[Line]) -> tuple[list[Line], list[Option]] | None:
    first = len(lines)
    while first > 1 and last_box(lines[first - 1].text):
        first -= 1
    found = [(line, box) for line in lines[first:] if (box := last_box(line.text))]
    are_listed = all(bullet_end(line.text) for line, _ in found)
    return _of_boxes(
        list(lines[:first]),
        [(line.cut(bullet_end(line.text) if are_listed else 0, box.start), box) for line, box in found],
    )


def _of_boxes(stem: list[Line], pieces: Sequence[tuple[Line, Box]]) -> tuple[list[Line], list[Option]] | None:
    if not stem or not 2 <= len(pieces) <= len(LETTERS) or not all(line.text for line, _ in pieces):
        return None
    return stem, [
        Option(letter, [line], box=box) for letter, (line, box) in zip(LETTERS, pieces, strict=False)
    ]


def bullets_of(lines: Sequence[Line]) -> tuple[int, list[Option]] | None:
    """Bulleted lines to the end. One “+” among “-” is the right one."""
    first = len(lines)
    while first > 1 and (lines[first - 1].is_bullet or _BULLET.match(lines[first - 1].text)):
        first -= 1
    count = len(lines) - first
    if not 2 <= count <= len(LETTERS):
        return None
    options = []
    signs = [line.text[:1] for line in lines[first:] if not line.is_bullet]
    for letter, line in zip(LETTERS, lines[first:], strict=False):
        sign = _BULLET.match(line.text)
        option = Option(letter, [line.cut(sign.end() if sign and not line.is_bullet else 0)])
        option.starred = line.text[:1] == "+" and signs.count("+") == 1 and signs.count("-") == count - 1
        options.append(option)
    return first, options


def bullet_end(text: str) -> int:
    """Where the words behind a list's sign begin, 0 where a text has none."""
    found = _BULLET.match(text)
    return found.end() if found else 0
