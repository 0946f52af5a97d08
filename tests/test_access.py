"""Every route has a gate, and every gate refuses whom it should: each role at each address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from contest.kernel.access import System
from tests.support.world import ROLES, World, address, build, open_as, rules

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
    "takes_papers": {"organiser"},
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
KEEPERS = {"admin", "organiser"}
BANK = dict.fromkeys(
    (
        "keeps",
        "opens",
        "writes",
        "revises",
        "arranges",
        "judges_questions",
        "sees_keys",
        "exports",
        "imports",
    ),
    KEEPERS,
)
BANK |= {
    "imports": {"organiser"},  # an upload is only for the one whose it is
    "takes": {"organiser"},  # a file is only for the one who asked for it
    "studies": ANYONE,
    "makes_banks": {"admin", "organiser", "other"},
    "staff": ANYONE - {"public", "contestant"},
}
ALLOWED |= {f"bank:{name}": roles for name, roles in BANK.items()}


def name_of(view: Any) -> str:
    """The predicate's name; those of the bank with their room, for two rooms have an `exports`."""
    predicate = view.predicate
    return (
        f"bank:{predicate.__name__}"
        if predicate.__module__.startswith("question_bank")
        else predicate.__name__
    )


def test_every_route_has_a_gate(app: Flask) -> None:
    assert [rule.rule for rule, _method, view in rules(app) if not hasattr(view, "predicate")] == []


@pytest.fixture
def world(app: Flask) -> World:
    return build(app)


def _refused(status: int, location: str) -> bool:
    """Refused: forbidden, or sent to the sign-in page."""
    return status in (401, 403) or (status in (302, 303) and location.startswith("/sign-in"))


def test_every_role_is_refused_what_it_may_not_do(world: World) -> None:
    app = world.clients["public"].application
    tried, wrong, unknown = 0, [], set()
    for rule, method, view in rules(app):
        name = name_of(view)
        if name not in ALLOWED:
            unknown.add((rule.rule, name))
            continue
        path = address(world, rule)
        if path is None:
            continue
        for role in ROLES:
            if role in ALLOWED[name]:
                continue
            answer = open_as(world, role, path, method)
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
        path = address(world, rule)
        if method != "GET" or path is None:
            continue
        for role in ALLOWED.get(name_of(view), ()):
            if role == "other" and "contest_code" in rule.arguments:
                continue
            answer = open_as(world, role, path)
            opened += 1
            assert answer.status_code not in (401, 403, 500), (role, rule.rule, answer.status_code)
    assert opened > 100


def test_the_command_line_owns_the_machine() -> None:
    assert System().is_admin
