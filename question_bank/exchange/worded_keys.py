"""Keys in words that stand in one line, each behind the number of its question: “Đáp án: 1. Hồ Gươm 2. Sông Hồng”. PURE."""

from __future__ import annotations

import re

from question_bank.exchange.key_tables import Pair

_NUMBER = re.compile(r"(?:^|(?<=[\s;,]))(?:câu\s*)?(\d{1,3})\s?(?:[.)/:]|[-–]\s)\s*(?=\S)", re.I)


def worded_pairs(said: str) -> list[Pair]:
    """The words behind 1, 2, 3 … in what a line says; none where a number is missing, or might be a part of the words."""
    found = [*_NUMBER.finditer(said)]
    numbers = [int(one[1]) for one in found]
    if len(found) < 2 or found[0].start() or numbers != list(range(1, len(found) + 1)):
        return []
    ends = [one.start() for one in found[1:]] + [len(said)]
    words = [said[one.end() : end].strip(" \t;,.") for one, end in zip(found, ends, strict=True)]
    return [*zip(numbers, words, strict=True)] if all(words) else []


def counts_words(said: str) -> bool:
    """Whether a key numbers what it says: “1. … 2. …” may answer several questions."""
    numbers = [int(one[1]) for one in _NUMBER.finditer(said)]
    return numbers[:1] == [1] and 2 in numbers
