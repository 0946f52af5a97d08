"""A table of a Word document as lines: a question a row, options in cells, or paragraphs that it merely arranges. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.columns import OPTIONS, find_header, propose, recognise
from question_bank.exchange.key_tables import LETTERS_SAID
from question_bank.exchange.labels import find_label, find_start
from question_bank.exchange.lines import Line, tidied
from question_bank.kinds.choices import LETTERS

Cell = list[Line]
_COUNT = re.compile(r"stt|tt|so tt|so thu tu|cau(?: so)?|so cau|no|#|so", re.I)
_NUMBER = re.compile(r"(?:câu\s*(?:hỏi\s*|số\s*)?)?(\d{1,4})\s*[.:)/]?", re.I)
_BARE = re.compile(r"[A-Ha-h]")
_TICK = re.compile(r"[xX×✓✔☑√+]|đúng|sai|đ|s", re.I)


def arrange(rows: Sequence[Sequence[Cell]]) -> list[Line]:
    """The lines of a table, in the order in which they are read."""
    width = max(map(len, rows), default=0)
    texts = [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if width > 1 and (found := _titles(texts)):
        above, first, fields, titles, sides = found
        own = [line for row in rows[:above] for cell in row for line in cell]
        return own + _titled(rows[first:], fields, titles, sides)
    lettered = {"A", "B"} <= {row[0].upper() for row in texts if width > 1 and row[0] and row[1]}
    return [line for row in rows for line in _plain(row, lettered)]


def _titles(texts: Sequence[Sequence[str]]) -> tuple[int, int, list[str], list[str], dict[str, int]] | None:
    """(the first row of the titles, that under them, the columns' fields and titles, the columns of “Đúng” and “Sai”)."""
    header = find_header(texts)
    first, names = (header.first + header.height, list(header.titles)) if header else (0, [])
    if header is None:
        first = next(
            (at for at, row in enumerate(texts[:10], start=1) if len(_sides(_plain_titles(row))) == 2), 0
        )
        names = list(texts[first - 1]) if first else []
    titles = _plain_titles(names)
    sides = _sides(titles)
    fields = list(propose(names))
    if not first or not ({"key", OPTIONS[0]} & set(fields) or len(sides) == 2):
        return None
    if "text" not in fields:
        taken = set(sides.values())
        free = [
            at
            for at, field in enumerate(fields)
            if not field and at not in taken and not _COUNT.fullmatch(titles[at])
        ]
        if not free:
            return None
        fields[max(free, key=lambda at: sum(len(row[at]) for row in texts[first:]))] = "text"
    return (header.first if header else first - 1), first, fields, titles, sides


def _plain_titles(names: Sequence[str]) -> list[str]:
    return [fold(re.sub(r"[^\w\s]", " ", name)).strip() for name in names]


def _sides(titles: Sequence[str]) -> dict[str, int]:
    return {title: at for at, title in enumerate(titles) if title in ("dung", "sai", "d", "s")}


def _text(cell: Cell) -> str:
    return clean(" ".join(line.text for line in cell))


def _titled(
    rows: Sequence[Sequence[Cell]], fields: Sequence[str], titles: Sequence[str], sides: dict[str, int]
) -> list[Line]:
    found: list[Line] = []
    count = next((at for at, title in enumerate(titles) if not fields[at] and _COUNT.fullmatch(title)), None)
    order = 0
    for row in rows:
        cells = {field: row[at] for at, field in enumerate(fields) if field and at < len(row)}
        filled = [cell for cell in row if _text(cell)]
        if not filled or (
            [_text(cell) for cell in filled[:2]]
            and propose([_text(cell) for cell in row])[: len(fields)] == tuple(fields)
        ):
            continue
        text = cells.get("text") or []
        if (
            len(filled) == 1
            and len(fields) > 2
            and (filled[0] is not text or not _text(row[count] if count is not None else []))
        ):
            if filled[0] is text and found and find_label(text[0].text):
                found += text
            else:
                found.append(
                    replace(
                        filled[0][0],
                        text=_text(filled[0]),
                        marks=(frozenset(),) * len(_text(filled[0])),
                        role="heading",
                    )
                )
            continue
        number = _NUMBER.fullmatch(_text(row[count])) if count is not None and count < len(row) else None
        if count is not None and number is None and found and text and find_label(text[0].text):
            found += text
            continue
        order = int(number[1]) if number else order + 1
        found += _question(text, order)
        for letter, option in zip(LETTERS, OPTIONS, strict=False):
            if option in cells and _text(cells[option]):
                found += _option(cells[option], letter)
        key = _text(cells.get("key", []))
        for title, at in sides.items():
            if at < len(row) and _TICK.fullmatch(_text(row[at])):
                key = ("Đúng" if title[0] == "d" else "Sai") if not key else f"{key}, {title}"
        place = row[0][0].number if row and row[0] else 0
        for words, role in ((key, "key"), (_text(cells.get("explanation", [])), "explanation")):
            if words:
                found.append(replace(Line.plain(words, place), role=role))
    return found


def _question(cell: Cell, number: int) -> list[Line]:
    if not cell:
        return []
    start = find_start(tidied(cell[0]).text)
    end = start.end if start is not None and start.number == number else 0
    first = tidied(cell[0]).cut(end)
    return [replace(first, role="question", value=str(number)), *cell[1:]]


def _option(cell: Cell, letter: str) -> list[Line]:
    label = find_label(tidied(cell[0]).text)
    own = tidied(cell[0]).cut(label.end if label is not None and label.upper == letter else 0)
    return [replace(own, role="option", value=letter), *cell[1:]]


def _role_of(title: str) -> str:
    """What the cell beside a cell says that holds “Đáp án” or “Giải thích” and nothing else."""
    name = recognise(title)
    return name if name in ("key", "explanation") else ""


def _plain(row: Sequence[Cell], lettered: bool) -> list[Line]:
    """A row without titles: cell by cell; a number, or a letter, that fills a cell belongs to the next cell's words.

    `lettered`: rows of the table begin with bare letters, “A” and “B”.
    """
    found: list[Line] = []
    cells = [cell for cell in row if _text(cell)]
    place = 0
    while place < len(cells):
        cell = cells[place]
        text = _text(cell)
        after = cells[place + 1] if place + 1 < len(cells) else None
        number, label = _NUMBER.fullmatch(text), find_label(text)
        if place == 0 and number and after is not None and not LETTERS_SAID.fullmatch(_text(after)):
            found += _question(after, int(number[1]))
            place += 2
        elif place == 0 and len(cells) == 2 and after is not None and (role := _role_of(text)):
            found.append(
                replace(after[0], text=_text(after), marks=(frozenset(),) * len(_text(after)), role=role)
            )
            place += 2
        elif (
            label is not None
            and label.end >= len(text)
            and after is not None
            and find_label(_text(after)) is None
        ):
            found += [replace(after[0], role="option", value=label.upper), *after[1:]]
            place += 2
        elif lettered and place == 0 and after is not None and _BARE.fullmatch(text):
            found += [replace(after[0], role="option", value=text.upper()), *after[1:]]
            place += 2
        elif (
            place
            and place == len(cells) - 1
            and found
            and found[0].role == "question"
            and LETTERS_SAID.fullmatch(text)
        ):
            found.append(replace(cell[0], role="key"))
            place += 1
        else:
            found += cell
            place += 1
    return found
