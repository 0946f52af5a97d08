"""People, a bank and its questions, for the tests of pages and services."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from contest.accounts.models import User
from contest.kernel import clock
from contest.kernel.db import db
from question_bank import services
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Bank

SignIn = Callable[[User | None], None]


def person(name: str, is_admin: bool = False) -> User:
    """An account in the database."""
    user = User(username=name, name=name.title(), is_admin=is_admin, created_at=clock.now())
    db.session.add(user)
    db.session.commit()
    return user


def single(text: str = "Thủ đô?", *options: str, key: int = 0, code: str = "", **more: str) -> ReadQuestion:
    """A single choice question as a file would give it."""
    texts = options or ("Hà Nội", "Huế", "Đà Nẵng")
    body = {"options": [{"text": each, "locked": False} for each in texts], "key": [key]}
    return ReadQuestion("single_choice", text, body, code=code, **more)


def workbook(*rows: list[object]) -> bytes:
    """An .xlsx file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def owner(app: Flask) -> User:
    return person("owner")


@pytest.fixture
def bank(owner: User) -> Bank:
    return services.start_bank("thu", "Ngân hàng thử", owner.id)


@pytest.fixture
def sign_in(client: FlaskClient) -> SignIn:
    """`sign_in(user)` makes the client that person, or nobody for None."""

    def begin(user: User | None) -> None:
        # The test's application context outlives a request, and the signed-in person is kept in it.
        g.pop("_login_user", None)
        with client.session_transaction() as session:
            session.clear()
            if user:
                session["_user_id"] = user.get_id()

    return begin
