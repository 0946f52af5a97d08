"""What the printed papers, answer sheets and keys of a quiz say, ready to be set by either writer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from flask_babel import gettext as _

from contest.kernel.i18n import language
from contest.organising.models import Part
from contest.playing import services
from contest.playing.models import DrawnPaper
from contest.playing.printing import PrintedPaper, read
from contest.publishing.summary import MOTTO, RIGHT_HEAD
from question_bank.documents import pdf
from question_bank.documents.setting import pictures, set_question

What = Literal["papers", "sheets", "keys"]
DIGITS = 6  # squares for a candidate number on the answer sheet
KEY_COLUMNS = 10  # codes side by side in a table of keys


def paper_data(part: Part, chosen: Sequence[DrawnPaper]) -> dict[str, Any]:
    """Everything about some papers of a part, as plain data."""
    contest, settings = part.contest, services.settings_of(part)
    papers = read(chosen)
    minutes = -(-settings.length // 60)
    return {
        "language": language(),
        "layout": contest.layout,
        "head": {
            "parent": str(contest.extra.get("parent", "")).upper(),
            "issuer": str(contest.extra.get("issuer", "") or _("Ban tổ chức hội thi")).upper(),
            "right": RIGHT_HEAD[contest.layout],
            "motto": MOTTO,
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
                "Tô kín một ô cho mỗi câu; câu có nhiều đáp án thì tô hết các ô đúng. Muốn đổi, tẩy sạch ô cũ. "
                "Câu trả lời ngắn thì viết lên dòng kẻ."
            ),
        },
        "papers": [
            {
                "code": paper.code,
                "count": _("Đề gồm %(count)s câu", count=len(paper.questions)),
                "questions": [set_question(one.number, one.text, one.present, 1) for one in paper.questions],
            }
            for paper in papers
        ],
        "sheets": _sheets(papers),
        "keys": [_key(papers[at : at + KEY_COLUMNS]) for at in range(0, len(papers), KEY_COLUMNS)],
        "digits": {"number": DIGITS, "code": max((len(one.code) for one in papers), default=3)},
    }


def write_pdf(data: dict[str, Any], what: What) -> bytes:
    """The papers, sheets or keys as PDF."""
    return pdf.compile_pdf("contest/publishing/papers.typ", data | {"what": what}, pictures(data["papers"]))


def _sheets(papers: Sequence[PrintedPaper]) -> list[dict[str, Any]]:
    """One answer sheet for all codes where their questions are of the same shapes, else one for each code."""
    shapes = {one.code: [question.letters for question in one.questions] for one in papers}
    if len(papers) > 1 and len({str(shape) for shape in shapes.values()}) == 1:
        return [{"code": "", "questions": next(iter(shapes.values()))}]
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
