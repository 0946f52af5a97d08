"""What a line begins with: a question's number, an option's letter, a heading. PURE.

Every pattern here is matched at one place and has no nested repetition, so that no line takes long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from question_bank.exchange.boxes import BOX, Box
from question_bank.exchange.lines import MOST_BLANKS

LETTER_LIST = r"(?:(?-i:[A-H]{2,5})(?!\w)|[A-Ha-h])(?:\s*(?:,|;|&|/|\+|-|và|and|\s)\s*[A-Ha-h])*"
_POINTS = (
    r"(?:[(\[]\s*(?:\d{1,2}(?:[.,]\d{1,2})?\s*(?:điểm|đ|pts?|points?)|NB|TH|VDC?|nhận biết|thông hiểu|"
    r"vận dụng(?:\s+cao)?)\s*[)\]]\s*)?"
)
_WORDED = re.compile(
    r"(?:[(\[]\s*(?:NB|TH|VDC?)\s*[)\]]\s*)?(?:[-*•+●►▶✓❖\[(<]|[❓❔📌🔹🔸👉]\ufe0f?)?\s*"
    r"(?P<word>câu\s*hỏi|câu|cau|hỏi|tình\s*huống|bài\s*tập|bài|question|ques|q|c)\s*"
    r"(?:(?:số|thứ)\s*)?"
    r"(?P<number>\d{1,4}\.\d{1,3}(?=\s*[.:)])|\d{1,4}(?!\d)|(?-i:[IVX]{1,6})\b)"
    rf"\s*[\])>]?\s*\*?\s*{_POINTS}(?P<mark>[.:)/\-–—;,]*)\s*{_POINTS}",
    re.I,
)
_UNNUMBERED = re.compile(
    r"(?:(?P<asks>hỏi)|câu\s*hỏi|câu|question|(?-i:Q)(?=:))\s*(?:số\s*)?[.:]+\s*(?=\S)", re.I
)
_NUMBERED = re.compile(
    r"(?P<open>[\[(]?)\s*(?P<number>\d{1,4})\s*(?P<mark>[.):/\]]{1,2}|\s?[-–](?=\s))(?:(?!\d)|(?=[12]\d{3}\s[^\W\d_]))\s*"
)
_DOTTED = re.compile(r"\d{1,3}\.(?P<number>\d{1,3})(?P<mark>[.):]|(?=\s))\s*(?=[^\W\d_]|[“\"‘(])")
_LABEL = re.compile(
    rf"(?:[-–•+]\s+)?(?P<star>\*{{1,2}}|[✓✔√→⇒➔]|=+>)?\s*(?P<box>{BOX}\ufe0f?)?\s*"
    r"(?:(?:phương\s*án|lựa\s*chọn|option)\s+\d{1,2}\s*[.:)]\s*)?"
    r"(?P<word>(?:đáp\s*án|phương\s*án|lựa\s*chọn|option)\s+)?"
    r"(?P<open>[(\[]?)(?P<letter>[A-Ha-h])(?P<close>\s*(?P<later>\*)?\s*(?:[.)\]:/]+|\s[-–]\s|[-–]\s|\t|$))\s*(?P<last>\*)?\s*",
    re.I,
)
_HEADING = re.compile(
    r"(?:phần|chương|mục|chuyên\s*đề|chủ\s*đề|bài|đề(?:\s+số)?|mã\s*đề)\s+(?:thứ\s+\w+|(?-i:[IVXLC]+)|\d+|[A-H])\b.*|"
    r"(?-i:[IVX]{1,5})\s*[.)\-/:]\s+\S.*|"
    r"[A-H]\s*[.)\-/:]\s*(?:phần\s+)?(?:trắc\s*nghiệm|tự\s*luận|lý\s*thuyết|bài\s*tập)\b.*",
    re.I,
)
_FURNITURE = re.compile(
    r"(?:trang|page)\s*:?\s*\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?(?:\s*[-–].{0,60})?|[-–—]\s*\d{1,4}\s*[-–—]|"
    r"[-–—_=*.\s]*(?:hết|the end|end)[-–—_=*.\s]*|[-–—_=*.…~#\s]{3,}|"
    r"\[?<\s*/?\s*(?:br|g\d{0,3})\s*/?>\]?|"
    r"(?:họ\s*(?:và\s*)?tên|số\s*báo\s*danh|sbd|lớp|đơn\s*vị)\s*:?[\s.…_]*",
    re.I,
)

_BEYOND = re.compile(r"\*?[(\[]?([I-Zi-z])\s*[.)\]:]+\s*\S")
_HEADS_OPTIONS = re.compile(
    r"(?:(?:các\s+)?(?:phương\s*án|lựa\s*chọn)(?:\s+(?:trả\s*lời|lựa\s*chọn))?|(?:answer\s+)?(?:options|choices))\s*:?",
    re.I,
)
_ENDING = re.compile(r"nơi\s+nhận\s*:", re.I)


@dataclass(frozen=True)
class Start:
    """How a line begins a question: in which `style`, with which number (None: it has none), up to which letter."""

    style: str
    number: int | None
    end: int


@dataclass(frozen=True)
class Label:
    """The letter of an option at [start, end) of a line; `at` is the letter's own place.

    `gap` says what is before it: 3 nothing, 2 a tab, wide blanks or a list sign, 1 one blank. `starred`: a sign beside it
    says that it is right.
    """

    letter: str
    at: int
    start: int
    end: int
    gap: int = 3
    starred: bool = False
    is_worded: bool = False
    mark: str = "."
    box: Box | None = None  # before the letter

    @property
    def upper(self) -> str:
        """The letter as a capital."""
        return self.letter.upper()


def find_start(text: str) -> Start | None:
    """The number of a question that a line begins with, in whatever style."""
    if found := _WORDED.match(text):
        return _worded(found, text)
    if found := _UNNUMBERED.match(text):
        return Start("hỏi" if found["asks"] else "câu", None, found.end())
    if found := _DOTTED.match(text):
        return Start("1.1", int(found["number"]), found.end())
    if found := _NUMBERED.match(text):
        mark = found["mark"].strip()
        opened = {"(": ")", "[": "]"}.get(found["open"], "")
        if opened != (mark if mark in ")]" and found["open"] else ""):
            return None
        if mark == "]" and not opened:
            return None
        return Start(f"{found['open']}1{mark}", int(found["number"]), found.end())
    return None


def _worded(found: re.Match[str], text: str) -> Start | None:
    word = re.sub(r"\s+", "", found["word"].lower())
    family = {
        "câuhỏi": "câu",
        "cau": "câu",
        "hỏi": "câu",
        "tìnhhuống": "tình huống",
        "bàitập": "bài",
        "ques": "question",
        "q": "question",
        "c": "câu",
    }.get(word, word)
    rest = text[found.end() :]
    if word in ("q", "c") and (not found["mark"] or found.start("number") != found.end("word")):
        return None
    if word in ("hỏi", "tìnhhuống") and not found["mark"]:
        return None  # “Hỏi 5 người …”, “Tình huống 1 và 2”
    if (
        not found["mark"]
        and rest
        and not (rest[0].isupper() or rest[0].isdigit() or rest[0] in "“\"‘'([…\\!")
    ):
        return None  # “Câu 5 của đề này …”
    digits = found["number"]
    number = _roman(digits) if not digits[0].isdigit() else int(digits.rpartition(".")[2])
    return Start(family, number, found.end())


def _roman(text: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def find_label(text: str, start: int = 0) -> Label | None:
    """The letter of an option that begins at `start`."""
    found = _LABEL.match(text, start)
    return _label(found, 3) if found else None


def _label(found: re.Match[str], gap: int) -> Label | None:
    closing = found["close"].strip()
    if found["open"] and closing.lstrip("* ")[:1] not in (")", "]"):
        return None
    if not closing and "\t" not in found["close"] and not found["open"]:
        return None
    return Label(
        found["letter"],
        found.start("letter"),
        found.start(),
        found.end(),
        gap,
        any(found[name] for name in ("star", "later", "last")),
        bool(found["word"]),
        closing.lstrip("* ")[:1] or "\t",
        Box(found.start("box"), found.end("box"), found["box"].rstrip("\ufe0f")) if found["box"] else None,
    )


_INLINE = {
    letter: re.compile(
        rf"(?:(?<=\s)|(?<=[;|]))(?:{BOX}\ufe0f?\s?)?[*✓✔√]?[(\[]?{letter}\s?\*?\s?(?:[.)\]/:]|[-–]\s)"
    )
    for letter in "ABCDEFGHabcdefgh"
}


def inline_labels(text: str, letter: str, start: int, end: int | None = None) -> Iterator[Label]:
    """Where the option of this letter might begin inside [start, end) of a line."""
    stop = len(text) if end is None else end
    for found in _INLINE[letter].finditer(text, start, stop):
        label = _LABEL.match(text, found.start())
        whole = _label(label, 2 if _is_apart(text, found.start()) else 1) if label else None
        if (
            whole is not None
            and not whole.is_worded
            and whole.letter == letter
            and text[whole.end : min(stop, whole.end + MOST_BLANKS + 1)].strip()
        ):
            yield whole


def _is_apart(text: str, place: int) -> bool:
    before = text[max(0, place - 2) : place]
    return (
        before.endswith(("\t", "  ", ";", "|"))
        or (len(before) == 2 and before.isspace())
        or before[:1] in ("|", ";")
    )


def letter_beyond(text: str) -> str:
    """The letter, after the last one that an option may have, that a line begins with; "" where it doesn't."""
    found = _BEYOND.match(text)
    return found[1].upper() if found else ""


def is_heading(text: str) -> bool:
    """Whether a line that stands alone is the heading of a part."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(_HEADING.fullmatch(text) or _ENDING.match(text)) or (
        len(letters) >= 6 and len(text) < 200 and text == text.upper()
    )


def is_part(text: str) -> bool:
    """Whether a heading names a part, and is not merely set in capitals."""
    return bool(_HEADING.fullmatch(text))


def heads_options(text: str) -> bool:
    """Whether a line stands over the options and says nothing: “Phương án trả lời:”."""
    return bool(_HEADS_OPTIONS.fullmatch(text))


def is_furniture(text: str) -> bool:
    """Whether a line is the page's and not the list's: a page number, “HẾT”, a rule, a place for a name."""
    return bool(_FURNITURE.fullmatch(text))
