"""Keys that stand apart from their questions: “1-A”, a column of numbers beside letters, letters under numbers. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.key_tables import told_by
from question_bank.exchange.layout import ordinal

Rows = Sequence[Sequence[str]]

UNLIKE = " ≠ "
"""Stands between two keys of one number, as the lists of two exam codes have them."""

_MOST = 0.75  # of the cells
_LETTERS = r"[A-H](?:\s*[,;&/]\s*[A-H])*"
_PAIR = re.compile(rf"(?:câu\s*)?(\d{{1,4}})\s*[-.:)–/]?\s*({_LETTERS})(?!\w)", re.I)
_PAIRS = re.compile(rf"(?:\s*(?:câu\s*)?\d{{1,4}}\s*[-.:)–/]?\s*{_LETTERS}(?!\w)\s*[;,|.]?)+\s*", re.I)
_HEADING = re.compile(
    r"(?:bang )?(?:dap an|answer keys?|keys?)(?: (?:trac nghiem|chi tiet|tham khao|de .*|cac cau.*))?\W*"
)


def find_key_list(rows: Rows) -> int | None:
    """The row (from 0) where a list of keys begins under a table; None where there is none."""
    for at, row in enumerate(rows):
        filled = [clean(cell) for cell in row if cell.strip()]
        if len(filled) == 1 and _HEADING.fullmatch(fold(filled[0])) and read_key_list(rows[at + 1 :]):
            return at
        if filled and all(_PAIRS.fullmatch(cell) for cell in filled):
            return at
    return None


def holds_only_keys(rows: Rows) -> bool:
    """Whether nearly all cells are numbers and letters, and they make up a list of keys."""
    filled = [clean(cell) for row in rows for cell in row if cell.strip()]
    told = sum(ordinal(cell) is not None or bool(re.fullmatch(_LETTERS, cell, re.I)) for cell in filled)
    return told >= _MOST * len(filled) > 0 and bool(read_key_list(rows))


def read_key_list(rows: Rows) -> dict[int, str]:
    """Number → key; two that differ stand with `UNLIKE` between them."""
    plain = [[clean(cell) for cell in row] for row in rows]
    told = told_by(
        [
            [(int(one), said) for cell in row if _PAIRS.fullmatch(cell) for one, said in _PAIR.findall(cell)]
            for row in plain
        ],
        [[ordinal(cell) for cell in row] for row in plain],
        [[cell if re.fullmatch(_LETTERS, cell, re.I) else "" for cell in row] for row in plain],
    )
    found: dict[int, str] = {}
    for number, said in told:
        found = joined(found, {number: said})
    return found


def joined(one: Mapping[int, str], two: Mapping[int, str]) -> dict[int, str]:
    """The keys of two lists; where they differ, both with `UNLIKE` between them."""
    both = {
        number: one[number]
        if two[number].upper() in one[number].upper().split(UNLIKE)
        else f"{one[number]}{UNLIKE}{two[number]}"
        for number in one.keys() & two.keys()
    }
    return {**one, **two, **both}
