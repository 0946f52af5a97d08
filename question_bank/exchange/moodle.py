"""What Moodle's two formats have in common: answers with shares of the points → a question. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contest.kernel.messages import N_, Message, message
from question_bank.kinds import problems as kind_problems
from question_bank.kinds.true_false import true_false_body
from question_bank.kinds.wording import closes_list


@dataclass(frozen=True)
class Answer:
    """An answer and its share of the points in percent; wrong ones have 0 or less."""

    text: str
    share: float


def choice(answers: Sequence[Answer]) -> tuple[str, dict[str, Any], list[Message], list[Message]]:
    """(kind, body, problems, notes) of answers to choose from. Shares other than none and the same are noted."""
    right = [place for place, one in enumerate(answers) if one.share > 0]
    shares = {round(answers[place].share) for place in right}
    notes = []
    whole = [place for place in right if round(answers[place].share) == 100]
    if len(whole) == 1 and len(right) > 1:
        notes.append(
            message(N_("Có phương án đúng một phần; chỉ phương án đúng hoàn toàn được giữ làm đáp án."))
        )
        right = whole
    elif len(shares) > 1:
        notes.append(message(N_("Các phương án đúng có tỷ lệ điểm khác nhau; ở đây chúng ngang nhau.")))
    body = {
        "options": [{"text": one.text, "locked": closes_list(one.text)} for one in answers],
        "key": right,
    }
    kind = "several_correct" if len(right) > 1 else "single_choice"
    return kind, body, [], notes


def written(answers: Sequence[Answer]) -> tuple[str, dict[str, Any], list[Message], list[Message]]:
    """(kind, body, problems, notes) of answers to type."""
    accepted = [one.text for one in answers if one.share >= 100]
    notes = []
    if any(0 < one.share < 100 for one in answers):
        notes.append(message(N_("Câu trả lời đúng một phần không được giữ.")))
    if any("*" in one for one in accepted):
        notes.append(
            message(N_("Dấu * trong câu trả lời được hiểu là chính dấu ấy, không phải “chữ gì cũng được”."))
        )
    return "short_answer", {"accepted": accepted, "fold": True, "ignore_diacritics": False}, [], notes


def truth(is_true: bool) -> tuple[str, dict[str, Any], list[Message], list[Message]]:
    """(kind, body, problems, notes) of a statement."""
    return "true_false", true_false_body(is_true), [], []


def unknown(what: str) -> tuple[str, dict[str, Any], list[Message], list[Message]]:
    """What can't be carried over."""
    problem = message(N_("Loại câu “%(kind)s” của Moodle chưa nhập được. Hãy soạn lại câu này."), kind=what)
    return "short_answer", {}, [problem], []


def check(kind: str, body: dict[str, Any], text: str, problems: list[Message]) -> list[Message]:
    """Every problem: those known, else what the kind says of the body."""
    if not text.strip():
        problems = [*problems, message(N_("Chưa có nội dung câu hỏi."))]
    return problems or kind_problems(kind, text, body)
