"""Vietnamese texts of the time before Unicode: TCVN3 (.VnTime, “ABC”) and VNI (VNI-Times). PURE.

Either is a font's own reading of the Western letters: what is stored is “C©u hái” or “Caâu hoûi”. A text is taken for one of
them when its words, read so, are Vietnamese syllables, and read as they stand are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from contest.kernel.messages import N_, Message, message
from contest.kernel.vietnamese import fold

Encoding = Literal["tcvn3", "vni"]
NAMES: dict[str, str] = {"tcvn3": "TCVN3 (.VnTime)", "vni": "VNI (VNI-Times)"}

# TCVN 5712:1993, VN3.
_TCVN3 = dict(
    zip(
        "\xb5\xb6\xb7\xb8\xb9\xa8\xbb\xbc\xbd\xbe\xc6\xa9\xc7\xc8\xc9\xca\xcb\xae\xcc\xce\xcf\xd0\xd1\xaa\xd2\xd3\xd4\xd5\xd6"
        "\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xab\xe5\xe6\xe7\xe8\xe9\xac\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xad\xf5"
        "\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xa1\xa2\xa3\xa4\xa5\xa6\xa7",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni() -> dict[str, str]:
    found = dict(_ALONE)
    for base in "aeouy":
        for sign, tone in _TONES.items():
            found[base + sign] = unicodedata.normalize("NFC", base + tone)
    for base, own in (("ô", "ơ"), ("ö", "ư")):
        for sign, tone in _TONES.items():
            found[base + sign] = unicodedata.normalize("NFC", own + tone)
    for sign, tone in _BREVE.items():
        found["a" + sign] = unicodedata.normalize("NFC", "ă" + tone)
    for base in "aeo":
        for sign, tone in _HAT.items():
            found[base + sign] = unicodedata.normalize("NFC", base + "\u0302" + tone)
    upper = {key.upper(): value.upper() for key, value in found.items()}
    mixed = {key[0].upper() + key[1:]: value.upper() for key, value in found.items()}
    return mixed | upper | found


_MAPS: dict[Encoding, dict[str, str]] = {"tcvn3": _TCVN3, "vni": _vni()}
_PATTERNS = {
    name: re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)))
    for name, letters in _MAPS.items()
}
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
_WORD_OF: dict[str, re.Pattern[str]] = {
    # Signs that stand for letters are no letters to Unicode.
    "tcvn3": re.compile("[A-Za-z" + re.escape("".join(_TCVN3)) + "]+"),
    "vni": _WORD,
}
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ph|th|tr|ch|gh|gi|kh|qu|[bcdghklmnprstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oay|oe|oeo|oi|oo|ua|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|ye|yeu|uye)"
    r"(?:ch|nh|ng|[cmnpt])?"
)
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
FEWEST = 3  # words that tell
SURE = 0.9
MOST = 0.5  # of all words: names, numbers and foreign words stand among them


def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable: its letters, and one tone at most."""
    tones = sum(mark in _TONE_MARKS for mark in unicodedata.normalize("NFD", word))
    return tones <= 1 and bool(_SYLLABLE.fullmatch(fold(word)))


def convert(text: str, encoding: Encoding) -> str:
    """A text in one of the encodings, as Unicode."""
    letters = _MAPS[encoding]
    return _PATTERNS[encoding].sub(lambda found: letters[found[0]], text)


def convert_marked(text: str, encoding: Encoding) -> tuple[str, list[int]]:
    """The same, with the place in `text` that each letter came from."""
    letters, at = _MAPS[encoding], 0
    out: list[str] = []
    places: list[int] = []
    for found in _PATTERNS[encoding].finditer(text):
        for place in range(at, found.start()):
            out.append(text[place])
            places.append(place)
        out.append(letters[found[0]])
        places.append(found.start())
        at = found.end()
    out += text[at:]
    places += range(at, len(text))
    return "".join(out), places


def is_unicode(text: str) -> bool:
    """Whether a text holds letters that Unicode alone has for Vietnamese, and neither encoding writes."""
    return any("\u1ea0" <= letter <= "\u1ef9" or letter in "ăđĩũơưĂĐĨŨƠƯ" for letter in text)


def recognise(text: str) -> Encoding | None:
    """The encoding that a text is in, if it is in one of them. Letters of Unicode's own Vietnamese rule both out."""
    if is_unicode(text):
        return None
    best: tuple[float, Encoding] | None = None
    for encoding in ("tcvn3", "vni"):
        every = _WORD_OF[encoding].findall(text)
        # A sign of TCVN3 alone tells nothing: “5 × 2”, “½”, “25 µ”.
        words = [word for word in every if not word.isascii() and (encoding == "vni" or _LATIN.search(word))]
        if len(words) < FEWEST:
            continue
        share = _syllables(words, encoding)
        if share >= SURE and _syllables(every, encoding) >= MOST and (best is None or share > best[0]):
            best = (share, encoding)
    if best is None:
        return None
    plain = [word for word in _WORD.findall(text) if not word.isascii()]
    as_it_stands = sum(is_syllable(word) for word in plain) / len(plain) if plain else 0.0
    return best[1] if best[0] > as_it_stands else None


def _syllables(words: Sequence[str], encoding: Encoding) -> float:
    """The share of words that are Vietnamese syllables when they are read so."""
    return sum(is_syllable(convert(word, encoding)) for word in words) / len(words)


def converted(encoding: Encoding) -> Message:
    """What is said of a file that was converted."""
    text = N_("Tệp dùng bảng mã cũ %(name)s; chữ đã được chuyển sang Unicode. Hãy xem kỹ trước khi nhập.")
    return message(text, name=NAMES[encoding])
