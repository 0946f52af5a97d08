"""What each column of a Word table with titles holds. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contest.kernel.vietnamese import fold
from question_bank.exchange.columns import OPTIONS, find_header, is_aside, propose
from question_bank.exchange.labels import find_label
from question_bank.exchange.word_cells import BARE, Cell, bare_lines, words_of

COUNT = re.compile(r"stt|tt|so tt|so thu tu|cau(?: so)?|so cau|no|#|so", re.I)
TICKED = re.compile(r"[(\[]?\s*[xX×✓✔☑√+*]\s*[)\]]?")
_LETTER_INSIDE = re.compile(r"(?:^|\s)\(?([A-Ha-h])\s?[.)/]\s*(?=\S)")
_MOST_OWN = 0.6  # of the rows: what a column holds where it isn't what its title says
_LETTER_TITLE = re.compile(r"(?:.* )?([a-h])")


@dataclass(frozen=True)
class Columns:
    """`above`: the first row of the titles; `first`: that under them; `fields` and `titles` of the columns; `sides`: the
    columns of “Đúng” and “Sai”; `ticks`: letter → the column in which its option is ticked.
    """

    above: int
    first: int
    fields: list[str]
    titles: list[str]
    sides: dict[str, int]
    ticks: dict[str, int]


def find_columns(rows: Sequence[Sequence[Cell]], texts: Sequence[Sequence[str]]) -> Columns | None:
    """The columns of a table with titles; `texts`: the words of its cells. None where it has none."""
    header = find_header(texts)
    first, names = (header.first + header.height, list(header.titles)) if header else (0, [])
    if header is None:
        first = next(
            (
                at
                for at, row in enumerate(texts[:10], start=1)
                if _has_sides(row) and not any(map(BARE.fullmatch, row))
            ),
            0,
        )
        names = list(texts[first - 1]) if first else []
    titles = plain_titles(names)
    fields = list(propose(names))
    ticks = _ticks(titles, texts[first:])
    sides = {title: at for title, at in _sides(titles).items() if at not in ticks.values()}
    for at in ticks.values():
        fields[at] = ""
    if {"options", "text"} & {*fields} and "key" not in fields and list(sides) == ["dung"]:
        fields[sides.pop("dung")] = "key"  # it ticks the options, each in its row
    known = {"key", "model_answer", OPTIONS[0]} & {*fields} or _explain_choices(fields, rows[first:])
    if not first or not (known or len(sides) == 2 or ticks):
        return None
    if "text" not in fields:
        taken = {*sides.values(), *ticks.values()}
        free = [
            at
            for at, field in enumerate(fields)
            if not field and at not in taken and not COUNT.fullmatch(titles[at])
        ]
        if not free:
            return None
        fields[max(free, key=lambda at: sum(len(row[at]) for row in texts[first:]))] = "text"
    if not {OPTIONS[0], "options"} & set(fields):
        # “Đáp án” over cells that hold all options, the right one in bold; or a title of the author's own.
        for at, field in enumerate(fields):
            cells = [row[at] for row in rows[first:] if at < len(row) and words_of(row[at])]
            own = sum(any(holds_several(part) for part in _parts(cell)) for cell in cells)
            if not field and "key" in fields and not COUNT.fullmatch(titles[at]) and not is_aside(names[at]):
                own = max(own, sum(len(bare_lines(cell)) > 1 for cell in cells))  # a line each
            if field in ("", "key") and at not in ticks.values() and cells and own > _MOST_OWN * len(cells):
                fields[at] = "options"
                break
    return Columns(header.first if header else first - 1, first, fields, titles, sides, ticks)


def _explain_choices(fields: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether explanations stand beside cells that hold a question and its options, which show the key themselves."""
    if not {"text", "explanation"} <= {*fields}:
        return False
    at = fields.index("text")
    cells = [row[at] for row in rows if at < len(row) and row[at]]
    return sum(any(find_label(line.text) for line in cell) for cell in cells) > _MOST_OWN * len(cells)


def _ticks(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Letter → the column in which that option is ticked: two at least, with nothing but ticks, not all in one."""
    found = {}
    for at, title in enumerate(titles):
        cells = [row[at] for row in rows if row[at]]
        if (letter := _LETTER_TITLE.fullmatch(title)) and all(map(TICKED.fullmatch, cells)):
            found[letter[1].upper()] = at
    ticked = {at for row in rows for at in found.values() if row[at]}
    return found if len(found) > 1 and len(ticked) > 1 else {}


def plain_titles(names: Sequence[str]) -> list[str]:
    return [fold(re.sub(r"[^\w\s]", " ", name)).strip() for name in names]


def _has_sides(row: Sequence[str]) -> bool:
    """Whether “Đúng” and “Sai” are titles; or “Đúng” beside the title of questions, where it ticks options in rows."""
    sides = _sides(plain_titles(row))
    return len(sides) == 2 or (list(sides) == ["dung"] and "text" in propose(row))


def _sides(titles: Sequence[str]) -> dict[str, int]:
    return {title: at for at, title in enumerate(titles) if title in ("dung", "sai", "d", "s")}


def _parts(cell: Cell) -> list[str]:
    """The lines of a cell, and all of them as one."""
    texts = [line.text for line in cell]
    return [*texts, " ".join(texts)]


def holds_several(text: str) -> bool:
    """Whether a line holds the options A and B."""
    return [found[1].upper() for found in _LETTER_INSIDE.finditer(text)][:2] == ["A", "B"]
