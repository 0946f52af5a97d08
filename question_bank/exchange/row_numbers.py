"""Numbers in the rows of a table: those before the questions' words, and keys that count from 0. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from contest.kernel.messages import N_
from contest.kernel.vietnamese import fold
from question_bank.exchange.row_draft import Draft
from question_bank.kinds.choices import letters

_NUMBERED = re.compile(r"(?:câu|bài|question|q)\s*(?:hỏi\s*)?(?:số\s*)?(\d{1,4})\s*[.:)/\-–]+\s*(?=\S)", re.I)
_BARE = re.compile(r"(\d{1,4})\s*[.)/](?!\d)\s*(?=\S)")
_FROM_ZERO = re.compile(r"[0-8](?:\s*[,;&/]\s*[0-8])*")


def without_numbers(drafts: Sequence[Draft]) -> None:
    """“Câu 5: …” → “…”, where the questions of the sheet are numbered so."""
    texts = [draft.cells.get("text", "") for draft in drafts]
    worded = [_NUMBERED.match(text) for text in texts]
    bare = [_BARE.match(text) for text in texts]
    found = worded
    if sum(map(bool, worded)) < 0.7 * len(texts):
        # Some are numbered so, and the numbers are their own.
        for place, (draft, one) in enumerate(zip(drafts, worded, strict=True), start=1):
            if one and int(one[1]) in (draft.number, place):
                draft.cells["text"] = draft.cells["text"][one.end() :]
        numbers = [int(one[1]) for one in bare if one]
        steps = [b - a == 1 for a, b in pairwise(numbers)]
        rises = bool(steps) and sum(steps) >= 0.8 * len(steps)
        if not rises or len(numbers) < 0.9 * len(texts):
            return
        found = bare
    for draft, match in zip(drafts, found, strict=True):
        if match:
            draft.cells["text"] = draft.cells["text"][match.end() :]
            draft.number = int(match[1]) if draft.number is None else draft.number


def count_from_zero(drafts: Sequence[Draft], is_said: bool) -> None:
    """Keys in numbers from 0 become letters; where the last option's number from 1 occurs too, nobody can tell.

    `is_said`: the titles of the options count so.
    """
    numbered = [
        draft for draft in drafts if draft.options and _FROM_ZERO.fullmatch(draft.cells.get("key", ""))
    ]
    said = [[int(one) for one in re.findall(r"\d", draft.cells["key"])] for draft in numbered]
    zeros = sum(0 in one for one in said)
    # An option that is itself called so is named by its words.
    in_words = all(_in_words(draft) for draft, one in zip(numbered, said, strict=True) if 0 in one)
    if not is_said and (not zeros or in_words):
        return
    fits = all(max(one) < len(draft.options) for draft, one in zip(numbered, said, strict=True))
    others = sum(bool(draft.options and draft.cells.get("key")) for draft in drafts) - len(numbered)
    for draft, places in zip(numbered, said, strict=True):
        if fits and (is_said or (zeros >= 2 and not others)):
            draft.cells["key"] = letters(places)
        else:
            draft.doubt(
                N_("Không rõ đáp án đánh số từ 0 hay từ 1. Hãy ghi đáp án bằng chữ cái A, B, C…"), "key"
            )


def _in_words(draft: Draft) -> bool:
    return fold(draft.cells["key"]) in {fold(option) for option in draft.options}
