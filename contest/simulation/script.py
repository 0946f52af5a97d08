"""What the made-up people know beforehand: the package's rules, and the answers to its questions. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from random import Random

from question_bank.exchange.questions import ReadQuestion
from question_bank.kinds import kind
from question_bank.kinds.cloze import BLANK


@dataclass(frozen=True)
class Field:
    """A field of a question as the page shows it: the values that can be chosen in it; none where one types."""

    values: tuple[str, ...] = ()


class Knowledge:
    """The right answers by question text, as someone who has studied the handed-out list knows them."""

    def __init__(self, questions: Iterable[ReadQuestion]) -> None:
        self.right = {
            _plain(one.text): kind(one.kind).right(one.body) for one in questions if not one.problems
        }

    def answer(self, text: str, fields: list[Field], several: bool, knows: bool, rng: Random) -> str:
        """A response to a question that is shown in these fields: the right one for who knows it, else a guess.

        `several`: more than one value of the field may be chosen. What has no right response (a prediction) is guessed.
        """
        right = self.right.get(_plain(text), "")
        if knows and right:
            return right
        if len(fields) > 1:
            return "\n".join(_guess(field, rng) for field in fields)
        (field,) = fields
        if not several:
            wrong = [value for value in field.values if value != right]
            return _guess(Field(tuple(wrong)), rng)
        count = min(2, len(field.values))
        guesses = [",".join(chosen) for chosen in combinations(sorted(field.values), count)]
        return rng.choice([guess for guess in guesses if guess != right] or guesses)


def _guess(field: Field, rng: Random) -> str:
    return rng.choice(field.values) if field.values else str(rng.randrange(1000))


def _plain(text: str) -> str:
    """A text as the page shows it."""
    return " ".join(BLANK.sub(lambda one: f"({one['blank']})", text).split())
