"""A quiz of the kinds that are answered with more than a choice, with the right response to each."""

from __future__ import annotations

from typing import Any

from question_bank.exchange.questions import ReadQuestion
from question_bank.kinds import kind
from question_bank.kinds.fields import token_of

OPTIONS = [{"text": text, "locked": False} for text in ("xuân", "hạ", "thu")]
BODIES: dict[str, dict[str, Any]] = {
    "number": {"value": "3.14", "tolerance": "0.01", "unit": "cm"},
    "matching": {
        "left": ["Thủ đô", "Cố đô", "Thành phố cảng"],
        "right": ["Hà Nội", "Huế", "Hải Phòng", "Đà Lạt"],
        "key": [0, 1, 2],
    },
    "ordering": {"items": ["Tiếp nhận đơn", "Thụ lý", "Xác minh", "Kết luận"]},
    "cloze": {
        "blanks": [
            {"kind": "short_answer", "accepted": ["Hà Nội"], "fold": True, "ignore_diacritics": False},
            {"kind": "single_choice", "options": OPTIONS, "key": [2]},
        ]
    },
    "weighted_choice": {
        "options": [
            {"text": text, "locked": False, "share": share}
            for text, share in (("Gặp riêng", "1"), ("Báo cáo", "0.5"), ("Bỏ qua", "0"))
        ]
    },
    "prediction": {"of": "số người trả lời đúng tất cả"},
}


def _lines(texts: list[str], written: list[str]) -> str:
    """Lines by the tokens of texts."""
    return "\n".join(written[token_of(texts).index(token)] for token in range(len(texts)))


RIGHT: dict[str, str] = {
    "number": "3,14",
    "matching": "\n".join(str(token_of(BODIES["matching"]["right"])[at]) for at in range(3)),
    "ordering": _lines(BODIES["ordering"]["items"], ["1", "2", "3", "4"]),
    "cloze": "hà nội\n2",
    "weighted_choice": "0",
    "prediction": "1.200",
}
PARTLY: dict[str, str] = {
    "matching": RIGHT["matching"].split("\n")[0],  # 1/3
    "ordering": _lines(BODIES["ordering"]["items"], ["1", "2", "4", "3"]),  # 1/2
    "cloze": "hà nội\n",  # 1/2
    "weighted_choice": "1",  # 1/2, always
}
TEXTS = {"cloze": "Bác đọc Tuyên ngôn tại {{1}}, mùa {{2}}."}
SETTINGS: dict[str, Any] = {
    "seconds": 600,
    "points": "6",
    "shuffle_questions": False,
    "draw": [{"count": 1, "kind": code} for code in BODIES],
}


def questions() -> list[ReadQuestion]:
    """One of each, and an essay, which no quiz draws."""
    judged = ReadQuestion("essay", "Viết về quê hương.", {"model_answer": "", "rubric": ""}, code="essay")
    return [
        *(
            ReadQuestion(code, TEXTS.get(code, f"Câu {kind(code).name}?"), body, code=code)
            for code, body in BODIES.items()
        ),
        judged,
    ]
