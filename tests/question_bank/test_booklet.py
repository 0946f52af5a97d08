"""The booklet: topic by topic, each question with its answer; the Word file can be read back."""

from __future__ import annotations

import io

import pypdf
from flask import Flask
from flask.testing import FlaskClient

from contest.accounts.models import User
from question_bank import booklet, services
from question_bank.exchange import read_questions
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Bank
from tests.question_bank.making import SignIn, single


def _fill(bank: Bank) -> None:
    services.add(
        bank, single("Thủ đô nước ta?", code="2", topic="Đất nước", explanation="Điều 13 Hiến pháp.")
    )
    several = {"options": [{"text": text, "locked": False} for text in ("Hai", "Ba", "Bốn")], "key": [0, 2]}
    services.add(bank, ReadQuestion("several_correct", "Số nào chẵn?", several, code="1", topic="Số"))
    case = {"model_answer": "Gặp gỡ từng người.", "rubric": "Đủ ý"}
    services.add(bank, ReadQuestion("situation", "Chi bộ mất đoàn kết?", case, code="3"))
    legal = {"legal_basis": "Luật A", "legal_date": "2019-11-20"}
    services.add(bank, single("Ai ký?", "Chủ tịch", "Thư ký", key=1, code="4", topic="Đất nước", **legal))


def test_parts_follow_the_topics(app: Flask, bank: Bank) -> None:
    _fill(bank)
    with app.test_request_context():
        told = booklet.booklet(bank, services.questions(bank), "Hỏi – đáp")
    shown = [
        (part["title"], [(one["number"], one["key"]) for one in part["questions"]]) for part in told["parts"]
    ]
    assert shown == [
        ("Đất nước", [(1, [{"text": "A"}]), (2, [{"text": "B"}])]),
        ("Số", [(3, [{"text": "A, C"}])]),
        ("Các câu khác", [(4, [{"text": "Gặp gỡ từng người."}])]),
    ]
    notes = [note for part in told["parts"] for one in part["questions"] for note in one["notes"]]
    assert notes == [
        ("Giải thích", [{"text": "Điều 13 Hiến pháp."}]),
        ("Căn cứ", [{"text": "Luật A (20/11/2019)"}]),
        ("Tiêu chí chấm", [{"text": "Đủ ý"}]),
    ]


def test_what_is_longer_than_a_line_is_broken(app: Flask, bank: Bank) -> None:
    services.add(bank, single("Chọn " + "a" * 200 + " hay " + "…" * 200 + "?", "b" * 200, "c", code="1"))
    with app.test_request_context():
        written = booklet.write_pdf(booklet.booklet(bank, services.questions(bank), "Hỏi – đáp"))
    text = pypdf.PdfReader(io.BytesIO(written)).pages[0].extract_text().replace("\u200b", "")
    for letter in "ab…":
        found = [line.count(letter) for line in text.splitlines()]
        assert sum(found) >= 200 and max(found) < 100


def test_the_files_come_with_their_questions(
    client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    _fill(bank)
    sign_in(owner)
    pdf = client.get("/banks/thu/booklet.pdf?difficulty=")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.data)).pages)
    assert "Gồm 4 câu hỏi và đáp án" in text and "Gặp gỡ từng người." in text
    word = client.get(f"/banks/thu/booklet.docx?topic={bank.topics[0].id}")
    found = read_questions(word.data, "b.docx").questions
    assert [(one.text, one.body["key"], one.problems) for one in found] == [
        ("Thủ đô nước ta?", [0], ()),
        ("Ai ký?", [1], ()),
    ]
