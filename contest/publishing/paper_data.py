"""What the printed papers, answer sheets and keys of a quiz say, ready to be set by either writer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from contest.kernel.db import db
from contest.kernel.i18n import choose_language
from contest.organising.models import Part
from contest.playing import services
from contest.playing.models import DrawnPaper
from contest.playing.printing import PrintedPaper, PrintedQuestion, read
from contest.publishing.pieces import columns, pieces
from contest.publishing.summary import MOTTO, RIGHT_HEAD
from question_bank.kinds.choices import LETTERS
from question_bank.models import Media

MOST_ACROSS, MOST_DOWN = 120, 65  # millimetres of a picture
WRITTEN_LINES = 1  # to write a short answer on
KEY_COLUMNS = 10  # codes side by side in a table of keys


@dataclass(frozen=True)
class Printing:
    """A part's papers as plain data (see the templates), with the pictures that they show by name."""

    data: dict[str, Any]
    pictures: Mapping[str, bytes]


def printing(part: Part, chosen: Sequence[DrawnPaper]) -> Printing:
    """Everything about some papers of a part."""
    contest, settings = part.contest, services.settings_of(part)
    papers = read(chosen)
    minutes = -(-settings.length // 60)
    data = {
        "language": choose_language(),
        "layout": contest.layout,
        "head": {
            "parent": str(contest.extra.get("parent", "")).upper(),
            "issuer": str(contest.extra.get("issuer", "") or _("Ban tổ chức hội thi")).upper(),
            "right": RIGHT_HEAD[contest.layout],
            "motto": MOTTO if contest.layout == "government" else "",
        },
        "contest": contest.name,
        "part": f"{part.stage.name} – {part.name}",
        "words": {
            "paper": _("ĐỀ THI"),
            "key": _("BẢNG ĐÁP ÁN"),
            "sheet": _("PHIẾU TRẢ LỜI TRẮC NGHIỆM"),
            "code": _("Mã đề"),
            "question": _("Câu"),
            "name": _("Họ và tên"),
            "number": _("Số báo danh"),
            "unit": _("Đơn vị"),
            "sign": _("Chữ ký thí sinh"),
            "invigilator": _("Chữ ký giám thị"),
            "answer": _("Trả lời"),
            "end": _("HẾT"),
            "page": _("Trang"),
            "time": _("Thời gian làm bài: %(minutes)s phút", minutes=minutes),
            "how": _(
                "Tô kín một ô tròn cho mỗi câu; câu có nhiều đáp án thì tô hết các ô đúng. Muốn đổi, tẩy sạch ô cũ. "
                "Câu trả lời ngắn thì viết lên dòng kẻ."
            ),
        },
        "papers": [_paper(one) for one in papers],
        "sheets": _sheets(papers),
        "keys": [_key(papers[at : at + KEY_COLUMNS]) for at in range(0, len(papers), KEY_COLUMNS)],
        "digits": {"number": 6, "code": max((len(one.code) for one in papers), default=3)},
    }
    names = {name for one in papers for question in one.questions for name in _pictures(question)}
    query = select(Media.name, Media.content, Media.width, Media.height).where(Media.name.in_(names))
    found = db.session.execute(query).all()
    data["pictures"] = {row.name: _size(row.width, row.height) for row in found}
    return Printing(data, {row.name: row.content for row in found})


def _size(width: int, height: int) -> tuple[float, float]:
    """A picture's size on paper in millimetres: 96 dots an inch, within the width of a line and a quarter of a page."""
    across, down = max(width, 1) * 25.4 / 96, max(height, 1) * 25.4 / 96
    scale = min(1, MOST_ACROSS / across, MOST_DOWN / down)
    return round(across * scale, 1), round(down * scale, 1)


def _paper(paper: PrintedPaper) -> dict[str, Any]:
    count = len(paper.questions)
    return {
        "code": paper.code,
        "count": _("Đề gồm %(count)s câu", count=count),
        "questions": [_question(one) for one in paper.questions],
    }


def _question(question: PrintedQuestion) -> dict[str, Any]:
    present = question.present
    options = [one["text"] for one in present.get("options", ())]
    left, items = present.get("left", ()), [one["text"] for one in present.get("items", ())]
    return {
        "number": question.number,
        "text": pieces(question.text),
        "left": [pieces(text) for text in left],
        "options": [
            {"letter": letter, "text": pieces(text)}
            for letter, text in zip(_letters(), options, strict=False)
        ],
        "items": [
            {"letter": letter.lower(), "text": pieces(text)}
            for letter, text in zip(_letters(), items, strict=False)
        ],
        "columns": 1 if left else columns(options),
        "blanks": [
            [
                {"letter": letter, "text": pieces(one["text"])}
                for letter, one in zip(_letters(), blank.get("options", ()), strict=False)
            ]
            for blank in present.get("blanks", ())
        ],
        "lines": 0 if (options and not left) or present.get("blanks") else WRITTEN_LINES,
    }


def _letters() -> str:
    return LETTERS + "IJKLMNOPQRSTUVWXYZ"


def _sheets(papers: Sequence[PrintedPaper]) -> list[dict[str, Any]]:
    """One answer sheet for all codes where their questions are of the same shapes, else one for each code."""
    shapes = {one.code: [question.letters for question in one.questions] for one in papers}
    if len({str(shape) for shape in shapes.values()}) == 1:
        # How many options a question has may differ from code to code only where their kinds do.
        return [
            {"code": papers[0].code if len(papers) == 1 else "", "questions": next(iter(shapes.values()))}
        ]
    return [{"code": code, "questions": shape} for code, shape in shapes.items()]


def _key(papers: Sequence[PrintedPaper]) -> dict[str, Any]:
    """A table of keys: a row for each question, a column for each code."""
    most = max((len(one.questions) for one in papers), default=0)
    return {
        "codes": [one.code for one in papers],
        "rows": [
            [one.questions[at].key if at < len(one.questions) else "" for one in papers] for at in range(most)
        ],
    }


def _pictures(question: PrintedQuestion) -> list[str]:
    texts = [question.text, *question.present.get("left", ())]
    texts += [
        one["text"] for one in (*question.present.get("options", ()), *question.present.get("items", ()))
    ]
    return [one["picture"] for text in texts for one in pieces(text) if "picture" in one]
