"""Which requests go without hooks, and that all others keep them."""

from __future__ import annotations

from flask import Flask, Response, session
from flask.testing import FlaskClient

from contest.kernel.lean import LeanFlask


def make() -> tuple[LeanFlask, list[str]]:
    app = LeanFlask("lean")
    app.secret_key = "for-tests-only-0123456789"
    seen: list[str] = []

    @app.before_request
    def before() -> None:
        seen.append("before")

    @app.after_request
    def after(response: Response) -> Response:
        seen.append("after")
        return response

    @app.get("/lean")
    def lean() -> str:
        return str(session.get("who"))

    @app.get("/page")
    def page() -> str:
        session["who"] = "an"
        return "page"

    app.lean.add("lean")
    return app, seen


def test_a_page_has_hooks_and_a_session() -> None:
    app, seen = make()
    answer = app.test_client().get("/page")
    assert seen == ["before", "after"]
    assert "session=" in answer.headers["Set-Cookie"]


def test_a_lean_endpoint_reads_the_session_and_runs_no_hook() -> None:
    app, seen = make()
    client = app.test_client()
    client.get("/page")
    seen.clear()
    answer = client.get("/lean")
    assert (answer.text, seen) == ("an", [])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_a_session_signed_by_another_key_is_empty() -> None:
    app, _ = make()
    other, _ = make()
    other.secret_key = "another-key-for-tests-9876543210"
    cookie = other.test_client().get("/page").headers["Set-Cookie"].split(";")[0].partition("=")[2]
    client = app.test_client()
    client.set_cookie("session", cookie)
    assert client.get("/lean").text == "None"


def test_of_ours_only_the_answers_are_lean(app: Flask, client: FlaskClient) -> None:
    assert isinstance(app, LeanFlask)
    assert app.lean == {"playing_api.answers"}
    assert "Content-Security-Policy" in client.get("/").headers
