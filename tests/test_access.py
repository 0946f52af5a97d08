"""Every route has a gate, and every gate refuses whom it should: each role at each address."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from contest.accounts import services as accounts
from contest.judging import seating
from contest.kernel import clock
from contest.kernel.access import System
from contest.kernel.db import db
from contest.organising import members, rooms
from contest.organising.models import Contest, Window
from contest.organising.package_reading import read_package
from contest.playing import helping, retakes, times
from contest.playing import services as playing
from contest.publishing.loading import load_package
from question_bank.models import Question

SAMPLE = Path(__file__).resolve().parents[1] / "contest" / "samples" / "hoang-mai-2018"

# Who passes each named predicate, where the noun is the sample contest, or the judge's or contestant's own thing.
# "other" holds every role in another contest; "public" has not signed in.
STAFF = {"admin", "organiser", "secretary"}
ANYONE = STAFF | {"judge", "invigilator", "contestant", "other", "public"}
ALLOWED = {
    "everyone": ANYONE,
    "sees": ANYONE,
    "sees_publication": ANYONE,
    "exports": STAFF,
    "signed_in": ANYONE - {"public"},
    "owns_account": ANYONE - {"public", "contestant"},
    "administers": {"admin"},
    "makes_contests": {"admin"},
    "organises": {"admin", "organiser"},
    "imports_list": {"admin", "organiser"},
    "decides": {"admin", "organiser"},
    "keeps_records": STAFF,
    "inspects": STAFF,
    "invigilates": STAFF | {"invigilator"},
    "judges": {"judge"},
    "marks": {"judge"},
    "takes_part": {"contestant"},
    "sits": {"contestant"},
    "owns": {"contestant"},
    "proves_itself": {"contestant"},
}
# The question bank's own: who keeps the bank of the sample contest.
BANK = {"keeps": {"admin", "organiser"}, "exports": {"admin", "organiser"}, "imports": {"admin", "organiser"}}
BANK |= {
    "makes_banks": {"admin", "organiser", "other"},
    "staff": ANYONE - {"public", "contestant"},
}
ALLOWED |= {f"bank:{name}": roles for name, roles in BANK.items()}
ROLES = ("admin", "organiser", "secretary", "judge", "invigilator", "contestant", "other", "public")


@dataclass
class World:
    """The sample contest with one person of each role, and a value for every part of an address."""

    contest: Contest
    values: dict[str, Any]
    clients: dict[str, FlaskClient]


def _name(view: Any) -> str:
    """The predicate's name; those of the bank with their room, for two rooms have an `exports`."""
    predicate = view.predicate
    return (
        f"bank:{predicate.__name__}"
        if predicate.__module__.startswith("question_bank")
        else predicate.__name__
    )


def rules(app: Flask) -> Iterator[tuple[Rule, str, Any]]:
    """(rule, method, view) of every address but the static files."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted(rule.methods or ()):
                if method in ("GET", "POST"):
                    yield rule, method, app.view_functions[rule.endpoint]


def test_every_route_has_a_gate(app: Flask) -> None:
    assert [rule.rule for rule, _method, view in rules(app) if not hasattr(view, "predicate")] == []


@pytest.fixture
def world(app: Flask) -> World:
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
    panel = next(panel for panel in _panels(stage) if panel.unit_id in chain)
    seating.seat(panel, "gk-moi", "Giám khảo mới", False, "judge")
    attempt = playing.begin(entrant, quiz)
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
        "attempt_id": attempt.id,
        "accommodation_id": times.grant(quiz, times.Scope(), 60, "Thử").id,
        "disruption_id": times.remove(quiz, times.Scope(), now - timedelta(hours=1), now, "Thử").id,
        "call_id": helping.ask(attempt, "").id,
        "retake_id": retakes.grant(
            quiz, [members.members(stage)[1].code], now, now + timedelta(hours=1), "Thử"
        )[0].id,
        "window_id": members.windows(stage)[0].id,
        "panel_id": panel.id,
        "user_id": people["judge"].id,
        "topic_id": contest.bank.topics[0].id if contest.bank else 0,
    }
    keys = {name: person.get_id() for name, person in people.items()} | {"contestant": entrant.get_id()}
    clients = {}
    for role in ROLES:
        clients[role] = app.test_client()
        if role in keys:
            with clients[role].session_transaction() as session:
                session["_user_id"], session["_fresh"] = keys[role], True
    return World(contest, values, clients)


def _panels(stage: Any) -> Any:
    from contest.judging.services import panels  # beside its only use

    return panels(stage)


def _open(world: World, role: str, address: str, method: str) -> Any:
    # In a thread of its own: the fixture's application context, in which Flask-Login keeps the person, ends here.
    with ThreadPoolExecutor(1) as alone:
        headers = {"Accept": "text/html"}
        return alone.submit(world.clients[role].open, address, method=method, headers=headers).result()


def _refused(status: int, location: str) -> bool:
    """Refused: forbidden, or sent to the sign-in page."""
    return status in (401, 403) or (status in (302, 303) and location.startswith("/sign-in"))


def test_every_role_is_refused_what_it_may_not_do(world: World) -> None:
    app = world.clients["public"].application
    tried, wrong, unknown = 0, [], set()
    for rule, method, view in rules(app):
        name = _name(view)
        if name not in ALLOWED:
            unknown.add((rule.rule, name))
            continue
        address = _address(world, rule)
        if address is None:
            continue
        for role in ROLES:
            if role in ALLOWED[name]:
                continue
            answer = _open(world, role, address, method)
            tried += 1
            if not _refused(answer.status_code, answer.headers.get("Location", "")):
                wrong.append((role, method, rule.rule, answer.status_code))
    assert unknown == set()
    assert wrong == []
    assert tried > 150


def test_each_role_can_open_its_own_pages(world: World) -> None:
    app = world.clients["public"].application
    opened = 0
    for rule, method, view in rules(app):
        address = _address(world, rule)
        if method != "GET" or address is None:
            continue
        for role in ALLOWED.get(_name(view), ()):
            if role == "other" and "contest_code" in rule.arguments:
                continue
            answer = _open(world, role, address, "GET")
            opened += 1
            assert answer.status_code not in (401, 403, 500), (role, rule.rule, answer.status_code)
    assert opened > 100


def _address(world: World, rule: Rule) -> str | None:
    """The rule with the world's values; None where it needs something that the world hasn't got."""
    values = dict(world.values)
    if "/play" in rule.rule or "/desk/quizzes/" in rule.rule:
        values["part_code"] = values["quiz_code"]
    fixed = {"kind": None, "verb": "open", "extension": "csv", "form": "csv"}
    if "kind" in rule.arguments:
        fixed["kind"] = {"/import": "units", "/clock": "start", "/publish": "official"}.get(
            next((piece for piece in ("/import", "/clock", "/publish") if piece in rule.rule), ""),
            "single_choice",
        )
    values |= {name: value for name, value in fixed.items() if value}
    if not rule.arguments <= values.keys():
        return None
    with world.clients["public"].application.test_request_context():
        from flask import url_for

        return url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})


def test_the_command_line_owns_the_machine() -> None:
    assert System().is_admin
