"""Whatever a page shows in its form can be sent back as it is: a browser sends every field, hidden and empty ones too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from contest.accounts import services as accounts
from contest.commands.demo import SAMPLE
from contest.kernel.db import db
from contest.organising.models import Contest, Entrant, Window
from contest.organising.package_reading import read_package
from contest.publishing.loading import load_package
from contest.simulation.client import Person
from question_bank.models import Question

PASSWORD = "mat-khau-chi-de-thu"
DESK = "/c/hm2018/desk"


@pytest.fixture
def admin(app: Flask, live_server: str) -> Iterator[Person]:
    accounts.add_user("quantri", "Quản trị", PASSWORD, is_admin=True)
    load_package(read_package(SAMPLE))
    db.session.commit()
    person = Person(live_server, "quantri")
    person.sign_in("quantri", PASSWORD)
    yield person
    person.close()


def pages(contest: Contest) -> Iterator[tuple[str, str]]:
    """Pages that change something that is there, and a field of the form in question."""
    yield f"{DESK}/settings", "timezone"
    yield f"{DESK}/units/{contest.units[0].code}", "headcount"
    entrant = db.session.scalars(select(Entrant).order_by(Entrant.code)).first()
    assert entrant is not None
    yield f"{DESK}/entrants/{entrant.code}", "born"
    for stage in contest.stages:
        yield f"{DESK}/stages/{stage.code}", "rank_within"
        for part in stage.parts:
            yield f"{DESK}/stages/{stage.code}/parts/{part.code}", "method"
    for window in db.session.scalars(select(Window)):
        yield f"{DESK}/windows/{window.id}", "opens_at"
    kinds: dict[str, Question] = {}
    for question in db.session.scalars(select(Question)):
        kinds.setdefault(question.current.kind, question)
    for question in kinds.values():
        yield f"/banks/{question.bank.code}/questions/{question.id}/edit", "seen"


def test_every_form_takes_what_it_shows(admin: Person) -> None:
    [contest] = db.session.scalars(select(Contest))
    tried = list(pages(contest))
    assert len(tried) > 10
    for path, field in tried:
        page = admin.get(path)
        admin.send(page, page.form(having=field))  # raises with what the page said, where it refuses


NEW = [
    (f"{DESK}/units/new", "headcount", {"name": "Phường Mới", "code": "moi"}),
    (f"{DESK}/entrants/new", "born", {"name": "Nguyễn Văn Mới", "code": "999"}),
    (f"{DESK}/stages/new", "rank_within", {"name": "Vòng mới", "code": "moi"}),
    (f"{DESK}/stages/moi/parts/new", "method", {"name": "Phần mới", "code": "moi", "method": "entered"}),
    (
        f"{DESK}/windows/new",
        "opens_at",
        {"part": "moi", "opens_at": "2026-12-01T08:00", "closes_at": "2026-12-01T24:00"},
    ),
    (
        "/banks/hm2018/new/single_choice",
        "options-0",
        {"text": "Câu mới?", "options-0": "Đúng", "options-1": "Sai", "key": "0"},
    ),
    (
        "/banks/hm2018/new/several_correct",
        "options-0",
        {"text": "Câu hai?", "options-0": "Đúng", "options-1": "Sai", "key": ["0"]},
    ),
    ("/banks/hm2018/new/true_false", "key", {"text": "Câu ba.", "key": "0"}),
    ("/banks/hm2018/new/short_answer", "accepted", {"text": "Câu bốn?", "accepted": "1945"}),
    ("/banks/hm2018/new/situation", "rubric", {"text": "Tình huống mới"}),
    ("/banks/hm2018/new/theme", "rubric", {"text": "Chuyên đề mới"}),
    ("/admin/users/new", "is_admin", {"username": "moi", "name": "Người mới"}),
    ("/contests/new", "layout", {"name": "Hội thi mới", "code": "moi"}),
    ("/banks/new", "code", {"name": "Ngân hàng mới", "code": "nhm"}),
]


def test_something_new_needs_no_more_than_it_asks_for(admin: Person) -> None:
    for path, field, values in NEW:
        page = admin.get(path)
        admin.send(page, page.form(having=field), **values)
