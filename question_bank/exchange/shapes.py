"""What the words of a question and of its options look like: several options in one, letters that belong to others. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold
from question_bank.exchange.inline import split_options
from question_bank.kinds.choices import LETTERS

_LETTERED = re.compile(r"\(?([A-H])\s*[.):/]\s*\S")
_SECOND = re.compile(r"[B-Hb-h]\s*\*?\s*[.):/\-–]")
"""What must stand in a text that holds two options."""
_INSIDE = re.compile(r"\n\s*\*?\(?[A-H]\s*[.):/]\s*\S")


def misfit(options: Sequence[str]) -> Message | None:
    """What is wrong with options (from which their own letters are gone): none may hold another, nor another's letter."""
    marked = [option for option in options if _SECOND.search(option)]
    if any(_INSIDE.search(option) or len(split_options(option)[1]) >= 2 for option in marked):
        return message(N_("Có ô có vẻ chứa nhiều phương án. Hãy ghi mỗi phương án một ô."))
    strange = [
        letter
        for option, letter in zip(options, LETTERS, strict=False)
        if (found := _LETTERED.match(option)) and found[1] != letter
    ]
    if len(strange) >= 2:
        return message(
            N_("Chữ cái ở đầu phương án không khớp với cột. Hãy kiểm tra thứ tự phương án và đáp án.")
        )
    return None


def without_options(text: str, options: Sequence[str]) -> tuple[str, bool]:
    """A question's words without the options, where they are said there once more; and whether they hold others."""
    if not options or not _SECOND.search(text):
        return text, False
    (start, end), found = split_options(text)
    if len(found) < 2:
        return text, False
    inside = [fold(text[first:last]).strip(" .;,") for (first, last), _ in found]
    if inside == [fold(option).strip(" .;,") for option in options]:
        return text[start:end].rstrip(), False
    return text, len(_INSIDE.findall(text)) >= 2
