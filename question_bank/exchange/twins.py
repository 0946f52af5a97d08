"""Questions that a file has twice, with keys that differ: one of them is wrong. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.questions import ReadQuestion

_CHOICES = ("single_choice", "several_correct", "true_false")


def doubted(questions: Sequence[ReadQuestion]) -> tuple[ReadQuestion, ...]:
    """The questions, with a note on those that ask the same of the same options as an earlier one, and answer otherwise."""
    first: dict[tuple[str, frozenset[str]], int] = {}
    found = list(questions)
    for at, one in enumerate(questions):
        if one.kind not in _CHOICES or one.problems:
            continue
        options = [_plain(option["text"]) for option in one.body["options"]]
        earlier = first.setdefault((_plain(one.text), frozenset(options)), at)
        if _right(questions[earlier]) != _right(one):
            text = N_("Câu này có hai lần trong tệp (%(one)s và %(two)s), đáp án khác nhau. Hãy kiểm tra.")
            note = message(text, one=_place(questions[earlier]), two=_place(one))
            for place in (earlier, at):
                found[place] = replace(found[place], notes=(*found[place].notes, note))
    return tuple(found)


def _place(one: ReadQuestion) -> Message:
    if not one.sheet:
        return one.place
    return message(N_("trang tính “%(sheet)s”, %(place)s"), sheet=one.sheet, place=one.place)


def _right(one: ReadQuestion) -> set[str]:
    options = one.body["options"]
    return {_plain(options[place]["text"]) for place in one.body["key"]}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
