"""Keys that stand apart from their questions: “1-A”, a column of numbers beside letters, letters under numbers. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contest.kernel.vietnamese import clean, fold
from question_bank.exchange.layout import ordinal

Rows = Sequence[Sequence[str]]

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


def read_key_list(rows: Rows) -> dict[int, str]:
    """Number → key."""
    found: dict[int, str] = {}
    plain = [[clean(cell) for cell in row] for row in rows]
    for at, row in enumerate(plain):
        pairs = [pair for cell in row if _PAIRS.fullmatch(cell) for pair in _PAIR.findall(cell)]
        if not pairs:
            letters = [cell if re.fullmatch(_LETTERS, cell, re.I) else "" for cell in row]
            beside = zip(row, letters[1:], strict=False)
            pairs = [
                (str(ordinal(number)), letter)
                for number, letter in beside
                if letter and ordinal(number) is not None
            ]
            if not pairs and at:
                above = zip(plain[at - 1], letters, strict=True)
                pairs = [
                    (str(ordinal(number)), letter)
                    for number, letter in above
                    if letter and ordinal(number) is not None
                ]
        found |= {int(number): letter for number, letter in pairs}
    return found
