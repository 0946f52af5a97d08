"""Moodle's answers embedded in a text: `{1:SHORTANSWER:=Hà Nội}` → a text with blanks. PURE.

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.exchange import moodle
from question_bank.exchange.moodle import WHOLE, Answer, Understood

_BLANK = re.compile(r"(?<!\\)\{(\d{0,4}):([A-Z_]{2,20}):((?:[^{}\\]|\\.)*)\}", re.S)
_ANSWER = re.compile(r"\s*(?:%(-?\d{1,3}(?:\.\d{1,8})?)%|(=))?((?:[^~\\]|\\.)*)", re.S)
_WRITTEN = ("SHORTANSWER", "SA", "MW")
_EXACT = ("SHORTANSWER_C", "SAC", "MWC")
_NUMBER = ("NUMERICAL", "NM")
_CHOSEN = re.compile(r"(?:MULTICHOICE|MC)(?:_?[VHS]){0,2}")
_FREE = re.compile(r"\\(.)", re.S)


def read(raw: str, plain: Callable[[str], str]) -> tuple[str, Understood]:
    """(the text with `{{1}}` …, its blanks). `plain`: what a piece of the answers says, without tags and entities."""
    blanks: list[dict[str, Any]] = []
    problems: list[Message] = []
    notes: list[Message] = []
    weights = set()

    def taken(found: re.Match[str]) -> str:
        one = _blank(found[2], found[3], plain)
        weights.add(found[1] or "1")
        blanks.append({"kind": one.kind, **one.body})
        problems.extend(one.problems)
        notes.extend(one.notes)
        return f"{{{{{len(blanks)}}}}}"

    text = _BLANK.sub(taken, raw)
    if len(weights) > 1:
        notes.append(message(N_("Các chỗ trống có trọng số khác nhau; ở đây chúng ngang nhau.")))
    return text, Understood("cloze", {"blanks": blanks}, tuple(problems), tuple(notes))


def _blank(kind: str, inner: str, plain: Callable[[str], str]) -> Understood:
    answers = []
    for raw in re.split(r"(?<!\\)~", inner):
        found = _ANSWER.fullmatch(raw)
        words = re.split(r"(?<![\\&])#", found[3] if found else raw, maxsplit=1)[0]
        share = (
            moodle.share(found[1])
            if found and found[1]
            else WHOLE
            if found and found[2]
            else moodle.share("0")
        )
        text = plain(_FREE.sub(r"\1", words))
        if text:
            value, _, tolerance = text.rpartition(":") if kind in _NUMBER and ":" in text else (text, "", "0")
            answers.append(Answer(value, share, tolerance))
    if kind in _WRITTEN or kind in _EXACT:
        return moodle.written(answers, kind in _EXACT)
    if kind in _NUMBER:
        return moodle.number([one for one in answers if one.text != "*"])
    if _CHOSEN.fullmatch(kind):
        one = moodle.choice(answers, several=False)
        if one.kind == "true_false":
            # A blank is chosen from a list: the words are options like others.
            key = [place for place, each in enumerate(answers) if each.share > 0]
            body = {"options": moodle.options_of([each.text for each in answers]), "key": key}
            return Understood("single_choice", body, (), one.notes)
        if one.kind != "single_choice":
            best = [place for place, each in enumerate(answers) if each.share >= WHOLE]
            body = {"options": moodle.options_of([each.text for each in answers]), "key": best}
            note = message(
                N_("Có phương án đúng một phần; chỉ phương án đúng hoàn toàn được giữ làm đáp án.")
            )
            return Understood("single_choice", body, (), (note,))
        return one
    return moodle.unknown(kind)
