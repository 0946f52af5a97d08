"""Aiken: a question's lines, options “A.” or “A)”, and “ANSWER: B”. https://docs.moodle.org/en/Aiken_format

Read more widely than Moodle does: small letters, blank lines, any case of ANSWER, “ĐÁP ÁN”, several letters, “A:”.
"""

from __future__ import annotations

import re

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.exchange import moodle
from question_bank.exchange.delimited import decode, meant
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.questions import MAX_ROWS, Reading, ReadQuestion

_OPTION = re.compile(r"\(?([A-Ha-h])[.):]\s*(\S.*)")
_WORD = r"(?:ANSWERS?|ĐÁP ÁN)\s*[:：]\s*"
_ANSWER = re.compile(rf"{_WORD}((?:[A-Za-z](?:\s*(?:,|;|&|and|và|\s)\s*[A-Za-z])*)?)\s*\.?", re.I)
_LINE = re.compile(rf"^[ \t]*{_WORD}[A-Za-z](?:[\s,;&]+[A-Za-z])*[ \t]*\.?[ \t]*\r?$", re.M | re.I)
_NUMBERED = re.compile(
    r"^\s*(?:(?:câu|bài|question|q)\s*(?:hỏi\s*)?\d+|q\s*:|\d{1,4}\s*[.)/:]|[-•]\s+\(?a[.)]\s)", re.I | re.M
)


class Aiken:
    """See `formats.base.Format`."""

    code = "aiken"
    place = 150

    def recognises(self, data: bytes, filename: str) -> bool:
        """A text with lines of answers, and no questions that begin, or options that are listed, as in plain lists."""
        if data[:2] in (b"PK", b"\xd0\xcf") or not re.search(
            rb"answers?\s*:", data.replace(b"\0", b""), re.I
        ):
            return False
        try:
            text = decode(data)
        except Refused:
            return False
        return bool(re.search(r"^[ \t]*ANSWERS?\s*:", text, re.M | re.I) and _LINE.search(text)) and not (
            _NUMBERED.search(text)
        )

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions, each at the line where it begins."""
        try:
            text, encoding, problems = meant(data, choices.encoding)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        found: list[ReadQuestion] = []
        lines: list[str] = []
        options: list[tuple[str, str]] = []
        first = 0
        was_blank = False
        for number, raw in enumerate(text.splitlines(), start=1):
            if len(found) > MAX_ROWS:
                break
            line = clean(raw)
            if not line:
                was_blank = True
                continue
            if not lines and not options:
                first = number
            answer, option = _ANSWER.fullmatch(line), _OPTION.fullmatch(line)
            if answer and (lines or options):
                found.append(_question(lines, options, answer[1], first))
                lines, options = [], []
            elif option and lines and (not options or option[1].upper() > options[-1][0]):
                options.append((option[1].upper(), option[2]))
            elif option and option[1].upper() == "A" and options and "\n" in options[-1][1]:
                # What went on was the next question: this one lacks its answer.
                letter, text = options.pop()
                own, *behind = text.split("\n")
                found.append(_question(lines, [*options, (letter, own)], "", first))
                lines, options, first = behind, [("A", option[2])], number - len(behind)
            elif options and not was_blank:
                # An option that goes on.
                options[-1] = (options[-1][0], f"{options[-1][1]}\n{line}")
            elif options:
                # A question whose answer is missing, with the next one behind it.
                found.append(_question(lines, options, "", first))
                lines, options, first = [line], [], number
            else:
                lines.append(line)
            was_blank = False
        if lines or options:
            found.append(_question(lines, options, "", first))
        if len(found) > MAX_ROWS:
            return Reading(
                refused=message(N_("Có hơn %(limit)d câu hỏi. Hãy chia thành nhiều tệp."), limit=MAX_ROWS)
            )
        return Reading(questions=tuple(found), problems=tuple(problems), encoding=encoding)


def _question(lines: list[str], options: list[tuple[str, str]], answer: str, row: int) -> ReadQuestion:
    letters = [letter for letter, _ in options]
    named = [letter.upper() for letter in re.findall(r"\b[A-Za-z]\b", answer)]
    key = sorted({letters.index(letter) for letter in named if letter in letters})
    one = moodle.plain_choice([text for _, text in options], key)
    problems: list[Message] = []
    if any(letter not in letters for letter in named):
        problems.append(message(N_("Đáp án “%(key)s” không ứng với phương án nào."), key=answer))
    problems = problems or moodle.check(one, "\n".join(lines))
    notes = list(one.notes)

    def placed(found: list[Message]) -> tuple[Message, ...]:
        return tuple(message(N_("Dòng %(row)d: %(what)s"), row=row, what=each) for each in found)

    return ReadQuestion(
        one.kind, "\n".join(lines), one.body, row=row, problems=placed(problems), notes=placed(notes)
    )


FORMAT = Aiken()
