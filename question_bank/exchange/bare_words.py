"""Questions whose words are none: the number or the difficulty of a question alone. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from contest.kernel.messages import N_, Message, message
from question_bank.exchange.questions import ReadQuestion

_NUMBER = re.compile(r"(?:câu(?:\s*hỏi)?|bài|question|q)\s*(?:số\s*)?\d{1,4}\s*[.:)]?", re.I)
# With their tones: without them “Dễ” would be “Đề”.
_LEVEL = re.compile(
    r"(?:(?:mức\s*độ|độ\s*khó|level|difficulty)\s*:?\s*)?[(\[]?\s*(?:rất\s*)?"
    r"(?:dễ|trung\s*bình|khó|nhận\s*biết|thông\s*hiểu|vận\s*dụng(?:\s*cao)?|easy|medium|hard|difficult)\s*[)\]]?\s*[.:]?",
    re.I,
)
_LONGEST = 40  # letters
_FEWEST = 2  # questions of numbers alone that are no slip


def doubted(questions: Sequence[ReadQuestion]) -> tuple[ReadQuestion, ...]:
    """The questions, those without words of their own complained of; with a note where a level stands below the words."""
    numbers = sum(bool(_NUMBER.fullmatch(one.text[:_LONGEST].strip())) for one in questions)
    are_numbers = numbers >= _FEWEST and numbers * 2 > len(
        questions
    )  # and not one that was left to be written
    return tuple(_doubted(one, are_numbers) for one in questions)


def _doubted(one: ReadQuestion, are_numbers: bool) -> ReadQuestion:
    words, _, last = one.text.strip().rpartition("\n")
    if len(last) > _LONGEST:
        return one
    if not words and (_LEVEL.fullmatch(last) or (are_numbers and _NUMBER.fullmatch(last))):
        text = N_("Lời câu hỏi chỉ có “%(words)s”, không phải một câu hỏi. Hãy sửa lại.")
        return replace(one, problems=(*one.problems, _placed(one, message(text, words=last))))
    if words and _LEVEL.fullmatch(last):
        text = N_("Dòng cuối của lời câu hỏi chỉ là mức độ (“%(words)s”); hãy kiểm tra lời câu hỏi.")
        return replace(one, notes=(*one.notes, _placed(one, message(text, words=last))))
    return one


def _placed(one: ReadQuestion, what: Message) -> Message:
    if one.paragraph:
        return message(N_("Đoạn %(paragraph)d: %(what)s"), paragraph=one.paragraph, what=what)
    if one.row:
        return message(N_("Dòng %(row)d: %(what)s"), row=one.row, what=what)
    return what
