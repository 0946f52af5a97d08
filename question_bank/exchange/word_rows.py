"""Rows of a Word table without titles: options in cells, or a card with a row for each part of a question. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.vietnamese import fold
from question_bank.exchange.columns import OPTIONS, is_aside, is_number, recognise
from question_bank.exchange.key_tables import LETTERS_SAID
from question_bank.exchange.labels import find_label, find_start
from question_bank.exchange.lines import Line, tidied
from question_bank.exchange.word_cells import (
    BARE,
    NUMBER,
    TICK,
    Cell,
    bare_lines,
    option_lines,
    question_lines,
    words_of,
)
from question_bank.kinds.choices import LETTERS


def card_lines(rows: Sequence[Sequence[Cell]], lettered: bool) -> list[Line]:
    """Rows of a title and what it says each: “Câu hỏi | …”, “Phương án A | …”, “Đáp án | B”; none where they aren't such.

    A level or a topic above the question is told under it; its code and its points are no part of it.
    """
    pairs = [[cell for cell in row if words_of(cell)] for row in rows]
    names = [recognise(words_of(pair[0])) if len(pair) == 2 else "" for pair in pairs]
    titles = [words_of(pair[0]) if len(pair) == 2 else "" for pair in pairs]
    if "text" not in names:
        names = _numbered_cards(titles, names)
    if "text" not in names or not {"key", "options", *OPTIONS} & {*names}:
        return []
    found: list[Line] = []
    own: list[Line] = []  # of the question that is being read, and of the next one
    after: list[Line] = []
    number, order = "", 0
    leads = any(name in ("difficulty", "topic") for name in names[: names.index("text")])
    for row, pair, name, title in zip(rows, pairs, names, titles, strict=True):
        said = words_of(pair[1]) if len(pair) == 2 else ""
        if name == "text":
            if counted := NUMBER.fullmatch(title):
                number = counted[1]
            elif (
                not number
                and (typed := find_start(words_of(pair[1])))
                and order in (0, (typed.number or 0) - 1)
            ):
                number = str(typed.number)
                pair[1][0] = tidied(pair[1][0]).cut(typed.end)
            order = int(number) if number else order + 1
            found += [*own, replace(tidied(pair[1][0]), role="question", value=number), *pair[1][1:]]
            own, after, number = after, [], ""
        elif name in OPTIONS:
            found += option_lines(pair[1], LETTERS[OPTIONS.index(name)])
        elif name in ("difficulty", "topic"):
            (after if leads else own).append(Line.plain(f"{title}: {said}", pair[1][0].number))
        elif said and is_number(title):
            number = said if said.isdigit() else ""
        elif not (said and (name == "code" or is_aside(title))):
            found += plain_lines(row, lettered)
    return found + own


def _numbered_cards(titles: Sequence[str], names: list[str]) -> list[str]:
    """The same for “Câu 1 | …”, “Phương án 1 | …” or “1 | …”, “Đáp án | 2”."""
    worded = [bool(NUMBER.fullmatch(title)) and not title[0].isdigit() for title in titles]
    places = [OPTIONS[int(title) - 1] if re.fullmatch("[1-8]", title) else "" for title in titles]
    if any(name in OPTIONS and not BARE.fullmatch(title) for name, title in zip(names, titles, strict=True)):
        return [
            "text" if NUMBER.fullmatch(title) else name for title, name in zip(titles, names, strict=True)
        ]
    if any(worded) and any(places) and "key" in names:
        return [
            "text" if is_worded else place or name
            for is_worded, place, name in zip(worded, places, names, strict=True)
        ]
    return names


def plain_lines(row: Sequence[Cell], lettered: bool) -> list[Line]:
    """A row without titles: cell by cell; a number, or a letter, that fills a cell belongs to the next cell's words.

    `lettered`: rows of the table begin with bare letters, “A” and “B”.
    """
    found: list[Line] = []
    cells = [cell for cell in row if words_of(cell)]
    alternate = _alternate([words_of(cell) for cell in cells])
    place = 0
    while place < len(cells):
        cell = cells[place]
        text = words_of(cell)
        after = cells[place + 1] if place + 1 < len(cells) else None
        number, own = NUMBER.fullmatch(text), find_label(text)
        if place == 0 and number and after is not None and not LETTERS_SAID.fullmatch(words_of(after)):
            found += question_lines(after, int(number[1]))
            place += 2
        elif place == 0 and len(cells) == 2 and after is not None and recognise(text) == "options":
            found += _options_of(after)
            place += 2
        elif place == 0 and len(cells) == 2 and after is not None and (role := _role_of(text)):
            found.append(
                replace(
                    after[0], text=words_of(after), marks=(frozenset(),) * len(words_of(after)), role=role
                )
            )
            place += 2
        elif (
            own is not None
            and own.end >= len(text)
            and after is not None
            and (alternate or find_label(words_of(after)) is None)
        ):
            found += _lettered(cell, after, own.upper)
            place += 2
        elif (
            place == 0
            and len(cells) == 3
            and after is not None
            and BARE.fullmatch(text)
            and TICK.fullmatch(said := words_of(cells[2]))
        ):
            sign = " (sai)" if fold(said) in ("s", "sai") else " (đúng)"
            first = after[-1]
            told = replace(
                first, text=first.text + sign, marks=(*first.marks, *(frozenset[str]() for _ in sign))
            )
            words = [*after[:-1], told]
            found += _lettered(cell, words, text.upper())
            place += 3
        elif after is not None and BARE.fullmatch(text) and ((lettered and place == 0) or alternate):
            found += _lettered(cell, after, text.upper())
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


def _lettered(letter: Cell, words: Cell, value: str) -> list[Line]:
    """An option of which the letter has a cell of its own, that may be what shows the key."""
    return [replace(words[0], role="option", value=value, letter=letter[0].shared()), *words[1:]]


def _alternate(texts: Sequence[str]) -> bool:
    """Whether letters stand in every other cell, each before its option: A | Huế | B | Hà Nội."""
    letters = [text.upper().rstrip(" .):/") for text in texts[::2]]
    return (
        len(texts) >= 4
        and len(texts) % 2 == 0
        and all(map(BARE.fullmatch, letters))
        and letters == sorted(set(letters))
    )


def _options_of(cell: Cell) -> list[Line]:
    """The options in the cell beside “Phương án”: by their letters, else a line each."""
    lines = bare_lines(cell)
    if len(lines) < 2 or any(find_label(tidied(line).text) for line in lines):
        return list(cell)
    return [line for letter, one in zip(LETTERS, lines, strict=False) for line in option_lines([one], letter)]


def _role_of(title: str) -> str:
    """What the cell beside a cell says that holds “Đáp án” or “Giải thích” and nothing else."""
    name = recognise(title)
    return name if name in ("key", "explanation") else ""
