"""People, a bank and its questions, for the tests of pages and services."""

from __future__ import annotations

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from contest.accounts.models import User
from question_bank import services
from question_bank.models import Bank
from tests.question_bank.making import SignIn, person


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
