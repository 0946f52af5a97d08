"""A new kind is one file and one template folder: here is one that nothing else knows of, taken through everything."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, FileSystemLoader
from lxml import html
from sqlalchemy import select

import question_bank.kinds as package
from contest.accounts.models import User
from contest.kernel import clock
from contest.kernel.db import db
from contest.playing import reviewing, services
from question_bank.exchange import read_questions
from question_bank.forms import question_form
from question_bank.models import Bank, Question
from tests.contest.playing.quizzes import CLOSES, DURING, build
from tests.contest.playing.quizzes import sign_in as sign_in_as
from tests.question_bank.making import SignIn
from tests.question_bank.reading import fields

MODULE = '''
"""Say it backwards."""

from fractions import Fraction

from contest.kernel.messages import message
from question_bank.kinds.inputs import Cells, Input
from question_bank.kinds.written import Written


class Backwards(Written):
    code, name, place, words = "backwards", message("Nói ngược"), 99, ("Nói ngược",)
    inputs = (Input("word", message("Từ"), "line", required=True),)

    def to_form(self, body):
        return {"word": body["word"]}

    def from_form(self, values):
        return {"word": values["word"]}

    def to_cells(self, body):
        return Cells(key=body["word"])

    def from_cells(self, cells):
        return {"word": cells.key}

    def validate(self, body):
        return [] if body.get("word") else [message("Chưa có từ.")]

    def mark(self, body, response):
        return Fraction(response == body["word"][::-1])

    def right(self, body):
        return body["word"][::-1]

    def read_key(self, body, order=None):
        return body["word"][::-1]


KIND = Backwards()
'''
TEMPLATES = {
    "asked": (
        "{% macro show(asked, name, chosen, response, disabled) %}"
        '<input type="text" name="{{ name }}" value="{{ response }}" aria-label="Nói ngược">'
        "{% endmacro %}"
    ),
    "fields": '{% from "parts/field.html" import field %}{{ field(form.word) }}',
    "key": '<p class="answers">{{ question_kind(question.kind).read_key(body) }}</p>',
}


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def new_kind(app: Flask, tmp_path: Path) -> Iterator[None]:
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "backwards.py").write_text(MODULE, "utf-8")
    folder = tmp_path / "templates" / "question_bank" / "kinds" / "backwards"
    folder.mkdir(parents=True)
    for name, text in TEMPLATES.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    loader = app.jinja_env.loader
    assert loader is not None
    app.jinja_env.loader = ChoiceLoader([loader, FileSystemLoader(tmp_path / "templates")])
    package.__path__.append(str(tmp_path / "kinds"))
    package.kinds.cache_clear()
    yield
    package.__path__.remove(str(tmp_path / "kinds"))
    sys.modules.pop("question_bank.kinds.backwards", None)
    package.kinds.cache_clear()
    question_form.cache_clear()
    app.jinja_env.loader = loader


def test_a_new_kind_is_written_exported_and_imported(
    new_kind: None, client: FlaskClient, bank: Bank, owner: User, sign_in: SignIn
) -> None:
    sign_in(owner)
    assert "Nói ngược" in client.get("/banks/thu/").text
    filled = fields(client.get("/banks/thu/new/backwards").text) | {"text": "Đọc ngược lại!", "word": "ga"}
    client.post("/banks/thu/new/backwards", data=filled)
    question = db.session.scalars(select(Question)).one()
    assert (question.latest.kind, question.latest.body) == ("backwards", {"word": "ga"})
    page = client.get(f"/banks/thu/questions/{question.id}").text
    assert '<p class="answers">ag</p>' in page
    edited = fields(client.get(f"/banks/thu/questions/{question.id}/edit").text) | {"word": "gà"}
    client.post(f"/banks/thu/questions/{question.id}/edit", data=edited)
    db.session.expire_all()
    assert question.latest.number == 2
    assert "<ins>àg</ins>" in client.get(f"/banks/thu/questions/{question.id}").text
    for extension in ("xlsx", "csv", "json"):
        exported = client.get(f"/banks/thu/export/{extension}").data
        (read,) = read_questions(exported, f"x.{extension}").questions
        assert (read.kind, read.body, read.problems) == ("backwards", {"word": "gà"}, ())


def test_a_new_kind_is_drawn_answered_marked_and_reviewed(new_kind: None, client: FlaskClient) -> None:
    table = "Câu hỏi;Loại;Đáp án đúng\nĐọc ngược?;Nói ngược;ga"
    asked = read_questions(table.encode(), "x.csv").questions
    rules = {"quiz": {"points": "2", "draw": [{"count": 1, "kind": "backwards"}], "review": "key"}}
    with clock.freeze(DURING):
        quiz = build(rules, asked)
        sign_in_as(client, quiz.entrants[0])
        client.post(quiz.path)
        form = html.fromstring(client.get(f"{quiz.path}/paper").text).get_element_by_id("paper")
        form.fields["a0"] = "ag"
        client.post(f"{quiz.path}/paper", data=dict(form.form_values()))
    with clock.freeze(CLOSES):
        assert [one.points for one in services.marked_points(quiz.part)] == [2]
        (seen,) = reviewing.reviewed(quiz.entrants[0], quiz.part)
    assert [(one.given, one.key, one.share) for one in seen.questions] == [("ag", "ag", 1)]
