"""Migrations: the models are what they make, and what is stored stays when they change a table."""

from __future__ import annotations

import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import text

from contest.app import create_app
from contest.kernel.db import db
from tests.conftest import DATABASES, SECRET

STARTED, DEADLINE = "2026-11-20 01:00:00.000000", "2026-11-20 01:20:00.000000"
# What the first version of the tables held: a contest in which someone has answered.
FIRST = [
    "INSERT INTO contest (id, code, name, timezone, layout, is_public, extra, version, created_at) "
    f"VALUES (1, 'cu', 'Hội thi cũ', 'Asia/Ho_Chi_Minh', 'party', true, '{{}}', 1, '{STARTED}')",
    "INSERT INTO stage (id, contest_id, code, name, position, rules, board, version) "
    "VALUES (1, 1, 'xa', 'Vòng xã', 1, '{}', 'live', 1)",
    "INSERT INTO part (id, stage_id, code, name, kind, method, position, rules, version) "
    "VALUES (1, 1, 'tn', 'Trắc nghiệm', 'other', 'quiz', 1, '{}', 1)",
    'INSERT INTO entrant (id, contest_id, code, name, sort_key, search, "group", born, status, extra, session_version, '
    "version) VALUES (1, 1, '001', 'Nguyễn An', 'a', 'a', '', '', 'in', '{}', 1, 1)",
    "INSERT INTO attempt (id, entrant_id, part_id, number, seed, paper, size, started_at, deadline) "
    f"VALUES (1, 1, 1, 1, '0', '[[1, []]]', 1, '{STARTED}', '{DEADLINE}')",
    "INSERT INTO answer (attempt_id, position, response, flagged, sequence, stored_at) "
    f"VALUES (1, 0, '1945', false, 3, '{STARTED}')",
]


@pytest.fixture(params=DATABASES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without tables."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    if request.param == "postgresql":
        cluster = request.getfixturevalue("postgres")
        name = f"empty_{uuid.uuid4().hex}"
        cluster.run(f"CREATE DATABASE {name}")
        url = cluster.url(name)
    app = create_app({"INSTANCE": str(tmp_path), "SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": SECRET})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_what_was_stored_stays(empty: Flask) -> None:
    flask_migrate.upgrade(revision="0001")
    for statement in FIRST:
        db.session.execute(text(statement))
    db.session.commit()
    flask_migrate.upgrade()
    rows = db.session.execute(
        text(
            "SELECT n.response, n.sequence, a.base_deadline = a.deadline, a.paused_at, a.question_seconds, e.name "
            "FROM answer n JOIN attempt a ON a.id = n.attempt_id JOIN entrant e ON e.id = a.entrant_id"
        )
    ).all()
    assert [tuple(row) for row in rows] == [("1945", 3, True, None, 0, "Nguyễn An")]
    db.session.rollback()
    # What a table refers to is looked after as before.
    db.session.execute(text("DELETE FROM contest"))
    assert db.session.scalar(text("SELECT count(*) FROM answer")) == 0


def test_the_migrations_make_what_the_models_say(empty: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "autogenerate skipping")  # of such an index, on SQLite
            warnings.filterwarnings("ignore", "Skipped unsupported reflection")
            found = compare_metadata(context, db.metadata)
    # PostgreSQL and SQLite name an index over expressions in their own ways.
    own_way = ("uq_window_place", "uq_drawn_paper_place")
    assert [one for one in found if not any(name in str(one) for name in own_way)] == []
