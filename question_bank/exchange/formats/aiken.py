"""Aiken: a question's line, options “A.” or “A)”, and “ANSWER: B”. PURE."""

from __future__ import annotations

import re

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import clean
from question_bank.exchange.delimited import decode
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.questions import Reading, ReadQuestion
from question_bank.kinds import kind as find_kind
from question_bank.kinds.wording import closes_list

_OPTION = re.compile(r"([A-Z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"ANSWER:\s*([A-Z])\s*")


class Aiken:
    """See `formats.base.Format`."""

    code = "aiken"
    place = 150

    def recognises(self, data: bytes, filename: str) -> bool:
        """A text with lines of answers in capitals, and no questions that are numbered as plain lists are."""
        if data[:2] in (b"PK", b"\xd0\xcf") or b"ANSWER:" not in data:
            return False
        try:
            text = decode(data)
        except Refused:
            return False
        answers = len(re.findall(r"^ANSWER:\s*[A-Z]\s*$", text, re.M))
        return answers > 0 and not re.search(r"^\s*(?:câu|question)\s*\d+", text, re.I | re.M)

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions, each at the line where it begins."""
        found: list[ReadQuestion] = []
        lines: list[str] = []
        options: list[tuple[str, str]] = []
        first = 0
        for number, raw in enumerate(decode(data).splitlines(), start=1):
            line = clean(raw)
            if not line:
                continue
            if not lines and not options:
                first = number
            if answer := _ANSWER.fullmatch(line):
                found.append(_question(lines, options, answer[1], first))
                lines, options = [], []
            elif option := _OPTION.fullmatch(line):
                options.append((option[1], option[2]))
            elif options:
                # An option that goes on; or a question whose answer is missing, with the next one behind it.
                found.append(_question(lines, options, "", first))
                lines, options, first = [line], [], number
            else:
                lines.append(line)
        if lines or options:
            found.append(_question(lines, options, "", first))
        return Reading(questions=tuple(found))


def _question(lines: list[str], options: list[tuple[str, str]], answer: str, row: int) -> ReadQuestion:
    letters = [letter for letter, _ in options]
    body = {
        "options": [{"text": text, "locked": closes_list(text)} for _, text in options],
        "key": [letters.index(answer)] if answer in letters else [],
    }
    problems = find_kind("single_choice").validate(body)
    if not lines:
        problems = [message(N_("Chưa có nội dung câu hỏi.")), *problems]
    placed = tuple(message(N_("Dòng %(row)d: %(what)s"), row=row, what=one) for one in problems)
    return ReadQuestion("single_choice", "\n".join(lines), body, row=row, problems=placed)


FORMAT = Aiken()
