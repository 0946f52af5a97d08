"""The booklet of questions and answers (tài liệu hỏi – đáp) that a committee hands out before a contest: Word and PDF."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from random import Random
from typing import Any

from flask_babel import gettext as _

from contest.kernel.i18n import language
from question_bank.documents import pdf
from question_bank.documents.pieces import pieces
from question_bank.documents.setting import pictures, set_question
from question_bank.documents.word import Document
from question_bank.exchange.progress import counted
from question_bank.exchange.questions import ReadQuestion
from question_bank.kinds import kind
from question_bank.models import Bank
from question_bank.rules import day, tree


def booklet(bank: Bank, questions: Iterable[ReadQuestion], title: str) -> dict[str, Any]:
    """What a booklet of questions of a bank says: a part for each topic, in the bank's order; those without one last."""
    order = {folder.topic.name: place for place, folder in enumerate(tree(bank.topics))}
    chosen = sorted(
        questions, key=lambda question: order.get(question.topic, len(order))
    )  # stable: by code within
    parts: list[dict[str, Any]] = []
    number = 0
    for topic, within in groupby(counted(chosen), key=lambda question: question.topic):
        told = [_question(number + at, one) for at, one in enumerate(within, start=1)]
        number += len(told)
        parts.append({"title": topic or (_("Các câu khác") if parts else ""), "questions": told})
    return {
        "language": language(),
        "title": title,
        "subtitle": bank.name if bank.name != title else "",
        "count": _("Gồm %(count)s câu hỏi và đáp án", count=number),
        "words": {
            "question": _("Câu"),
            "answer": _("Trả lời"),
            "key": _("Đáp án"),
            "page": _("Trang"),
        },
        "parts": parts,
    }


def _question(number: int, question: ReadQuestion) -> dict[str, Any]:
    found, body = kind(question.kind), question.body
    # Nothing is shuffled: people learn from it. What a kind mixes all the same is mixed alike each time.
    order = found.option_order(body, Random(question.code), shuffle=False)
    told = set_question(number, question.text, found.present(body, order), lines=0)
    right = body.get("key", []) if "options" in body else []
    for place, option in zip(order, told["options"], strict=False):
        option["right"] = place in right
    basis = " ".join([question.legal_basis, f"({day(question.legal_date)})" if question.legal_date else ""])
    notes = [
        (_("Tiêu chí chấm"), str(body.get("rubric", "")) if found.judged else ""),
        (_("Giải thích"), question.explanation),
        (_("Căn cứ"), basis.strip()),
        (_("Nguồn"), question.source),
    ]
    # The letters as they are printed say it shorter than the words, which stand right above.
    letters = ", ".join(option["letter"] for option in told["options"] if option.get("right"))
    key = str(body.get("model_answer", "")) if found.judged else letters or found.read_key(body)
    told["key"] = pieces(key) if key else []
    told["notes"] = [(name, pieces(text)) for name, text in notes if text]
    return told


def write_pdf(told: dict[str, Any]) -> bytes:
    """The booklet as PDF."""
    return pdf.compile_pdf("question_bank/booklet.typ", told, pictures(told["parts"]))


def write_docx(told: dict[str, Any]) -> bytes:
    """The booklet as a Word document, to be changed before it is handed out."""
    words = told["words"]
    document = Document(pictures(told["parts"]))
    document.begin_section(told["title"], words["page"])
    document.paragraph(told["title"], bold=True, size=16, align="center", before=6)
    if told["subtitle"]:
        document.paragraph(told["subtitle"], align="center")
    document.paragraph(told["count"], italic=True, align="center", after=8)
    for part in told["parts"]:
        if part["title"]:
            document.paragraph(part["title"], bold=True, before=12, after=4, keep=True, heading=1)
        for question in part["questions"]:
            document.question(words["question"], words["answer"], question)
            _answer(document, words["key"], question)
    return document.save()


def _answer(document: Document, word: str, question: dict[str, Any]) -> None:
    if question["key"]:
        line = document.paragraph(f"{word}: ", bold=True, indent=5, after=1)
        document.pieces(line, question["key"])
    for name, text in question["notes"]:
        line = document.paragraph(f"{name}: ", italic=True, indent=5, after=1)
        document.pieces(line, text)


WRITERS = {
    "pdf": (write_pdf, "application/pdf"),
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
