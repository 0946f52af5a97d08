"""Printed papers as files: what was kept is what is printed, in every form."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from PIL import Image
from sqlalchemy import select

from contest.kernel import jobs
from contest.kernel.audit import AuditEntry
from contest.kernel.db import db
from contest.playing import printing
from contest.publishing import paper_jobs
from contest.publishing.paper_data import What, paper_data, write_pdf
from contest.publishing.paper_docx import write_docx
from question_bank import media
from question_bank.exchange.questions import ReadQuestion
from question_bank.exchange.references import refer
from tests.contest.playing.quizzes import Quiz, build, person, sign_in

# What is written doesn't depend on the database.
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (320, 120), "#2266aa").save(target, "PNG")
    return target.getvalue()


def asked(name: str) -> list[ReadQuestion]:
    """A question of each shape: short, middling and long options, a picture, equations, a statement, a line to write on."""

    def choice(text: str, *texts: str, code: str) -> ReadQuestion:
        options = [{"text": one, "locked": False} for one in texts]
        return ReadQuestion("single_choice", text, {"options": options, "key": [1]}, code=code)

    truth = {"options": [{"text": "Đúng", "locked": True}, {"text": "Sai", "locked": True}], "key": [1]}
    written = {"accepted": ["1945"], "fold": True, "ignore_diacritics": False}
    return [
        choice("Năm nào & <sau> “1944”?", "1930", "1945", "1954", "1975", code="1"),
        choice("Nghiệm của \\(x^2 - 5x + 6 = 0\\)?", "\\(\\frac{1}{2}\\)", "\\(\\sqrt{4}\\)", "ba", code="2"),
        choice(f"Ảnh nào?\n{refer(name, 'hình xanh')}", "Cơ quan quyền lực nhà nước", "Cơ quan hành chính", code="3"),
        choice("Điều lệ Đảng quy định gì?", *(f"Phương án {at} dài đến mức phải đứng riêng" for at in "1234"), code="4"),
        ReadQuestion("true_false", "Một năm có 13 tháng.", truth, code="5"),
        ReadQuestion("short_answer", "Năm Quốc khánh?", written, code="6"),
    ]  # fmt: skip


@pytest.fixture
def quiz(app: Flask) -> Quiz:
    name = media.keep(picture())
    return build({"quiz": {"draw": [{"count": 6}]}}, asked(name))


def _text(document: bytes) -> str:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/document.xml"))
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    return "\n".join("".join(one.itertext()) for one in root.iterfind(".//w:p", names))


@SQLITE
def test_word_says_what_was_kept(quiz: Quiz) -> None:
    made = printing.make(quiz.part, ["101", "102"], fresh=False)
    content = write_docx(paper_data(quiz.part, made), "papers")
    text = _text(content)
    for paper in printing.read(made):
        assert f"Mã đề: {paper.code}" in text
    assert text.count("Câu 1. ") == 2
    assert "Năm nào & <sau> “1944”?" in text
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert [one for one in archive.namelist() if one.startswith("word/media/")] == ["word/media/image1.png"]
    assert b"<m:f>" in archive.read("word/document.xml")
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(archive.read(name))


@SQLITE
def test_letters_of_a_sheet_stand_in_boxes_that_any_font_prints(quiz: Quiz) -> None:
    made = printing.make(quiz.part, ["101"], fresh=False)
    content = write_docx(paper_data(quiz.part, made), "sheets")
    letters = "".join("ABCDEFGH"[: question.letters] for question in printing.read(made)[0].questions)
    names = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))
    boxed = root.xpath("//w:r[w:rPr/w:bdr]/w:t/text()", namespaces=names)
    assert sorted(boxed) == sorted(letters)  # columns are filled downwards


@SQLITE
@pytest.mark.parametrize("what", ["papers", "sheets", "keys"])
@pytest.mark.parametrize("layout", ["party", "government"])
def test_pdf(quiz: Quiz, what: What, layout: str) -> None:
    quiz.contest.layout = layout
    made = printing.make(quiz.part, ["101", "102"], fresh=False)
    content = write_pdf(paper_data(quiz.part, made), what)
    assert content.startswith(b"%PDF")


@SQLITE
def test_the_keys_are_those_of_the_printed_order(quiz: Quiz) -> None:
    made = printing.make(quiz.part, ["101", "102", "103"], fresh=False)
    key = paper_data(quiz.part, made)["keys"][0]
    assert key["codes"] == ["101", "102", "103"]
    for column, paper in enumerate(made):
        for row, (revision_id, order) in enumerate(paper.paper):
            revision = printing.services.revisions_of([paper.paper])[revision_id]
            right = key["rows"][row][column]
            if revision.kind == "short_answer":
                assert right == "1945"
            else:
                assert order["ABCD".index(right)] == 1
    assert len({str(row) for row in zip(*key["rows"], strict=True)}) > 1


@SQLITE
@pytest.mark.parametrize(
    ("kind", "form", "status"),
    [("de", "docx", 200), ("de", "pdf", 200), ("phieu", "docx", 200), ("phieu", "pdf", 200), ("dap-an", "docx", 200),
     ("dap-an", "pdf", 200), ("dap-an", "xlsx", 200), ("de", "xlsx", 404), ("de", "exe", 404), ("khac", "pdf", 404)],
)  # fmt: skip
def test_files(client: FlaskClient, quiz: Quiz, kind: str, form: str, status: int) -> None:
    printing.make(quiz.part, ["101"], fresh=False)
    sign_in(client, person("tochuc", quiz.contest, "organiser"))
    answer = client.get(f"/c/thu/desk/quizzes/xa/kien-thuc/papers/files/{kind}.{form}?code=101")
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["Content-Disposition"].endswith(f'-thu-kien-thuc-101.{form}"')
        assert len(answer.data) > 2000


@SQLITE
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_many_papers_are_made_in_the_background(
    client: FlaskClient, quiz: Quiz, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_jobs, "AT_ONCE", {"docx": 11, "pdf": 11})
    made = printing.make(quiz.part, ["101", "102"], fresh=False)
    sign_in(client, person("tochuc", quiz.contest, "organiser"))
    place = "/c/thu/desk/quizzes/xa/kien-thuc/papers"
    assert client.get(f"{place}/files/de.{form}?code=101").status_code == 200
    asked = client.get(f"{place}/files/de.{form}")
    page = asked.headers["Location"]
    assert asked.status_code == 303 and page.startswith(f"{place}/made/")
    assert "Đang lập tệp" in client.get(page).get_data(as_text=True)
    entries = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("papers.export%")))
    assert list(entries) == ["papers.export.papers"] * 2
    assert jobs.run_next()
    assert f"{page}/take" in client.get(page).get_data(as_text=True)
    file = client.get(f"{page}/take")
    assert file.headers["Content-Disposition"] == f"attachment; filename=de-thi-thu-kien-thuc.{form}"
    if form == "docx":
        assert _text(file.data) == _text(write_docx(paper_data(quiz.part, made), "papers"))
    else:
        assert file.data.startswith(b"%PDF")
    sign_in(client, person("khac", quiz.contest, "organiser"))
    assert client.get(page).status_code == client.get(f"{page}/take").status_code == 403
