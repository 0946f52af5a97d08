"""Which options a key names: letters, numbers or the options' own words. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.kinds.choices import LETTERS
from question_bank.kinds.folding import fold_answer

_PREFIX = re.compile(r"(?:đáp án|phương án|câu|ý|chọn|answer|option)\s*:?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;/&+|.()-]+|\bvà\b|\band\b", re.IGNORECASE)
_LEADING = re.compile(r"\(?([A-H])\s*[.):]\s*(.+)", re.DOTALL)
_TRUE, _FALSE = {"đúng", "đ", "true", "t", "yes"}, {"sai", "s", "false", "f", "no"}


def truth(text: str) -> bool | None:
    """What “Đúng”, “S”, “TRUE” … say; None for anything else."""
    word = clean(text).casefold().strip(".")
    return True if word in _TRUE else False if word in _FALSE else None


def strip_letters(options: Sequence[str]) -> list[str]:
    """Options without their own letters (“A. …”), where all have them."""
    found = [_LEADING.fullmatch(option) for option in options]
    stripped = [
        match[2] for match, letter in zip(found, LETTERS, strict=False) if match and match[1] == letter
    ]
    return stripped if len(stripped) == len(options) else list(options)


def read_key(cell: str, options: Sequence[str]) -> tuple[list[int], Message | None]:
    """The option indexes that a key cell names, rising, and what is wrong with it (then there are none)."""
    text = clean(cell)
    if not text:
        return [], message(N_("Chưa có đáp án đúng."))
    by_place, by_words = _by_place(text), _by_words(cell, options)
    sound = bool(by_place) and all(place < len(options) for place in by_place)
    if sound and by_words and by_place != by_words:
        return [], message(
            N_(
                "“%(key)s” vừa là thứ tự, vừa là nội dung của một phương án khác. "
                "Hãy ghi đáp án bằng chữ cái A, B, C…"
            ),
            key=text,
        )
    if sound or by_words:
        return (by_place if sound else by_words), None
    return [], message(
        N_("“%(key)s” không ứng với phương án nào (có %(letters)s)."),
        key=text,
        letters=", ".join(LETTERS[: len(options)]),
    )


def _by_place(text: str) -> list[int]:
    core = _PREFIX.sub("", text)
    tokens = [token for token in _BETWEEN.split(core) if token]
    # "AC": a run of capitals in rising order, which no word is.
    if (
        len(tokens) == 1
        and re.fullmatch("[A-H]{2,8}", tokens[0])
        and list(tokens[0]) == sorted(set(tokens[0]))
    ):
        tokens = list(tokens[0])
    if tokens and all(re.fullmatch("[A-Ha-h]", token) for token in tokens):
        return sorted({LETTERS.index(token.upper()) for token in tokens})
    if tokens and all(re.fullmatch("[1-8]", token) for token in tokens):
        return sorted({int(token) - 1 for token in tokens})
    return []


def _by_words(cell: str, options: Sequence[str]) -> list[int]:
    folded = [fold_answer(option) for option in options]

    def find(words: str) -> int | None:
        plain = fold_answer(words)
        if plain and folded.count(plain) == 1:
            return folded.index(plain)
        # "B. the option's words"
        lettered = _LEADING.fullmatch(clean(words))
        place = LETTERS.index(lettered[1]) if lettered else len(options)
        return (
            place if lettered and place < len(options) and folded[place] == fold_answer(lettered[2]) else None
        )

    for parts in ([cell], cell.split("\n"), cell.split(";"), cell.split("|")):
        found = [find(part) for part in parts if part.strip()]
        places = sorted({place for place in found if place is not None})
        if found and None not in found:
            return places
    return []
