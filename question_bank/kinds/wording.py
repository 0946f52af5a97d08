"""Options that lean on the places of other options, and questions that ask for several. PURE.

“Tất cả các đáp án trên” must stay last; “Cả A và B” makes sense in one order
only. Seeing such a link where there is none costs a shuffle and nothing more,
so the patterns are generous.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7}
_COUNT = r"(?P<count>[2-7]|hai|ba|bốn|năm|sáu|bảy)"
_AND = r"(?:,|;|/|&|\+|và|hoặc|and|or)"

_ALL = re.compile(
    rf"(?:tất cả|toàn bộ|cả)(?:\s+{_COUNT})?(?:\s+\w+){{0,5}}?"
    r"\s+(?:ở\s+|nêu\s+|kể\s+|nói\s+)?(?:trên|đều\s+đúng|đều\s+sai)(?:\s+đều)?(?:\s+(?:đúng|sai|đây))?\W*"
)
_NEITHER = re.compile(
    r"(?:không|chưa)(?:\s+có)?(?:\s+\w+){1,4}?\s+nào(?:\s+(?:ở|nêu|kể|trong|các))*"
    r"(?:\s+(?:trên|đáp án|phương án|ý|số|này|là|đúng|sai))*\W*"
    r"|(?:các|những|cả|mọi)(?:\s+\w+){1,4}?\s+(?:nêu\s+|ở\s+)?trên\s+đều\s+(?:không\s+)?(?:đúng|sai)\W*"
    r"|(?:đáp án|ý kiến|phương án|ý)\s+khác\W*"
)
_ENGLISH = re.compile(r"(?:all|none|both|neither)\s+(?:of\s+)?(?:the\s+)?(?:above|these)\b.*")
_LINKS = (
    re.compile(r"\b(?:ý|đáp án|phương án|lựa chọn|option)\s*(?:số\s*)?(?:[a-h]|[1-8])\b"),
    re.compile(r"\bcâu\s+[a-h]\b"),
    re.compile(rf"\b(?:cả|chỉ|gồm|both|only)\s+(?:[a-h]|[1-8])\s*{_AND}\s*(?:[a-h]|[1-8])\b"),
    re.compile(rf"\b[a-h]\s*{_AND}\s*[a-h]\s+(?:đều\s+|are\s+|cùng\s+)?(?:đúng|sai|correct|right|wrong)\b"),
    re.compile(r"^(?:chỉ\s+|only\s+)?[a-h]\s+(?:đúng|sai)\b"),
)
_SEVERAL = re.compile(
    r"nhiều|những|các (?:đáp án|phương án|ý|câu|nội dung|trường hợp)|all that|\bhai\b|\bba\b|\b[23] (?:đáp án|phương án|ý)"
)
_CAPITALS = re.compile(rf"\b[A-H]\s*{_AND}\s*[A-H]\b")


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def asks_several(text: str) -> bool:
    """Whether a question's words may ask for more than one option."""
    return bool(_SEVERAL.search(_plain(text)))


def closes_list(text: str) -> bool:
    """Whether an option speaks of all the others, so that it belongs at the end."""
    plain = _plain(text)
    return any(pattern.fullmatch(plain) for pattern in (_ALL, _NEITHER, _ENGLISH))


def names_options(text: str) -> bool:
    """Whether an option names others by letter or number (“Ý 1 và ý 2”, “Cả A và B”)."""
    return bool(_CAPITALS.search(text)) or any(link.search(_plain(text)) for link in _LINKS)


def keep_order(texts: Sequence[str]) -> bool:
    """Whether these options must be shown as they were written.

    So when one names another, and when one speaks of those above it without
    being last, or counts another number of them than there are (“Cả hai ý
    trên” after three).
    """
    for place, text in enumerate(texts):
        if names_options(text):
            return True
        plain = _plain(text)
        if not closes_list(text) or not re.search(r"\b(?:trên|above)\b|^cả\b", plain):
            continue
        found = _ALL.fullmatch(plain)
        count = found["count"] if found else None
        if place != len(texts) - 1 or (count and int(_COUNTS.get(count, count)) != place):
            return True
    return False
