"""The sample contest with one person of each role, and a value for every part of an address: for tests that walk the URL
map."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from contest.accounts import services as accounts
from contest.accounts.models import User
from contest.judging import seating
from contest.judging.services import panels
from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.made_files import MadeFile
from contest.organising import members, rooms
from contest.organising.models import Contest, Window
from contest.organising.package_reading import read_package
from contest.playing import helping, printing, retakes, times
from contest.playing import services as playing
from contest.publishing.loading import load_package
from question_bank import services as contest_bank
from question_bank import uploads
from question_bank.models import Question
from question_bank.services import Filter
from question_bank.study import services as studying

SAMPLE = Path(__file__).resolve().parents[2] / "contest" / "samples" / "hoang-mai-2018"
ROLES = ("admin", "organiser", "secretary", "judge", "invigilator", "contestant", "other", "public")


@dataclass
class World:
    """The sample contest with one person of each role, and a value for every part of an address."""

    contest: Contest
    values: dict[str, Any]
    clients: dict[str, FlaskClient]
    cookies: dict[str, str]  # of those who have signed in: what their browser holds


def rules(app: Flask) -> Iterator[tuple[Rule, str, Any]]:
    """(rule, method, view) of every address but the static files."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted(rule.methods or ()):
                if method in ("GET", "POST"):
                    yield rule, method, app.view_functions[rule.endpoint]


def build(app: Flask) -> World:
    """See the module."""
    contest = load_package(read_package(SAMPLE))
    other = load_package(read_package(SAMPLE), code="khac")
    stage = contest.stages[0]
    quiz = next(part for part in stage.parts if part.method == "quiz")
    judged = next(part for part in stage.parts if part.method == "panel")
    for window in members.windows(stage):
        db.session.delete(window)
    now = clock.now()
    db.session.add(Window(stage=stage, opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1)))
    staff = [name for name in ROLES if name not in ("contestant", "public")]
    people = {name: accounts.add_user(name, name, None, is_admin=name == "admin") for name in staff}
    for role in ("organiser", "secretary", "judge", "invigilator"):
        accounts.grant(people[role], contest.id, role)
        accounts.grant(people["other"], other.id, role)
    db.session.commit()
    entrant = members.members(stage)[0]
    chain = members.unit_chain(entrant.unit_id, members.unit_parents(contest.id))
    panel = next(panel for panel in panels(stage) if panel.unit_id in chain)
    seating.seat(panel, "gk-moi", "Giám khảo mới", False, "judge")
    attempt = playing.begin(entrant, quiz)
    assert contest.bank is not None
    draft = studying.Draft("Ôn tập", "on-tap", "anyone", None, None)
    study = studying.add(contest.bank, draft, Filter())
    question = db.session.query(Question).filter_by(bank_id=contest.bank_id).first()
    assert question is not None
    values = {
        "contest_code": contest.code,
        "stage_code": stage.code,
        "part_code": judged.code,
        "quiz_code": quiz.code,
        "entrant_code": entrant.code,
        "unit_code": entrant.unit.code if entrant.unit else "",
        "room_code": rooms.save(
            contest, None, {"code": "p1", "name": "Phòng 1", "entry_code": "", "networks": ""}
        ).code,
        "bank_code": contest.bank.code if contest.bank else "",
        "question_id": question.id,
        "number": 1,
        "attempt_id": attempt.id,
        "accommodation_id": times.grant(quiz, times.Scope(), 60, "Thử").id,
        "disruption_id": times.remove(quiz, times.Scope(), now - timedelta(hours=1), now, "Thử").id,
        "call_id": helping.ask(attempt, "").id,
        "retake_id": retakes.grant(
            quiz, [members.members(stage)[1].code], now, now + timedelta(hours=1), "Thử"
        )[0].id,
        "paper_code": printing.make(quiz, ["101"], fresh=False)[0].code,
        "window_id": members.windows(stage)[0].id,
        "panel_id": panel.id,
        "user_id": people["judge"].id,
        "topic_id": contest.bank.topics[0].id if contest.bank else 0,
        "place": 0,
        "study_id": study.id,
        "study_code": study.code,
    }
    values["upload"] = _upload(contest, people["organiser"])
    values["bank_file"] = made_file(f"bank:{values['bank_code']}", people["organiser"])
    values["papers_file"] = made_file(f"part:{quiz.id}", people["organiser"])
    keys = {name: person.get_id() for name, person in people.items()} | {"contestant": entrant.get_id()}
    clients = {}
    for role in ROLES:
        clients[role] = app.test_client()
        if role in keys:
            with clients[role].session_transaction() as session:
                session["_user_id"], session["_fresh"] = keys[role], True
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookies = {role: str(serializer.dumps({"_user_id": key, "_fresh": True})) for role, key in keys.items()}
    return World(contest, values, clients, cookies)


def _upload(contest: Contest, owner: User) -> str:
    """A list on its way into the bank: a new question, one with a problem, one that the bank has."""
    assert contest.bank is not None
    known = contest_bank.questions(contest.bank)[0]
    rows = [
        ["Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án"],
        ["Câu mới của danh sách?", "Một", "Hai", "Hai", "A"],
        [known.text, "Một", "Hai", "", "B"],
        ["Câu mới khác?", "Một", "Hai", "", "A"],
    ]
    upload = uploads.keep(contest.bank, owner.key, "ds.csv", "\n".join(map(";".join, rows)).encode())
    uploads.read(upload)
    return upload.token


def made_file(belongs: str, owner: User) -> str:
    """A file that was made in the background."""
    made = MadeFile(
        token=secrets.token_urlsafe(24),
        owner=owner.key,
        belongs=belongs,
        filename="ds.docx",
        mime="application/octet-stream",
        created_at=clock.now(),
        size=1_234_567,
        content=b"docx",
    )
    db.session.add(made)
    db.session.commit()
    return made.token


def address(world: World, rule: Rule) -> str | None:
    """The rule with the world's values; None where it needs something that the world hasn't got."""
    values = dict(world.values)
    if "/play" in rule.rule or "/desk/quizzes/" in rule.rule:
        values["part_code"] = values["quiz_code"]
    if rule.rule.startswith("/banks/"):
        values["token"] = values["bank_file" if "/files/" in rule.rule else "upload"]
    if "/papers/made/" in rule.rule:
        values["token"] = values["papers_file"]
    fixed = {"kind": None, "verb": "open", "extension": "csv", "form": "csv"}
    if "booklet" in rule.rule:
        fixed["form"] = "pdf"
    if "kind" in rule.arguments:
        fixed["kind"] = {"/import": "units", "/clock": "start", "/publish": "official"}.get(
            next((piece for piece in ("/import", "/clock", "/publish") if piece in rule.rule), ""),
            "single_choice",
        )
    values |= {name: value for name, value in fixed.items() if value}
    if not rule.arguments <= values.keys():
        return None
    with world.clients["public"].application.test_request_context():
        return url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})


def open_as(world: World, role: str, path: str, method: str = "GET") -> Any:
    """The answer to a role's request."""
    # In a thread of its own: the fixture's application context, in which Flask-Login keeps the person, ends here.
    with ThreadPoolExecutor(1) as alone:
        headers = {"Accept": "text/html"}
        return alone.submit(world.clients[role].open, path, method=method, headers=headers).result()
