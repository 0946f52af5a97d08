"""What a question on paper consists of, ready to be set by either writer (`word`, `pdf`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from contest.kernel.db import db
from question_bank.documents.pieces import Piece, columns, pieces
from question_bank.kinds.choices import LETTERS
from question_bank.models import Media

MOST_ACROSS, MOST_DOWN = 120, 65  # millimetres of a picture

Set = dict[str, Any]
"""`number`, `text` and `left` (pieces), `options` and `items` (`letter`, `text`), `columns` of the options, `blanks` (the
options of each), `lines` to write on."""


def set_question(number: int, text: str, present: Mapping[str, Any], lines: int) -> Set:
    """A question as it is printed. `present`: what its kind shows, in the printed order. `lines`: to write on, where the
    answer is written."""
    options = [one["text"] for one in present.get("options", ())]
    left, blanks = present.get("left", ()), present.get("blanks", ())
    return {
        "number": number,
        "text": pieces(text),
        "left": [pieces(one) for one in left],
        "options": _lettered(options),
        "items": _lettered([one["text"] for one in present.get("items", ())], small=True),
        "columns": 1 if left else columns(options),
        "blanks": [_lettered([one["text"] for one in blank.get("options", ())]) for blank in blanks],
        "lines": 0 if (options and not left) or blanks else lines,
    }


def _lettered(texts: Iterable[str], small: bool = False) -> list[dict[str, Any]]:
    letters = LETTERS + "IJKLMNOPQRSTUVWXYZ"
    return [
        {"letter": letter.lower() if small else letter, "text": pieces(text)}
        for letter, text in zip(letters, texts, strict=False)
    ]


@dataclass(frozen=True)
class Pictures:
    """Pictures by name: what they hold, and their size on paper in millimetres."""

    contents: Mapping[str, bytes]
    sizes: Mapping[str, tuple[float, float]]


def pictures(found: Iterable[Any]) -> Pictures:
    """The pictures that pieces anywhere in `found` (lists and dicts) show and the database has."""
    names = {piece["picture"] for piece in _walk(found)}
    query = select(Media.name, Media.content, Media.width, Media.height).where(Media.name.in_(names))
    rows = db.session.execute(query).all()
    return Pictures(
        {row.name: row.content for row in rows},
        {row.name: size_on_paper(row.width, row.height) for row in rows},
    )


def _walk(value: Any) -> Iterable[Piece]:
    if isinstance(value, dict):
        if "picture" in value:
            yield value
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _walk(inner)


def size_on_paper(width: int, height: int) -> tuple[float, float]:
    """96 dots an inch, within the width of a line and a quarter of a page."""
    across, down = max(width, 1) * 25.4 / 96, max(height, 1) * 25.4 / 96
    scale = min(1, MOST_ACROSS / across, MOST_DOWN / down)
    return round(across * scale, 1), round(down * scale, 1)
