"""Which options a key names: letters, numbers or the options' own words. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import clean
from question_bank.kinds.choices import LETTERS
from question_bank.kinds.folding import fold_answer

_WORDS = r"(?:(?:đáp án|phương án|lựa chọn|câu trả lời|câu|ý|chọn|đ/a|đa|pa|answer|option|choice)(?:\s+(?:đúng|số|là))*)"
_PREFIX = re.compile(rf"^(?:{_WORDS}\s*[:.]?[\s_]+|{_WORDS}\s*:\s*)", re.IGNORECASE)
# “đáp án A đúng”, “A (Điều 5)”: what is said of a letter besides.
_ASIDE = re.compile(
    r"(?<=[A-Ha-h])(?:\s+(?:là\s+)?đúng|\s*\((?=[^()]{3})[^()]*\)|"
    r"\s*[-–:,;]\s*(?:theo\s+|căn cứ\s+)?(?:khoản|điểm|điều|luật|nghị định|quy định)\s.*)\s*\.?$",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(r"[\s,;/&+|.()\[\]-]+|\bvà\b|\band\b", re.IGNORECASE)
_FEWEST = 2  # options with letters of their own
_LEADING = re.compile(r"\(?([A-Ha-h])\s*(?:[.):/]|\s[-–]|[-–]\s)\s*(.+)", re.DOTALL)
_NUMBERED = re.compile(r"([1-8])\s*[.):]\s*(\D.*|\d.*\s.*)", re.DOTALL)
_TRUE, _FALSE = {"đúng", "đ", "true", "t"}, {"sai", "s", "false", "f"}
# Letters of the Greek and Cyrillic alphabets that look like those of options.
_LOOK_ALIKES = str.maketrans("АВСЕНАΒΕΗасе", "ABCEHABEHace")


def truth(text: str) -> bool | None:
    """What “Đúng”, “S”, “TRUE” … say; None for anything else."""
    word = clean(text).casefold().strip(".")
    return True if word in _TRUE else False if word in _FALSE else None


def strip_letters(options: Sequence[str]) -> list[str]:
    """Options without their own letters (“A. …”) where most have the one of their place, or numbers where all have."""
    filled = [option for option in options if option.strip()]
    numbered = [_NUMBERED.fullmatch(option) for option in options]
    if len(filled) >= _FEWEST and all(
        one and int(one[1]) == place for place, one in enumerate(numbered, start=1)
    ):
        return [one[2] for one in numbered if one]
    found = [_LEADING.fullmatch(option) for option in options]
    own = [bool(match and match[1].upper() == letter) for match, letter in zip(found, LETTERS, strict=False)]
    strays = sum(map(bool, found)) - sum(own)
    if strays or sum(own) < min(_FEWEST, len(filled)) or sum(own) * 2 < len(filled):
        return list(options)
    own += [False] * (len(options) - len(own))
    return [
        match[2] if match and is_own else option
        for option, match, is_own in zip(options, found, own, strict=True)
    ]


def read_key(cell: str, options: Sequence[str]) -> tuple[list[int], Message | None]:
    """The option indexes that a key cell names, rising, and what is wrong with it (then there are none)."""
    text = clean(cell)
    if not text:
        return [], message(N_("Chưa có đáp án đúng."))
    by_place, by_words = is_place(text), _by_words(cell, options)
    sound = bool(by_place) and all(place < len(options) for place in by_place)
    if sound and _says_another(text, [option for at, option in enumerate(options) if at not in by_place]):
        sound = False  # “A - Luật Đất đai”, where those are the words of B
    if sound and len(by_place) > 1 and any(_named(option) == by_place for option in options):
        return [], message(
            N_(
                "“%(key)s” có thể là nhiều đáp án, cũng có thể là phương án “%(option)s”. "
                "Hãy ghi đáp án bằng một chữ cái, hoặc sửa phương án."
            ),
            key=text,
            option=next(option for option in options if _named(option) == by_place),
        )
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


def _says_another(text: str, others: Sequence[str]) -> bool:
    """Whether what a key says besides its letter are the words of one of the other options."""
    aside = _ASIDE.search(text)
    words = _folded(aside[0].strip(" -–:,;().")) if aside else ""
    return bool(words) and words in {_folded(option) for option in others}


def is_place(text: str) -> list[int]:
    """The places that a key names by letters or by numbers from 1, rising; none for other texts."""
    core = _PREFIX.sub("", clean(text).translate(_LOOK_ALIKES), count=1)
    core = _ASIDE.sub("", core)
    tokens = [token for token in _BETWEEN.split(re.sub(r"\b([1-8])[.,]0\b", r"\1", core)) if token]
    # "AC": a run of letters in rising order, which hardly a word is.
    if len(tokens) == 1 and re.fullmatch("[A-H]{2,8}|[a-h]{2,8}", tokens[0]):
        run = list(tokens[0])
        tokens = run if run == sorted(set(run)) else tokens
    if tokens and all(re.fullmatch("[A-Ha-h]", token) for token in tokens):
        return sorted({LETTERS.index(token.upper()) for token in tokens})
    if tokens and all(re.fullmatch("[1-8]", token) for token in tokens):
        return sorted({int(token) - 1 for token in tokens})
    return []


def _named(option: str) -> list[int]:
    """The places that an option speaks of: “Cả A và B”, “A và C đều đúng”."""
    found = _OTHERS.fullmatch(clean(option))
    return is_place(found[1]) if found else []


_OTHERS = re.compile(
    r"(?:cả|chỉ|gồm|both)?\s*(?:câu|ý|đáp án|phương án)?\s*([A-H](?:\s*(?:,|;|/|&|và|and)\s*(?:câu |ý |đáp án )?[A-H])+)"
    r"(?:\s+(?:đều|đều là|cùng|are))?(?:\s+(?:đúng|correct|right))?\W*",
    re.IGNORECASE,
)


# A row's key is read several times over, each time beside the same options.
_folded = lru_cache(4096)(fold_answer)


def _by_words(cell: str, options: Sequence[str]) -> list[int]:
    folded = [_folded(option) for option in options]

    def find(words: str) -> int | None:
        plain = _folded(words)
        if plain and folded.count(plain) == 1:
            return folded.index(plain)
        # "B. the option's words"
        lettered = _LEADING.fullmatch(_PREFIX.sub("", clean(words).translate(_LOOK_ALIKES), count=1))
        if numbered := _NUMBERED.fullmatch(clean(words)):
            place = int(numbered[1]) - 1
            return place if place < len(options) and folded[place] == _folded(numbered[2]) else None
        place = LETTERS.index(lettered[1].upper()) if lettered else len(options)
        return place if lettered and place < len(options) and folded[place] == _folded(lettered[2]) else None

    for parts in ([cell], cell.split("\n"), cell.split(";"), cell.split("|"), cell.split(",")):
        found = [find(part) for part in parts if part.strip()]
        places = sorted({place for place in found if place is not None})
        if found and None not in found:
            return places
    return []
