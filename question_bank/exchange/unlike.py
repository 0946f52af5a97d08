"""Questions of a table that are unlike nearly all the others of their list, and may have been typed wrong. PURE.

A list in which every question has four options and one key says so of each: where one has three options, or two keys,
a hand may have slipped. Lists that vary are left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.rows import Row
from question_bank.kinds.wording import asks_several

_NEARLY_ALL, _MOST, _FEWEST = 0.9, 0.8, 8
_NO_TRUTH = message(N_("Gần như mọi câu khác có đáp án là Đúng hoặc Sai; hãy kiểm tra câu này."))
_NO_CHOICE = message(N_("Câu không có phương án nào, gần như mọi câu khác có; hãy kiểm tra."))
_OPEN = ("true_false", "short_answer")
_CHOICES = ("single_choice", "several_correct")


def noted(rows: Sequence[Row], questions: Sequence[ReadQuestion]) -> list[ReadQuestion]:
    """The questions of these rows, with notes on those that have another number of options, or of keys, than the rest."""
    asked = [one for one in questions if one.kind in _CHOICES]
    options = _usual([len(one.body["options"]) for one in asked], _NEARLY_ALL)
    keys = _usual([len(one.body["key"]) for one in asked if one.body["key"]], _MOST)
    open_kinds = [one.kind for one in questions if one.kind in _OPEN]
    truths = _usual([kind == "true_false" for kind in open_kinds], _MOST)
    choices = _usual([bool(one.body.get("options")) for one in questions], _MOST)
    if truths or choices:
        text = _NO_CHOICE if choices else _NO_TRUTH
        questions = [
            replace(one, notes=(*one.notes, row.complain(text)))
            if one.kind == "short_answer" and not row.get("kind")
            else one
            for one, row in zip(questions, rows, strict=True)
        ]
    return [
        replace(one, notes=(*one.notes, *(row.complain(note) for note in _notes(one, row, options, keys))))
        if one.kind in _CHOICES and not one.problems
        else one
        for row, one in zip(rows, questions, strict=True)
    ]


def _usual(counts: Sequence[int], share: float) -> int:
    """The number that such a share of them has; 0 where there is none."""
    number, times = Counter(counts).most_common(1)[0] if counts else (0, 0)
    return number if len(counts) >= _FEWEST and times >= share * len(counts) else 0


def _notes(one: ReadQuestion, row: Row, options: int, keys: int) -> list[Message]:
    found = []
    count = len(one.body["options"])
    if options and count != options:
        text = N_("Câu có %(count)d phương án, gần như mọi câu khác có %(usual)d; hãy kiểm tra.")
        found.append(message(text, count=count, usual=options))
    is_said = row.get("kind") or asks_several(one.text)
    if keys == 1 and len(one.body["key"]) > 1 and not is_said:
        found.append(message(N_("Có %(count)d đáp án đúng; hãy kiểm tra."), count=len(one.body["key"])))
    return found
