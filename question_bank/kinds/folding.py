"""When two written answers are the same answer. PURE."""

from __future__ import annotations

import unicodedata

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SURROUNDING = " .,;:!?…\"'“”‘’«»"


def fold_answer(text: str, ignore_diacritics: bool = False) -> str:
    """The form in which answers are compared.

    Case, Unicode form, runs of spaces, surrounding quotes and punctuation at
    the ends, the Icelandic Ð typed for Đ and the place of a tone within its
    syllable (hoà, hòa) make no difference. With `ignore_diacritics` neither do
    tones, vowel marks and đ/d.
    """
    plain = unicodedata.normalize("NFD", text).casefold().replace("ð", "đ")
    words = " ".join(plain.split()).strip(_SURROUNDING).split(" ")
    if ignore_diacritics:
        return " ".join(_bare(word) for word in words).replace("đ", "d")
    return " ".join(_tone_last(word) for word in words)


def _bare(word: str) -> str:
    return "".join(letter for letter in word if not unicodedata.combining(letter))


def _tone_last(word: str) -> str:
    """`word` with its tones at its end: what differs in hoà and hòa is only their place."""
    letters = "".join(letter for letter in word if letter not in TONES)
    return letters + "".join(letter for letter in word if letter in TONES)
