"""Moodle's GIFT. https://docs.moodle.org/en/GIFT_format  PURE."""

from __future__ import annotations

import re
from typing import Any

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.exchange import moodle
from question_bank.exchange.delimited import decode
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.moodle import Answer
from question_bank.exchange.questions import Reading, ReadQuestion

_TITLE = re.compile(r"::((?:[^:\\]|\\.|:(?!:))*)::", re.S)
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_BRACES = re.compile(r"(?<!\\)\{((?:[^{}\\]|\\.)*)(?<!\\)\}", re.S)
_ANSWER = re.compile(r"([=~])\s*(?:%(-?\d+(?:\.\d+)?)%)?((?:[^=~\\]|\\.)*)", re.S)
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_TRUTH = re.compile(r"(?:T|TRUE|F|FALSE)\s*(?:#|$)", re.I)
_BREAK = re.compile(r"\\n")


class Gift:
    """See `formats.base.Format`."""

    code = "gift"
    place = 160

    def recognises(self, data: bytes, filename: str) -> bool:
        """A text in which braces hold answers, or that says it is GIFT."""
        if (
            data[:2] in (b"PK", b"\xd0\xcf")
            or b"{" not in data
            or filename.lower().endswith((".json", ".csv"))
        ):
            return False
        try:
            text = decode(data)
        except Refused:
            return False
        if filename.lower().endswith(".gift") or re.search(r"^\$CATEGORY:", text, re.M):
            return True
        bodies = [found[1].strip() for found in _BRACES.finditer(text)]
        return any(body[:1] in ("=", "~", "#") or _TRUTH.match(body) for body in bodies)

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions, each at the line where it begins."""
        questions: list[ReadQuestion] = []
        problems: list[Message] = []
        topic = ""
        for row, block in _blocks(decode(data)):
            if found := re.match(r"\$CATEGORY:\s*(.*)", block):
                topic = clean(found[1].rsplit("/", 1)[-1].replace("$course$", ""))[:200]
                continue
            question = _question(block, row, topic)
            if question is None:
                problems.append(
                    message(N_("Dòng %(row)d là lời mô tả, không phải câu hỏi, nên đã bỏ qua."), row=row)
                )
            else:
                questions.append(question)
        if not questions:
            return Reading(refused=message(N_("Không thấy câu hỏi GIFT nào.")))
        return Reading(questions=tuple(questions), problems=tuple(problems))


def _blocks(text: str) -> list[tuple[int, str]]:
    """(line where it begins, text) of what blank lines part; those inside braces don't."""
    found: list[tuple[int, str]] = []
    lines: list[str] = []
    first = depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("//"):
            continue
        if line.startswith("$CATEGORY:"):
            if lines:
                found.append((first, "\n".join(lines)))
            found.append((number, line))
            lines, depth = [], 0
            continue
        if not line.strip() and depth <= 0:
            if lines:
                found.append((first, "\n".join(lines)))
            lines, depth = [], 0
            continue
        if not lines:
            first = number
        lines.append(line)
        bare = re.sub(r"\\.", "", line)
        depth += bare.count("{") - bare.count("}")
    return [*found, (first, "\n".join(lines))] if lines else found


def _plain(text: str) -> str:
    """A text without escapes, marks of its format and tags."""
    text = _BREAK.sub("\n", _FORMAT.sub("", text, count=1))
    text = re.sub(r"<br\s*/?>|</p>", "\n", text)
    text = re.sub(r"</?[a-zA-Z][^>]*>", "", text)
    text = re.sub(r"\\([~=#{}:\\])", r"\1", text)
    return "\n".join(line for line in (clean(one) for one in text.strip().splitlines()) if line)


def _question(block: str, row: int, topic: str) -> ReadQuestion | None:
    title = _TITLE.match(block.lstrip())
    rest = block.lstrip()[title.end() :] if title else block
    braces = _BRACES.search(rest)
    if braces is None:
        return None
    inner, general = _split_general(braces[1])
    before, after = rest[: braces.start()], rest[braces.end() :]
    text = _plain(f"{before}_____{after}" if after.strip() else before)
    kind, body, problems, notes = _answers(inner)
    problems = moodle.check(kind, body, text, problems)

    def placed(found: list[Message]) -> tuple[Message, ...]:
        return tuple(message(N_("Dòng %(row)d: %(what)s"), row=row, what=one) for one in found)

    return ReadQuestion(
        kind, text, body, topic=topic, explanation=_plain(general), row=row, id=_plain(title[1]) if title else "",
        problems=placed(problems), notes=placed(notes),
    )  # fmt: skip


def _split_general(inner: str) -> tuple[str, str]:
    answers, _, general = inner.partition("####")
    return answers.strip(), general.strip()


def _answers(inner: str) -> tuple[str, dict[str, Any], list[Message], list[Message]]:
    word = re.split(r"(?<!\\)#", inner, maxsplit=1)[0].strip().upper()
    if not inner:
        return "situation", {"model_answer": "", "rubric": ""}, [], []
    if word in (*_TRUE, *_FALSE):
        return moodle.truth(word in _TRUE)
    if inner.startswith("#"):
        number = re.fullmatch(r"#\s*=?\s*(-?\d+(?:[.,]\d+)?)\s*(?::0+)?\s*(?:#.*)?", inner, re.S)
        return moodle.written([Answer(number[1], 100)]) if number else moodle.unknown("Numerical")
    if re.search(r"(?<!\\)->", inner):
        return moodle.unknown("Matching")
    answers = []
    for sign, weight, raw in _ANSWER.findall(inner):
        text = _plain(re.split(r"(?<!\\)#", raw, maxsplit=1)[0])
        answers.append(Answer(text, float(weight) if weight else (100.0 if sign == "=" else 0.0)))
    if not answers:
        return moodle.unknown("GIFT")
    if "~" in re.sub(r"\\.", "", inner):
        return moodle.choice(answers)
    return moodle.written(answers)


FORMAT = Gift()
