"""What learning platforms' formats have in common: answers with shares of the points → a question's body. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.exchange.keys import strip_letters
from question_bank.exchange.keys import truth as truth_of
from question_bank.kinds import problems as kind_problems
from question_bank.kinds.true_false import true_false_body
from question_bank.kinds.wording import closes_list

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Answer:
    """An answer and its share of the points in percent; wrong ones have 0 or less. `tolerance`: of a number."""

    text: str
    share: Decimal
    tolerance: str = "0"


@dataclass(frozen=True)
class Understood:
    """What a question's answers are. With `problems` the body is what could be read."""

    kind: str
    body: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()


def share(text: str | None) -> Decimal:
    """A share in percent as files write it; 0 for anything that is none."""
    found = decimal_text(text or "0")
    return Decimal(found) if found else Decimal(0)


def decimal_text(text: str) -> str:
    """A number as bodies hold it: a point, no exponent. "" for anything else, and for more than 30 digits."""
    plain = text.strip().replace("\u2212", "-")
    if re.fullmatch(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?", plain):
        return plain if len(plain) <= 30 else ""
    if not re.fullmatch(r"[+-]?[0-9]{0,20}(?:[.,][0-9]{0,20})?(?:[eE][+-]?[0-9]{1,2})?", plain):
        return ""
    try:
        shown = format(Decimal(plain.replace(",", ".")), "f")
    except InvalidOperation:
        return ""
    return shown if len(shown) <= 30 else ""


def shortest(number: Decimal) -> str:
    """A number without zeros at its end."""
    shown = format(number, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def options_of(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Options without letters of their own (“A. …”); those that speak of all the others keep their places."""
    return [{"text": text, "locked": closes_list(text)} for text in strip_letters(texts)]


def choice(answers: Sequence[Answer], several: bool) -> Understood:
    """Answers to choose from: one, or `several`."""
    right = [place for place, one in enumerate(answers) if one.share > 0]
    texts = [one.text for one in answers]
    notes = []
    total = sum(answers[place].share for place in right)
    if right and (
        abs(total - WHOLE) > 1 if several else max(answers[place].share for place in right) != WHOLE
    ):
        notes.append(message(N_("Tỷ lệ điểm của các phương án đúng không thành 100%; hãy kiểm tra đáp án.")))
    if several:
        if len({round(answers[place].share) for place in right}) > 1:
            notes.append(message(N_("Các phương án đúng có tỷ lệ điểm khác nhau; ở đây chúng ngang nhau.")))
        return Understood("several_correct", {"options": options_of(texts), "key": right}, (), tuple(notes))
    if any(one.share < 0 for one in answers):
        notes.append(message(N_("Điểm trừ của phương án sai không được giữ.")))
    if len(right) <= 1 or all(answers[place].share == WHOLE for place in right):
        return plain_choice(texts, right, notes)
    options = [
        each | {"share": shortest(max(one.share, Decimal(0)) / WHOLE)}
        for each, one in zip(options_of(texts), answers, strict=True)
    ]
    return Understood("weighted_choice", {"options": options}, (), tuple(notes))


def plain_choice(texts: Sequence[str], right: list[int], notes: Sequence[Message] = ()) -> Understood:
    """One right option, a statement where the options are but Đúng and Sai, or several right ones."""
    if len(right) == 1 and len(texts) == 2 and {truth_of(one) for one in texts} == {True, False}:
        return Understood("true_false", true_false_body(bool(truth_of(texts[right[0]]))), (), tuple(notes))
    kind = "several_correct" if len(right) > 1 else "single_choice"
    if kind == "several_correct":
        notes = [*notes, message(N_("Có %(count)d đáp án đúng; hãy kiểm tra."), count=len(right))]
    return Understood(kind, {"options": options_of(texts), "key": right}, (), tuple(notes))


def written(answers: Sequence[Answer], exact: bool = False) -> Understood:
    """Answers to type; `exact`: letter by letter."""
    accepted = [one.text for one in answers if one.share >= WHOLE]
    notes = []
    if any(0 < one.share < WHOLE for one in answers):
        notes.append(message(N_("Câu trả lời đúng một phần không được giữ.")))
    if any(re.search(r"(?<!\\)\*", one) for one in accepted):
        notes.append(
            message(N_("Dấu * trong câu trả lời được hiểu là chính dấu ấy, không phải “chữ gì cũng được”."))
        )
    accepted = [one.replace(r"\*", "*") for one in accepted]
    body = {"accepted": accepted, "fold": not exact, "ignore_diacritics": False}
    return Understood("short_answer", body, (), tuple(notes))


def number(answers: Sequence[Answer], unit: str = "") -> Understood:
    """A number within its tolerance. Several numbers that are right are accepted answers where none has a tolerance."""
    right = [one for one in answers if one.share >= WHOLE]
    values = [(decimal_text(one.text), decimal_text(one.tolerance or "0")) for one in right]
    notes = []
    if any(0 < one.share < WHOLE for one in answers):
        notes.append(message(N_("Câu trả lời đúng một phần không được giữ.")))
    if not values or not all(value and tolerance for value, tolerance in values):
        problem = message(N_("Không đọc được đáp số hoặc sai số của câu này."))
        return Understood("number", {"value": "", "tolerance": "0", "unit": unit}, (problem,))
    if len(values) > 1:
        if all(Decimal(tolerance) == 0 for _, tolerance in values) and not unit:
            return written([Answer(value, WHOLE) for value, _ in values])
        problem = message(N_("Câu có nhiều đáp số đúng, mỗi đáp số một sai số; ở đây chỉ ghi được một."))
        return Understood("number", {"value": "", "tolerance": "0", "unit": unit}, (problem,))
    value, tolerance = values[0]
    body = {"value": value, "tolerance": tolerance.lstrip("-"), "unit": unit}
    return Understood("number", body, (), tuple(notes))


def matching(pairs: Sequence[tuple[str, str]]) -> Understood:
    """Pairs of left and right; a pair without its left brings one more text to the right."""
    right = list(dict.fromkeys(text for _, text in pairs if text))
    left = [(text, other) for text, other in pairs if text]
    if not all(other for _, other in left):
        problem = message(N_("Có vế trái không có vế phải."))
        return Understood("matching", {"left": [], "right": [], "key": []}, (problem,))
    key = [right.index(other) for _, other in left]
    return Understood("matching", {"left": [text for text, _ in left], "right": right, "key": key})


def truth(is_true: bool) -> Understood:
    """A statement."""
    return Understood("true_false", true_false_body(is_true))


def unknown(what: str) -> Understood:
    """What can't be carried over."""
    problem = message(N_("Loại câu “%(kind)s” chưa nhập được. Hãy soạn lại câu này."), kind=what)
    return Understood("short_answer", {}, (problem,))


def check(understood: Understood, text: str) -> list[Message]:
    """Every problem: those known, else what the kind says of the body and the text."""
    problems = list(understood.problems)
    if not text.strip():
        problems.append(message(N_("Chưa có nội dung câu hỏi.")))
    return problems or kind_problems(understood.kind, text, understood.body)


def category_steps(text: str) -> list[str]:
    """The steps of a category, without the place in Moodle where the bank stands. A slash in a name is doubled."""
    steps = [clean(one.replace("\0", "/")) for one in text.strip().replace("//", "\0").split("/")]
    while steps and (re.fullmatch(r"\$[\w@]+\$|top", steps[0]) or not steps[0]):
        del steps[0]
    return steps


class Categories:
    """Names of topics for paths of categories: the last word, or more of the path where two would be one."""

    def __init__(self) -> None:
        self.folders: dict[str, str] = {}
        self._names: dict[tuple[str, ...], str] = {}

    def topic(self, path: Sequence[str]) -> str:
        """The topic that a path names, "" for none; what it lies in goes into `folders`."""
        steps = tuple(step[:200] for step in path if step)[:10]
        above = ""
        for depth in range(1, len(steps) + 1):
            own = self._name(steps[:depth])
            if above and own != above:
                self.folders[own] = above
            above = own
        return above

    def _name(self, steps: tuple[str, ...]) -> str:
        if steps not in self._names:
            taken = {name.casefold() for name in self._names.values()}
            shown = (" / ".join(steps[-count:])[-200:] for count in range(1, len(steps) + 1))
            self._names[steps] = next((name for name in shown if name.casefold() not in taken), steps[-1])
        return self._names[steps]
