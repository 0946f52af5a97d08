"""Signing in and out, the first administrator, one's own account."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from contest.accounts import services
from contest.accounts.models import User
from contest.accounts.views import safe_next
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused

PASSWORD = "mat-khau-dai-1"


@pytest.fixture
def admin(app: Flask) -> User:
    user = services.add_user("Quản Trị", "Quản trị", PASSWORD, is_admin=True)
    db.session.commit()
    return user


def sign_in(client: FlaskClient, username: str, password: str) -> int:
    return client.post("/sign-in", data={"username": username, "password": password}).status_code


def test_in_and_out(client: FlaskClient, admin: User) -> None:
    assert admin.username == "quantri"
    assert sign_in(client, "QuanTri", PASSWORD) == 303
    with client.session_transaction() as session:
        assert session["_user_id"] == admin.get_id()
    client.post("/sign-out")
    with client.session_transaction() as session:
        assert "_user_id" not in session


@pytest.mark.parametrize(("username", "password"), [("quantri", "sai"), ("khongco", PASSWORD)])
def test_a_refusal_never_says_which_was_wrong(
    client: FlaskClient, admin: User, username: str, password: str
) -> None:
    answer = client.post("/sign-in", data={"username": username, "password": password})
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in answer.get_data(as_text=True)


def test_who_is_locked_stays_out(client: FlaskClient, admin: User) -> None:
    other = services.add_user("khac", "Khác", PASSWORD, is_admin=True)
    services.change_user(other, "Khác", is_admin=True, is_active=False)
    assert sign_in(client, "khac", PASSWORD) == 422


def test_the_last_administrator_stays(admin: User) -> None:
    with pytest.raises(Refused, match="người quản trị cuối cùng"):
        services.change_user(admin, "Quản trị", is_admin=False, is_active=True)


def test_the_first_administrator_needs_the_servers_token_and_is_made_once(app: Flask) -> None:
    with pytest.raises(Invalid, match="Mã cài đặt chưa đúng"):
        services.set_up("doan-mo", "qt", "Quản trị", PASSWORD)
    with pytest.raises(Invalid, match="ít nhất 10"):
        services.set_up(services.setup_token(), "qt", "Quản trị", "ngan")
    services.set_up(services.setup_token(), "qt", "Quản trị", PASSWORD)
    with pytest.raises(Refused, match="đã có người quản trị"):
        services.set_up(services.setup_token(), "qt2", "Quản trị", PASSWORD)


def test_a_new_password_ends_other_sessions(admin: User) -> None:
    before = admin.get_id()
    with pytest.raises(Invalid, match="hiện tại chưa đúng"):
        services.change_own(admin, "Quản trị", "sai", "mat-khau-moi-2")
    services.change_own(admin, "Quản trị", PASSWORD, "mat-khau-moi-2")
    assert admin.get_id() != before
    assert services.authenticate("quantri", "mat-khau-moi-2") is admin


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/c/hm2018/desk?x=1", "/c/hm2018/desk?x=1"),
        ("", "/"),
        (None, "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_nobody_is_sent_elsewhere(address: str | None, target: str) -> None:
    assert safe_next(address, "/") == target


def test_english_is_a_cookie_away(client: FlaskClient, admin: User) -> None:
    client.post("/language", data={"language": "en", "next": "/sign-in"})
    page = client.get("/sign-in").get_data(as_text=True)
    assert "Sign in" in page and 'lang="en"' in page
