"""Moodle's GIFT. https://docs.moodle.org/en/GIFT_format"""

from __future__ import annotations

import html as entities
import re
from dataclasses import replace
from decimal import Decimal

from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.exchange import moodle, rich
from question_bank.exchange.delimited import decode, meant
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.moodle import WHOLE, Answer, Categories, Understood
from question_bank.exchange.questions import MAX_ROWS, Reading, ReadQuestion

_TITLE = re.compile(r"\s*::((?:[^:\\]|\\.|:(?!:))*)::", re.S)
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_ANSWER = re.compile(r"([=~])((?:[^=~\\]|\\.)*)", re.S)
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{1,10})?)%")
_UNREAD_WEIGHT = re.compile(r"%[^%\s]{0,12}%")
_TRUTH = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(?:#|$)", re.I)
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_NUMBER = r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*\.\.\s*({_NUMBER})\s*")
_VALUE = re.compile(rf"\s*({_NUMBER})\s*(?::\s*({_NUMBER}))?\s*")
_ID = re.compile(r"\[id:((?:[^\]\\]|\\.)*)\]")
_TAGS = re.compile(r"\[tag:((?:[^\]\\]|\\.)*)\]")
_MOST_ANSWERS = 1000
_BRACKET = re.compile(r"\\([\]\\])")


class Gift:
    """See `formats.base.Format`."""

    code = "gift"
    place = 160

    def recognises(self, data: bytes, filename: str) -> bool:
        """A text in which braces hold answers, or that says it is GIFT."""
        if (
            data[:2] in (b"PK", b"\xd0\xcf")
            or data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"
            or filename.lower().endswith((".json", ".csv"))
        ):
            return False
        if b"{" not in data and b"$CATEGORY:" not in data:
            return False
        try:
            text = decode(data)
        except Refused:
            return False
        if filename.lower().endswith(".gift") or re.search(r"^\$CATEGORY:", text, re.M):
            return True
        found = ((block, _braces(block)) for _, block, _ in _blocks(text))
        inner = (block[place[0] + 1 : place[1]].strip() for block, place in found if place)
        return any(one[:1] in ("=", "~", "#") or _TRUTH.match(one) for one in inner)

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions, each at the line where it begins."""
        try:
            text, encoding, problems = meant(data, choices.encoding)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        questions: list[ReadQuestion] = []
        categories = Categories()
        topic = ""
        for row, block, comments in _blocks(text):
            if len(questions) > MAX_ROWS or len(problems) > MAX_ROWS:
                break
            if found := re.match(r"\s*\$CATEGORY:(.*)", block):
                topic = categories.topic(moodle.category_steps(found[1]))
                continue
            question = _question(block, row, topic)
            if question is None:
                problems.append(
                    message(N_("Dòng %(row)d là lời mô tả, không phải câu hỏi, nên đã bỏ qua."), row=row)
                )
            else:
                questions.append(_filed(question, comments))
        if not questions or len(questions) > MAX_ROWS:
            return Reading(refused=message(N_("Không thấy câu hỏi GIFT nào, hoặc quá nhiều câu.")))
        return Reading(
            questions=tuple(questions),
            problems=tuple(problems),
            folders=categories.folders,
            encoding=encoding,
        )


def _blocks(text: str) -> list[tuple[int, str, str]]:
    """(line where it begins, text, comments before it) of what blank lines part; those inside braces don't."""
    found: list[tuple[int, str, str]] = []
    lines: list[str] = []
    comments: list[str] = []
    first = depth = 0

    def close() -> None:
        nonlocal depth
        if lines:
            found.append((first, "\n".join(lines), "\n".join(comments)))
            comments.clear()
        lines.clear()
        depth = 0

    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("//"):
            if not lines:
                comments.append(line)
            continue
        if line.lstrip().startswith("$CATEGORY:"):
            close()
            found.append((number, line, ""))
            continue
        if not line.strip() and depth <= 0:
            close()
            continue
        if not line.strip() and not lines:
            continue
        bare = re.sub(r"\\.", "", line)
        if not lines:
            first = number
        elif (_TITLE.match(line) and depth > 0 and line.startswith("::")) or (
            depth <= 0 and "{" in bare and _braces(before := "\n".join(lines)) and not _goes_on(before, line)
        ):
            # Neither one whose brace was never closed, nor one without a blank line behind it, swallows the next.
            close()
            first = number
        lines.append(line)
        depth += bare.count("{") - bare.count("}")
    close()
    return found


def _goes_on(before: str, line: str) -> bool:
    """Whether a line goes on with the sentence that the text before it leaves open behind its answers."""
    behind = before[before.rfind("}") + 1 :].rstrip()
    return bool(behind) and behind[-1] not in ".?!…:" and line.lstrip()[:1].islower()


def _filed(question: ReadQuestion, comments: str) -> ReadQuestion:
    """A question with the code and the tags that Moodle writes into the comment above it."""
    code = _ID.search(comments)
    tags = tuple(clean(_BRACKET.sub(r"\1", one)) for one in _TAGS.findall(comments))
    own = clean(_BRACKET.sub(r"\1", code[1]))[:60] if code else ""
    return replace(question, code=own, tags=tuple(tag for tag in tags if tag))


def _braces(text: str) -> tuple[int, int] | None:
    """Where the braces of the answers stand: those that no backslash frees. The answers may hold braces that nobody
    freed, as long as they close."""
    depth, start = 0, -1
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == "\\":
            at += 2
            continue
        if sign == "{":
            if depth == 0:
                start = at
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
            if depth == 0:
                return start, at
        at += 1
    return None


def _free(text: str) -> str:
    return _ESCAPE.sub(lambda one: "\n" if one[1] == "n" else one[1], text)


def _plain(text: str, form: str = "") -> str:
    """A text without escapes, marks of its format and tags."""
    own = _FORMAT.match(text)
    if own:
        text, form = text[own.end() :], own[1]
    text = _free(text.strip())
    if form == "plain":
        return rich.tidy(text)
    if form == "markdown":
        return rich.tidy(text.replace("**", ""))
    if rich.looks_rich(text):
        # Moodle shows the line ends of its own format as such; those of HTML are blanks.
        return rich.read_html(text if form == "html" else text.replace("\n", "<br>"), lambda address: "")
    return rich.tidy(entities.unescape(text))


def _cut(text: str, sign: str) -> tuple[str, str]:
    """A text before and after the first `sign` that no backslash frees."""
    parts = re.split(rf"(?<!\\){re.escape(sign)}", text, maxsplit=1)
    return parts[0], parts[1] if len(parts) > 1 else ""


def _question(block: str, row: int, topic: str) -> ReadQuestion | None:
    title = _TITLE.match(block)
    rest = block[title.end() :] if title else block
    form = _FORMAT.match(rest)
    places = _braces(rest)
    if places is None:
        if re.search(r"(?<!\\)[{}]", rest):
            return _unclosed(rest, row, topic)
        return None
    before, inner, after = rest[: places[0]], rest[places[0] + 1 : places[1]], rest[places[1] + 1 :]
    text = _plain(f"{before}_____{after}" if after.strip() else before)
    answers, general = _cut(inner, "####")
    one = _answers(answers.strip(), form[1] if form else "")
    if "<img" in rest.lower():
        picture = message(N_("Câu có hình mà GIFT không chứa được hình; hãy thêm hình."))
        one = replace(one, notes=(*one.notes, picture))
    if _braces(after):
        what = message(N_("Câu có nhiều phần trả lời trong ngoặc nhọn; chỉ phần đầu được đọc."))
        one = replace(one, problems=(*one.problems, what))
    elif (below := re.match(r"[ \t]*\n\s*(\S)", after)) and not (
        # The sentence of a missing word goes on.
        below[1].islower()
        and before.rstrip()[-1:] not in (".", "?", "!", ":")
        and not re.search("[{}]|::", after)
    ):
        what = message(N_("Có dòng ở dưới phần trả lời; có lẽ đó là một câu khác. Hãy kiểm tra."))
        one = replace(one, notes=(*one.notes, what))
    if title is None and rest.lstrip().startswith("::"):
        what = message(N_("Tên câu sau “::” không được đóng bằng “::”. Hãy sửa lại tên hoặc nội dung câu."))
        one = replace(one, problems=(*one.problems, what))
    problems = moodle.check(one, text)

    def placed(found: list[Message]) -> tuple[Message, ...]:
        return tuple(message(N_("Dòng %(row)d: %(what)s"), row=row, what=each) for each in found)

    return ReadQuestion(
        one.kind, text, one.body, topic=topic, explanation=_plain(general, form[1] if form else ""), row=row,
        id=_plain(title[1]) if title else "", problems=placed(problems), notes=placed([*one.notes]),
    )  # fmt: skip


def _unclosed(text: str, row: int, topic: str) -> ReadQuestion:
    what = message(N_("Ngoặc nhọn của phần trả lời không khớp."))
    problem = message(N_("Dòng %(row)d: %(what)s"), row=row, what=what)
    return ReadQuestion("short_answer", _plain(text), topic=topic, row=row, problems=(problem,))


def _answers(inner: str, form: str) -> Understood:
    if not inner:
        return Understood("essay", {"model_answer": "", "rubric": ""})
    if said := _TRUTH.match(inner):
        return moodle.truth(said[1].upper().startswith("T"))
    if inner.startswith("#"):
        return _number(inner[1:])
    if sum(map(inner.count, "=~")) > _MOST_ANSWERS:
        return moodle.unknown("GIFT")
    found = [_answer(sign, raw, form) for sign, raw in _ANSWER.findall(inner)]
    signs = [sign for sign, _ in _ANSWER.findall(inner)]
    if not found:
        return moodle.unknown("GIFT")
    if "~" not in signs:
        paired = [bool(re.search(r"(?<!\\)->", raw)) for _, raw in _ANSWER.findall(inner)]
        if any(paired) and not all(paired):
            return moodle.unknown("GIFT")
        if all(paired):
            return moodle.matching([_pair(raw, form) for _, raw in _ANSWER.findall(inner)])
        return moodle.written(found)
    several = "=" not in signs and sum(one.share > 0 for one in found) > 0
    one = moodle.choice(found, several)
    if any(_UNREAD_WEIGHT.match(each.text) for each in found):
        note = message(N_("Có đáp án bắt đầu bằng “%…%” mà không phải tỷ lệ điểm; hãy kiểm tra."))
        one = replace(one, notes=(*one.notes, note))
    return one


def _answer(sign: str, raw: str, form: str) -> Answer:
    weight = _WEIGHT.match(raw)
    words = raw[weight.end() :] if weight else raw
    share = moodle.share(weight[1]) if weight else WHOLE if sign == "=" else Decimal(0)
    return Answer(_plain(_cut(words, "#")[0], form), share)


def _pair(raw: str, form: str) -> tuple[str, str]:
    left, right = _cut(raw, "->")
    return _plain(left, form), _plain(_cut(right, "#")[0], form)


def _number(inner: str) -> Understood:
    """A number: `1945`, `3.14:0.01`, `1..5`, or several of these with shares."""
    pieces = _ANSWER.findall(inner) or [("=", inner)]
    answers = []
    for _, raw in pieces:
        weight = _WEIGHT.match(raw)
        words = _cut(raw[weight.end() :] if weight else raw, "#")[0]
        share = moodle.share(weight[1]) if weight else WHOLE
        if words.strip() in ("", "*"):
            continue
        answers.append(_within(words, share))
    return moodle.number(answers)


def _within(words: str, share: Decimal) -> Answer:
    if ends := _RANGE.fullmatch(words):
        low, high = (moodle.decimal_text(one) for one in ends.groups())
        if low and high:
            middle = (Decimal(low) + Decimal(high)) / 2
            half = abs(Decimal(high) - Decimal(low)) / 2
            return Answer(moodle.shortest(middle), share, moodle.shortest(half))
    if value := _VALUE.fullmatch(words):
        return Answer(value[1], share, value[2] or "0")
    return Answer(words, share)


FORMAT = Gift()
