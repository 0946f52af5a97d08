"""On PostgreSQL a transaction begins with its first write, and what is prepared outlives a page."""

from __future__ import annotations

from typing import cast

import pytest
from flask import Flask
from psycopg.pq import TransactionStatus
from sqlalchemy import Table, insert, select, text, update

from contest.accounts.models import User
from contest.kernel import clock
from contest.kernel.db import db

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def status() -> TransactionStatus:
    driver = db.session.connection().connection.driver_connection
    assert driver is not None
    return TransactionStatus(driver.info.transaction_status)


def user(name: str) -> User:
    return User(username=name, name=name, created_at=clock.now())


def names() -> list[str]:
    return list(db.session.scalars(select(User.username).order_by(User.username)))


def test_reading_needs_none(app: Flask) -> None:
    assert names() == []
    assert status() == TransactionStatus.IDLE


def test_a_write_begins_one_that_is_kept_or_undone_as_a_whole(app: Flask) -> None:
    db.session.add(user("an"))
    db.session.flush()
    db.session.execute(text("UPDATE user_account SET name = 'An'"))
    assert status() == TransactionStatus.INTRANS
    db.session.rollback()
    assert names() == []
    db.session.add_all([user("binh"), user("cuc")])
    db.session.commit()
    assert status() == TransactionStatus.IDLE
    db.session.rollback()
    assert names() == ["binh", "cuc"]


def test_a_lock_is_held_until_the_end(app: Flask) -> None:
    db.session.add(user("an"))
    db.session.commit()
    db.session.scalars(select(User).with_for_update()).all()
    assert status() == TransactionStatus.INTRANS
    with db.engine.connect() as other:
        query = text("SELECT count(*) FROM (SELECT id FROM user_account FOR UPDATE SKIP LOCKED) AS free")
        assert other.scalar(query) == 0
        db.session.rollback()
        assert other.scalar(query) == 1


def test_a_savepoint_stands_in_a_transaction(app: Flask) -> None:
    with db.session.begin_nested():
        db.session.add(user("an"))
    assert status() == TransactionStatus.INTRANS
    db.session.rollback()
    assert names() == []


def test_an_error_undoes_what_was_written_before_it(app: Flask) -> None:
    db.session.add(user("an"))
    db.session.flush()
    with pytest.raises(Exception, match="nowhere"):
        db.session.execute(text("SELECT 1 FROM nowhere"))
    db.session.rollback()
    assert names() == []


def test_what_is_prepared_outlives_a_page(app: Flask) -> None:
    for _ in range(8):
        names()
        db.session.rollback()
    assert db.session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == 1


def test_a_statement_that_stands_alone_is_kept_at_once(app: Flask) -> None:
    add = insert(cast(Table, User.__table__)).execution_options(alone=True)
    row = {"username": "an", "name": "An", "is_admin": False, "created_at": clock.now()}
    db.session.execute(add, row)
    assert status() == TransactionStatus.IDLE
    db.session.rollback()
    assert names() == ["an"]


def test_a_statement_that_stands_alone_joins_what_has_begun(app: Flask) -> None:
    db.session.add(user("an"))
    db.session.flush()
    db.session.execute(update(cast(Table, User.__table__)).values(name="An").execution_options(alone=True))
    db.session.rollback()
    assert names() == []
