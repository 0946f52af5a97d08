"""What the kinds that are answered in several fields share. PURE.

Their response has a line for each field, in the fields' order; a line is empty
where a field is. Nothing in any field is an empty response.

Authors write pairs side by side and steps in the right order, so the index of a
text would tell the key. Texts go out under their *tokens* instead: their places
in alphabetical order, which say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from contest.kernel.messages import Message, message
from question_bank.kinds.choices import is_text
from question_bank.kinds.folding import fold_answer

FEWEST, MOST = 2, 20


def lines(response: str, count: int) -> list[str]:
    """A response's lines, one for each of `count` fields; all empty where it has more lines than there are fields."""
    given = [line.strip() for line in response.split("\n")]
    if len(given) > count:
        return [""] * count
    return given + [""] * (count - len(given))


def token_of(texts: Sequence[str]) -> list[int]:
    """For each text its token."""
    ranked = sorted(range(len(texts)), key=lambda index: (texts[index], index))
    return [ranked.index(index) for index in range(len(texts))]


def hidden_order(texts: Sequence[str], rng: Random, shuffle: bool) -> list[int]:
    """The indexes of `texts` in an order that says nothing of the key: shuffled by `rng`.

    Without `shuffle` everyone sees the same order: mixed by the texts themselves, whatever their order.
    """
    ranked = sorted(range(len(texts)), key=lambda index: (texts[index], index))
    mixer = rng if shuffle else Random("\n".join(sorted(texts)))
    return mixer.sample(ranked, len(ranked))


def number_of(line: str, count: int) -> int | None:
    """The number of a line, from 0 and under `count`; None for anything else."""
    return int(line) if line.isascii() and line.isdigit() and len(line) < 4 and int(line) < count else None


def list_problems(texts: object, missing: str, empty: str, twice: str, amount: str) -> list[Message]:
    """What is wrong with a list of texts, in the given words (marked for the catalogue by the caller).

    `empty` has a place for %(number)d, `twice` for %(one)d and %(other)d, `amount` for %(count)d, %(fewest)d, %(most)d.
    """
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return [message(missing)]
    problems = []
    if not FEWEST <= len(texts) <= MOST:
        problems.append(message(amount, count=len(texts), fewest=FEWEST, most=MOST))
    seen: dict[str, int] = {}
    for number, text in enumerate(texts, start=1):
        if not is_text(text):
            problems.append(message(empty, number=number))
            continue
        twin = seen.setdefault(fold_answer(text) or text.strip(), number)
        if twin != number:
            problems.append(message(twice, one=twin, other=number))
    return problems
