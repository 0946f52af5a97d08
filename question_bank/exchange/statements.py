"""Questions of several statements, each true or false: “a) … b) … c) … d) …” with “a) Đúng b) Sai c) Đúng d) Sai”. PURE.

They become pairs (`kinds.matching`): each statement with “Đúng” or “Sai”, which says all of it but the scale of points of
the school-leaving examination since 2025 (0.1, 0.25, 0.5, 1 of a point for 1, 2, 3, 4 right statements); that is noted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from contest.kernel.messages import N_, message
from question_bank.exchange.answer_lines import find_answer, find_note
from question_bank.exchange.labels import find_label
from question_bank.exchange.lines import Line
from question_bank.exchange.option import Option

SCALE = message(
    N_(
        "Câu nhiều ý đúng/sai được đọc thành câu ghép mỗi ý với “Đúng” hoặc “Sai”; "
        "điểm chia đều cho các ý, không theo thang 0,1 – 0,25 – 0,5 – 1."
    )
)
_TRUTH = r"(?:đúng|sai|true|false|đ|s|t|f)(?!\w)"
_NAMED = re.compile(rf"[(\[]?([a-h])\s*[)\].:]?\s*(?:[-–—:=→]\s*)?({_TRUTH})", re.I)
_BARE = re.compile(_TRUTH, re.I)
_GLUED = re.compile(r"[ĐS]{2,8}")
_BETWEEN = re.compile(r"[\s;,|.\-–—/()\[\]]*")
_VERDICT = re.compile(rf"({_TRUTH})\s*(?:[.,;:–—-]|$)\s*", re.I)


def verdicts(said: str, count: int) -> list[bool] | None:
    """What a key says of so many statements, in their order; None where it says anything else.

    “a) Đúng; b) Sai”, “a-Đ, b-S”, “Đ S Đ S”, “ĐSĐS”.
    """
    plain = said.strip()
    if named := _NAMED.findall(plain):
        letters = "".join(letter.lower() for letter, _ in named)
        if letters == "abcdefgh"[:count] and _BETWEEN.fullmatch(_NAMED.sub("", plain)):
            return [_is_true(word) for _, word in named]
    glued = _GLUED.fullmatch(plain.rstrip("."))
    bare = [*glued[0]] if glued else _BARE.findall(plain)
    if len(bare) == count >= 2 and (glued or _BETWEEN.fullmatch(_BARE.sub("", plain))):
        return [_is_true(word) for word in bare]
    return None


def _is_true(word: str) -> bool:
    return word[0].lower() in "đt"


def take_verdicts(lines: Sequence[Line]) -> tuple[list[Line], str, list[str]]:
    """The lines without “a) Đúng …”, “b) Sai …” below the statements of the same letters; the key that these say; and
    their words where they give reasons.
    """
    labels = [find_label(line.text) for line in lines]
    words = [line.text[label.end :] if label else "" for line, label in zip(lines, labels, strict=True)]
    run = [at for at, word in enumerate(words) if _VERDICT.match(word)]
    first = run[0] if run else len(lines)
    letters = "".join(label.letter for at in run if (label := labels[at]))
    statements = "".join(label.letter for label in labels[:first] if label)
    others = any(labels[at] for at in range(first, len(lines)) if at not in run)
    if (
        len(run) < 3
        or letters.lower() != "abcdefgh"[: len(run)]
        or not statements.endswith(letters)
        or others
    ):
        return [*lines], "", []
    told = ["Đ" if _is_true(words[at]) else "S" for at in run]
    key = " ".join(f"{letter}-{word}" for letter, word in zip(letters, told, strict=True))
    begin = first - 1 if _opens(lines[first - 1].text) else first
    reasons = [line.text for line in lines[first:]]
    has_reasons = any(len(_VERDICT.sub("", words[at], count=1)) > 1 for at in run)
    return [*lines[:begin]], key, reasons if has_reasons else []


def _opens(text: str) -> bool:
    answer, note = find_answer(text), find_note(text)
    return (answer is not None and answer.is_open) or (note is not None and note[1] >= len(text))


def verdicts_of(options: Sequence[Option]) -> str:
    """The key that the options of a solution say, where they are nothing but “Đúng” and “Sai”; "" for others."""
    found = [_VERDICT.match(option.text) for option in options]
    if len(options) < 2 or not all(found) or len(options) == 2:
        return ""
    return " ".join(
        f"{option.letter.lower()}-{'Đ' if match and _is_true(match[1]) else 'S'}"
        for option, match in zip(options, found, strict=True)
    )


def statements_body(texts: Sequence[str], truths: Sequence[bool]) -> dict[str, Any]:
    """The body of the pairs."""
    return {
        "left": [*texts],
        "right": ["Đúng", "Sai"],
        "key": [0 if true else 1 for true in truths],
    }
