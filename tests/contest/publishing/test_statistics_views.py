"""The pages and files of statistics: what they say, when, and to whom."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from contest.kernel import clock
from contest.kernel.db import db
from contest.playing.models import Answer
from contest.publishing import statistics
from question_bank import services as bank
from question_bank.models import Question
from tests.contest.playing.quizzes import DURING, Quiz, person, sign_in
from tests.contest.ranking.sat import AFTER, choice, crowd, quiz_of, revisions, sit

PART = "/c/thu/desk/quizzes/xa/kien-thuc/statistics"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def quiz(app: Flask) -> Iterator[Quiz]:
    """Forty people had the same six questions; the third one's key is wrong: whoever is right is marked wrong."""
    quiz = quiz_of(6, people=40)
    crowd(quiz, [revisions(quiz)])
    for answer in db.session.query(Answer).filter_by(position=2):
        answer.response = {"0": "1", "1": "0"}.get(answer.response, answer.response)
    db.session.commit()
    with clock.freeze(AFTER):
        yield quiz


def question(code: str) -> Question:
    return db.session.query(Question).filter_by(code=code).one()


def test_the_page_of_a_quiz(quiz: Quiz, client: FlaskClient) -> None:
    sign_in(client, person("ghi", quiz.contest, "secretary"))
    page = client.get(PART).text
    report = statistics.of_part(quiz.part)
    alpha = f"{report.papers[0].reliability:.2f}".replace(".", ",")
    for words in (
        "Tính trên 40 người",
        "Một đề chung",
        f"<dd>{alpha}</dd>",
        "Kiểm tra lại đáp án",
        'id="scatter"',
    ):
        assert words in page
    # What asks for a look comes first; by code it comes third.
    assert page.index("Câu hỏi số 03?") < page.index("Câu hỏi số 01?")
    page = client.get(f"{PART}?sort=code").text
    assert page.index("Câu hỏi số 01?") < page.index("Câu hỏi số 03?") < page.index("Câu hỏi số 06?")
    # A secretary keeps no bank: no link that would be refused.
    assert "/banks/" not in page
    assert client.get(f"{PART}?sort=khong-co").status_code == 200


def test_while_anybody_may_sit_it_nothing_is_shown(quiz: Quiz, client: FlaskClient) -> None:
    sign_in(client, person("to-chuc", quiz.contest, "organiser"))
    with clock.freeze(DURING):
        page = client.get(PART)
        assert (page.status_code, "Thống kê có khi phần thi đã đóng" in page.text) == (200, True)
        assert "Câu hỏi số 01?" not in page.text
        assert client.get(f"{PART}.csv").status_code == 409
        own = client.get(f"/banks/thu/questions/{question('03').id}/statistics").text
        assert ("chưa đóng với tất cả mọi người" in own, "Nhóm điểm cao" in own) == (True, False)


def test_few_people_get_counts_and_no_coefficients(app: Flask, client: FlaskClient) -> None:
    quiz = quiz_of(3, people=29)
    crowd(quiz, [revisions(quiz)])
    sign_in(client, person("to-chuc", quiz.contest, "organiser"))
    with clock.freeze(AFTER):
        page = client.get(PART).text
        rows = list(csv.reader(StringIO(client.get(f"{PART}.csv").get_data().decode("utf-8-sig"))))
    assert ("Chưa đủ 30 người" in page, 'id="scatter"' in page, "Độ tin cậy (alpha)" in page) == (
        True,
        False,
        False,
    )
    assert [row[5:8] + row[9:] for row in rows[1:]] == [["", "", "", "Chưa đủ người"]] * 3


def test_nobody_came(app: Flask, client: FlaskClient) -> None:
    quiz = quiz_of(3, people=2)
    sign_in(client, person("to-chuc", quiz.contest, "organiser"))
    with clock.freeze(AFTER):
        assert "Chưa có bài làm nào để thống kê." in client.get(PART).text
        assert client.get(f"{PART}.xlsx").status_code == 200


def test_the_files(quiz: Quiz, client: FlaskClient) -> None:
    quiz_question = question("01")
    bank.revise(quiz_question, choice("01", "=1+1"), 1)
    sit(quiz, quiz.entrants[0], [quiz_question.latest.id], ["0"], number=2)  # not the first: changes nothing
    db.session.commit()
    sign_in(client, person("to-chuc", quiz.contest, "organiser"))
    answer = client.get(f"{PART}.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="thong-ke-thu-xa-kien-thuc.csv"'
    rows = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"))))
    lines = statistics.of_part(quiz.part).lines
    assert [row[0] for row in rows] == ["Câu", "01", "02", "03", "04", "05", "06"]
    assert rows[3][3:7] == [
        "40",
        f"{lines[2].item.facility:.4f}",
        f"{lines[2].item.discrimination:.4f}",
        f"{lines[2].item.corrected:.4f}",
    ]
    assert rows[3][9].startswith("Kiểm tra lại đáp án")
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"{PART}.xlsx").get_data()))
    sheets = {name: book.get_sheet_by_name(name).to_python()[4:] for name in book.sheet_names}
    assert list(sheets) == ["Câu hỏi", "Phương án", "Đề thi"]
    assert [row[4] for row in sheets["Câu hỏi"]] == [line.item.facility for line in lines]
    assert (len(sheets["Phương án"]), [row[4] for row in sheets["Phương án"]][:4]) == (24, ["x", "", "", ""])
    paper = statistics.of_part(quiz.part).papers[0]
    assert sheets["Đề thi"][0][:3] == ["Đề 1 (alpha)", 40.0, 6.0]
    assert sheets["Đề thi"][0][3] == pytest.approx(paper.mean * 2)


def test_the_page_of_a_question_over_its_revisions(quiz: Quiz, client: FlaskClient) -> None:
    organiser = person("to-chuc", quiz.contest, "organiser")
    asked = question("03")
    bank.revise(asked, choice("03", "Câu hỏi số 03, đã sửa?", key=1), 1)
    sign_in(client, organiser)
    page = client.get(f"/banks/thu/questions/{asked.id}/statistics").text
    assert ("Bản 1" in page, "Bản 2" in page, "Kiểm tra lại đáp án" in page, f'href="{PART}"' in page) == (
        True,
        False,
        True,
        True,
    )
    (revised,), running = statistics.of_question(asked)
    line = next(line for line in statistics.of_part(quiz.part).lines if line.code == "03")
    assert (revised.number, revised.people, running) == (1, 40, [])
    assert (revised.facility, revised.corrected) == pytest.approx((line.item.facility, line.item.corrected))
    unused = bank.add(quiz.bank, choice("99"))
    assert "chưa được dùng" in client.get(f"/banks/thu/questions/{unused.id}/statistics").text
    assert "Thống kê" in client.get(f"/banks/thu/questions/{asked.id}").text


def test_a_revision_over_several_quizzes_is_weighted_by_people(quiz: Quiz) -> None:
    line = statistics.of_part(quiz.part).lines[0]
    other = replace(line, item=replace(line.item, people=120, facility=0.5, corrected=0.5))
    few = replace(line, item=replace(line.item, people=10, facility=0.0, corrected=-1.0))
    uses = tuple(statistics.Use(quiz.part, one) for one in (line, other, few))
    revised = statistics.Revised(1, uses)
    assert revised.people == 170
    assert revised.facility == pytest.approx((40 * line.item.facility + 60) / 170)
    assert revised.corrected == pytest.approx((40 * (line.item.corrected or 0) + 60) / 160)
    assert statistics.Revised(1, uses[2:]).corrected is None


def test_it_is_made_again_only_when_something_changed(quiz: Quiz) -> None:
    first = statistics.of_part(quiz.part)
    assert statistics.of_part(quiz.part) is first
    quiz.entrants[0].status = "disqualified"
    db.session.commit()
    assert statistics.of_part(quiz.part).people == 39
    renamed = question("01")
    bank.revise(renamed, replace(choice("01"), code="01b"), 1)
    assert [line.code for line in statistics.of_part(quiz.part).lines][-1] == "01b"


def test_who_may_look(quiz: Quiz, client: FlaskClient) -> None:
    for role, status in (("invigilator", 403), ("judge", 403), ("secretary", 200)):
        sign_in(client, person(role, quiz.contest, role))
        assert client.get(PART).status_code == status
        assert client.get(f"{PART}.xlsx").status_code == status
        assert client.get(f"/banks/thu/questions/{question('03').id}/statistics").status_code == 403
