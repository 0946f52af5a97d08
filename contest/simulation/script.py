"""What the made-up people know beforehand: the package's rules, and the answers to its questions. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from question_bank.exchange.questions import ReadQuestion


@dataclass(frozen=True)
class Choice:
    """An option as the page shows it: the value that is sent, and its text."""

    value: str
    text: str


class Knowledge:
    """The right answers by question text, as someone who has studied the handed-out list knows them."""

    def __init__(self, questions: Iterable[ReadQuestion]) -> None:
        self.right: dict[str, tuple[frozenset[str], str]] = {}
        for question in questions:
            options = [str(one.get("text", "")) for one in question.body.get("options", [])]
            key = frozenset(options[at] for at in question.body.get("key", []) if at < len(options))
            accepted = question.body.get("accepted", [""])
            self.right[_plain(question.text)] = (key, accepted[0] if accepted else "")

    def answer(self, text: str, choices: list[Choice], several: bool, knows: bool, rng: Random) -> str:
        """A response to a question: the right one for who knows it, else a guess."""
        key, accepted = self.right.get(_plain(text), (frozenset(), ""))
        if not choices:
            return accepted if knows else "không nhớ"
        right = sorted(
            choice.value for choice in choices if _plain(choice.text) in {_plain(one) for one in key}
        )
        if knows and right:
            return ",".join(right)
        wrong = [choice.value for choice in choices if [choice.value] != right]
        return ",".join(sorted(rng.sample(wrong, min(2 if several else 1, len(wrong)))))


def _plain(text: str) -> str:
    return " ".join(text.split())
