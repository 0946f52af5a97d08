"""Lines that say the key of a question, or what else stands under it: an explanation, a source. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.exchange.labels import LETTER_LIST

_ARROW = r"[-*•+.✅✔✓☑👉\ufe0f\s]{0,4}(?:=+>|[→⇒➔➜⟹]|-+>)?\s*"
_WORDS = (
    r"(?:(?:các\s+)?đáp\s*[áa]n|dap an|đ\s*/\s*[áa]n?|đ\.\s*[áa]n?|đa|phương\s*án|lựa\s*chọn|câu\s*trả\s*lời|trả\s*lời|"
    r"kết\s*quả|kq|answers?|ans|keys?|correct\s*answers?|correct|right\s*answer)"
)
_QUALIFIED = r"(?:\s+(?:đúng(?:\s+nhất)?|chính\s+xác|trả\s+lời|câu\s*(?:hỏi\s*)?\d{1,4}|cần\s+chọn|của\s+câu\s*\d{1,4}))?"
_SAID = re.compile(
    rf"{_ARROW}(?P<word>{_WORDS}){_QUALIFIED}{_QUALIFIED}\s*(?:(?:là|is)\s*)?(?P<mark>[:.=\-–—]+>?\s*|(?=\(?[A-H]\)?\s*(?:$|[.):,;(]|và\b|and\b|(?:là\s+)?đúng\b)))\s*(?P<said>.*)",
    re.I | re.S,
)
_CHOOSE = re.compile(
    rf"{_ARROW}(?:(?:vậy|do đó|nên|suy ra|ta)[\s,]+)*"
    r"(?:(?:chọn|khoanh)\s*(?:(?:đáp\s*án|phương\s*án|câu|ý|là|đúng)\s*){0,2})[:.\s]\s*"
    rf"[(\[]?(?P<said>{LETTER_LIST})[)\]]?\s*(?:[.,:;]\s*(?P<rest>.*))?",
    re.I | re.S,
)
_POINTED = re.compile(rf"[-*•\s]{{0,3}}(?:=+>|[→⇒➔➜⟹]|-+>)\s*[(\[]?(?P<said>{LETTER_LIST})[)\]]?\s*\.?", re.I)
_ALONE = re.compile(r"[(\[]\s*(?P<said>[A-H](?:\s*[,;&]\s*[A-H])*)\s*[)\]]\s*\.?")
_GLUED = re.compile(
    r"[\s(\[]+(?:đáp\s*án|đ/a|đa|answer|key)(?:\s+đúng)?(?:\s+là)?\s*[:.=]\s*(?P<said>[A-H](?:\s*[,;&]\s*[A-H])*)\s*[)\]]?\s*\.?$",
    re.I,
)
_NOTES = {
    "explanation": re.compile(
        r"(?:lời\s*giải(?:\s+chi\s+tiết)?|giải\s*thích|hướng\s*dẫn(?:\s+giải)?|phân\s*tích|lí\s*giải|lý\s*giải|explanation|solution|giải)"
        r"(?:\s*[:.]+|(?=\s*$))\s*",
        re.I,
    ),
    "legal_basis": re.compile(r"(?:căn\s*cứ(?:\s+pháp\s+lý)?|cơ\s*sở\s+pháp\s*lý)\s*:\s*", re.I),
    "source": re.compile(r"(?:nguồn|trích(?:\s+dẫn)?|tài\s*liệu(?:\s+tham\s+khảo)?)\s*:\s*", re.I),
    "difficulty": re.compile(r"(?:mức\s*độ(?:\s+nhận\s+thức)?|độ\s*khó)\s*:\s*", re.I),
    "topic": re.compile(r"(?:chủ\s*đề|lĩnh\s*vực|chuyên\s*đề)\s*:\s*", re.I),
    "model_answer": re.compile(
        r"(?:gợi\s*ý(?:\s+trả\s+lời|\s+đáp\s+án)?|hướng\s*dẫn\s+trả\s+lời|đáp\s*án\s+gợi\s+ý|đáp)(?:\s*:|(?=\s*$))\s*",
        re.I,
    ),
}
_KEY_HEADING = re.compile(
    r"(?:phần\s+(?:thứ\s+)?\w{1,4}\s*[.:–-]\s*|(?:[IVX]{1,4}|[A-H]|\d)\s*[.)/-]\s*)?[-–—*\s]{0,6}(?:phần\s+|bảng\s+)?(?:đáp\s*án|hướng\s*dẫn\s*(?:chấm|giải|trả\s*lời)|lời\s*giải|answer\s*keys?|keys?|answers?)"
    r"(?:\s*[-–:,&]?\s*(?:và\s+)?(?:(?:phần\s+)?trắc\s*nghiệm|chi\s*tiết|tham\s*khảo|lời\s*giải|hướng\s*dẫn(?:\s*(?:chấm|giải))?|thang\s*điểm|biểu\s*điểm|"
    r"(?:mã\s*)?đề(?:\s*số)?\s*\w{0,8}|phần\s*\w{1,4}|câu\s*hỏi|bộ\s*câu\s*hỏi)){0,3}\s*[:.]?[-–—*\s]{0,6}",
    re.I,
)
_BLANK = re.compile(r"[\s.…_\-–]*")


@dataclass(frozen=True)
class Answer:
    """What a line says of the key: `said`, in its words. `word` is what it said it with; `mark` what stood between."""

    said: str
    rest: str = ""
    word: str = ""
    is_open: bool = False  # nothing was said: the next line may


def find_answer(text: str) -> Answer | None:
    """The key that a line says, if it is such a line."""
    if len(text) > 4000:
        return None
    plain = text.strip()
    if plain[:1] in "([" and plain[-1:] in ")]" and len(plain) > 4:
        inner = find_answer(plain[1:-1].strip())
        if inner is not None:
            return inner
    if found := _CHOOSE.fullmatch(plain):
        return Answer(found["said"], (found["rest"] or "").strip(), "chọn")
    if found := _POINTED.fullmatch(plain):
        return Answer(found["said"], "", "=>")
    if found := _SAID.fullmatch(plain):
        said = found["said"].strip()
        if _BLANK.fullmatch(said):
            return Answer("", "", found["word"].lower(), True)
        return Answer(said, "", found["word"].lower())
    return None


def find_letter_alone(text: str) -> str:
    """“(B)” in a line of its own."""
    found = _ALONE.fullmatch(text.strip())
    return found["said"] if found else ""


def find_glued(text: str) -> tuple[int, str] | None:
    """Where “Đáp án: B” begins at the end of a line that says something else, and the key."""
    found = _GLUED.search(text[-60:]) if len(text) > 8 else None
    return (max(0, len(text) - 60) + found.start(), found["said"]) if found else None


def find_note(text: str) -> tuple[str, int] | None:
    """What a line under a question begins to say (a field of the question), and where its words begin."""
    for name, pattern in _NOTES.items():
        if found := pattern.match(text):
            return name, found.end()
    return None


def is_key_heading(text: str) -> bool:
    """Whether a line heads the keys of a list, or of one question."""
    return len(text) < 120 and bool(_KEY_HEADING.fullmatch(text))
