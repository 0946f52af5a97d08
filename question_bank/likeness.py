"""Which stored question a new one probably equals, among tens of thousands. PURE.

Two texts are as alike as the pairs of neighbouring words that they share, out of all pairs of both (Jaccard). Words are
compared without tones, case and punctuation. Only texts that share one of their rarest pairs are compared at all: of
two sets that are alike by `NEAR`, the first few in any one order must have a member in common (prefix filtering:
Chaudhuri, Ganti, Kaushik, “A primitive operator for similarity joins in data cleaning”, ICDE 2006).
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from contest.kernel.vietnamese import fold
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.references import plain_words, strings

NEAR = 0.6

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Rival:
    """A stored question that another one may equal.

    twin: the same text and the same options or answers · akin: the same text, others · near: a text like it.
    """

    id: int
    likeness: Literal["twin", "akin", "near"]


def words_of(text: str) -> str:
    """A text's words as they are compared."""
    return " ".join(_WORD.findall(fold(plain_words(text)))) or fold(text)


def answers_of(body: dict[str, Any]) -> list[str]:
    """The texts of a body's options, answers and whatever else is asked. Notes for those who mark don't make another
    question."""
    return list(strings({name: one for name, one in body.items() if name not in ("model_answer", "rubric")}))


def same_answers(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether options or answers are the same in any order."""
    return sorted(map(fold, one)) == sorted(map(fold, other))


class Stock:
    """The questions of a bank, to be looked through for rivals. Made once, asked thousands of times."""

    def __init__(self, stored: Iterable[tuple[int, str, dict[str, Any]]]) -> None:
        """`stored`: (id, text, body), the older first."""
        self._by_text: dict[str, list[tuple[int, list[str]]]] = {}
        self._ids = array("q")
        pairs: list[frozenset[str]] = []
        for id_, text, body in stored:
            words = words_of(text)
            alike = self._by_text.setdefault(words, [])
            if not alike:
                self._ids.append(id_)
                pairs.append(_pairs(words))
            alike.append((id_, answers_of(body)))
        counts = Counter(pair for each in pairs for pair in each)
        self._rank = {pair: rank for rank, (pair, _) in enumerate(sorted(counts.items(), key=_rarity))}
        self._sets = [array("l", sorted(self._rank[pair] for pair in each)) for each in pairs]
        self._begins: dict[int, list[int]] = {}
        for place, ranks in enumerate(self._sets):
            for rank in ranks[: _prefix(len(ranks))]:
                self._begins.setdefault(rank, []).append(place)
        self._near: dict[str, int | None] = {}

    def rival(self, question: ReadQuestion) -> Rival | None:
        """The stored question that this one most probably equals."""
        words = words_of(question.text)
        if alike := self._by_text.get(words):
            own = answers_of(question.body)
            twin = next((id_ for id_, answers in alike if same_answers(own, answers)), None)
            return Rival(twin, "twin") if twin else Rival(alike[0][0], "akin")
        if words not in self._near:
            self._near[words] = self._nearest(words)
        near = self._near[words]
        return Rival(near, "near") if near else None

    def _nearest(self, words: str) -> int | None:
        pairs = _pairs(words)
        # Pairs that the bank hasn't got come before all others: nothing is rarer.
        known = sorted(self._rank[pair] for pair in pairs if pair in self._rank)
        asked = known[: max(0, _prefix(len(pairs)) - (len(pairs) - len(known)))]
        own = frozenset(known)
        best, most = None, NEAR
        for place in sorted({place for rank in asked for place in self._begins.get(rank, ())}):
            theirs = self._sets[place]
            if not NEAR * len(pairs) <= len(theirs) <= len(pairs) / NEAR:
                continue
            shared = sum(rank in own for rank in theirs)
            alike = shared / (len(pairs) + len(theirs) - shared)
            if alike >= most and (best is None or alike > most):
                best, most = self._ids[place], alike
        return best


def similarity(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    first, second = _pairs(words_of(one)), _pairs(words_of(other))
    return len(first & second) / len(first | second) if first | second else 1.0


def _rarity(item: tuple[str, int]) -> tuple[int, str]:
    return item[1], item[0]


def _prefix(size: int) -> int:
    """How many of a set's rarest members must be looked at to find every set that is alike by `NEAR`."""
    return size - math.ceil(NEAR * size - 1e-9) + 1 if size else 0


def _pairs(words: str) -> frozenset[str]:
    split: Sequence[str] = words.split(" ")
    return frozenset(f"{one} {other}" for one, other in zip(["", *split], [*split, ""], strict=True))
