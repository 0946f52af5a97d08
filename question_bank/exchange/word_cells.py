"""Cells of a table of a Word document: what they say, and their lines as a question or an option. PURE."""

from __future__ import annotations

import re
from dataclasses import replace

from contest.kernel.vietnamese import clean
from question_bank.exchange.labels import find_label, find_start
from question_bank.exchange.lines import Line, tidied

Cell = list[Line]
NUMBER = re.compile(r"(?:câu\s*(?:hỏi\s*|số\s*)?)?(\d{1,4})\s*[.:)/]?", re.I)
BARE = re.compile(r"[A-Ha-h]")
TICK = re.compile(r"[xX×✓✔☑√+]|đúng|sai|đ|s", re.I)


def words_of(cell: Cell) -> str:
    """The words of a cell, as one line."""
    return clean(" ".join(line.text for line in cell))


def bare_lines(cell: Cell) -> list[Line]:
    """The lines of a cell that say anything."""
    return [line for line in cell if line.text.strip()]


def question_lines(cell: Cell, number: int) -> list[Line]:
    """The lines of a cell as a question of this number."""
    if not cell:
        return []
    start = find_start(tidied(cell[0]).text)
    end = start.end if start is not None and start.number == number else 0
    first = tidied(cell[0]).cut(end)
    return [replace(first, role="question", value=str(number)), *cell[1:]]


def option_lines(cell: Cell, letter: str) -> list[Line]:
    """The lines of a cell as the option of this letter."""
    first = find_label(tidied(cell[0]).text)
    own = tidied(cell[0]).cut(first.end if first is not None and first.upper == letter else 0)
    return [replace(own, role="option", value=letter), *cell[1:]]
