"""Vietnamese text: normal form, folding for search, and the order of names. PURE."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

ToneOrder = Literal["dictionary", "practice"]

# Combining marks of the five tones; the level tone (ngang) has none.
_TONES = {
    "dictionary": ["\u0300", "\u0309", "\u0303", "\u0301", "\u0323"],  # huyền hỏi ngã sắc nặng
    "practice": ["\u0300", "\u0301", "\u0309", "\u0303", "\u0323"],  # huyền sắc hỏi ngã nặng
}
_TONE_MARKS = frozenset(_TONES["dictionary"])
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: index for index, letter in enumerate(_ALPHABET, start=1)}
_SPACES = re.compile(r"\s+")
# Đ and đ have look-alikes of other languages; full-width forms come from keyboards for Chinese and Japanese.
_LOOK_ALIKES = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"} | {
    chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)
}
# What is there and not seen: soft hyphens, zero-width spaces and joiners, marks of direction and of byte order.
# The joiner that makes one picture of several keeps its place.
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff]|(?<![\ufe0f\u2600-\U0001faff])\u200d")
_MENDED = str.maketrans(_LOOK_ALIKES)


def mend(text: str) -> str:
    """`text` in NFC, with Đ for its look-alikes (Ð U+00D0), plain forms for full-width ones, and nothing unseen."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text).translate(_MENDED))


def clean(text: str) -> str:
    """`text` mended, with single spaces and none at the ends."""
    return _SPACES.sub(" ", mend(text)).strip()


def fold(text: str) -> str:
    """`text` for searching: lower case, no tones or diacritics, đ as d, single spaces.

    Without tones hoà and hòa are the same, and NFC and NFD too.
    """
    decomposed = unicodedata.normalize("NFD", clean(text).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.replace("đ", "d")


def _syllable_key(syllable: str, tones: ToneOrder) -> tuple[tuple[int, ...], int]:
    """Letters first, then the tone: “ma” < “mà” < “mă”."""
    order = _TONES[tones]
    tone = 0
    letters: list[int] = []
    decomposed = unicodedata.normalize("NFD", syllable.casefold())
    for mark in decomposed:
        if mark in _TONE_MARKS:
            tone = order.index(mark) + 1
    toneless = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONE_MARKS))
    for letter in toneless:
        letters.append(_RANK.get(letter, 100 + ord(letter) if not letter.isdigit() else -10 + int(letter)))
    return tuple(letters), tone


def name_key(name: str, tones: ToneOrder = "dictionary") -> str:
    """A text that sorts as names do in Vietnam: given name, then middle names, then family name.

    Compares as plain text on any database: fixed-width hexadecimal, letters before tones
    within each syllable.
    """
    words = clean(name).split(" ")
    ordered = words[-1:] + words[1:-1] + words[:1] if len(words) > 1 else words
    parts = []
    for word in ordered:
        letters, tone = _syllable_key(word, tones)
        parts.append("".join(f"{letter + 16:04x}" for letter in letters) + f"0000{tone}")
    return "-".join(parts)[:400]
