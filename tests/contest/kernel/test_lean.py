"""Which requests go without hooks, and that all others keep them."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest
from flask import Flask, Response, session
from flask.testing import FlaskClient

from contest.kernel.lean import PAGES_AT_ONCE, LeanFlask


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
    assert app.lean == {"playing_api.answers", "playing_api.here", "playing_api.come_late"}
    assert "Content-Security-Policy" in client.get("/").headers


def test_a_cookie_is_verified_once_and_never_shared() -> None:
    app, _ = make()

    @app.get("/change")
    def change() -> str:
        session.setdefault("list", []).append(1)
        return str(session["list"])

    client = app.test_client()
    client.get("/page")
    cookie = client.get_cookie("session")
    assert cookie is not None
    for _ in range(2):
        # The same cookie twice: what the first request changed is not in it, neither beside what it holds nor within.
        other = app.test_client()
        other.set_cookie("session", cookie.value)
        assert other.get("/change").text == "[1]"
        held = other.get_cookie("session")
        assert held is not None
        for _ in range(2):
            other.set_cookie("session", held.value)
            assert other.get("/change").text == "[1, 1]"
    signed, _, signature = cookie.value.rpartition(".")
    # Not its last letter, of whose bits not all count.
    forged = ("A" if signature[0] != "A" else "B") + signature[1:]
    other.set_cookie("session", f"{signed}.{forged}")
    assert other.get("/lean").text == "None"


def test_an_old_cookie_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    app, _ = make()
    client = app.test_client()
    client.get("/page")
    assert client.get("/lean").text == "an"
    later = time.time() + app.permanent_session_lifetime.total_seconds() + 2
    monkeypatch.setattr("contest.kernel.lean.time", lambda: later)
    assert client.get("/lean").text == "None"


def test_pages_take_turns_and_what_is_unqueued_does_not_wait() -> None:
    app = LeanFlask("turns")
    app.unqueued = re.compile("/free")
    inside, most, two, go_on = [0], [0], Event(), Event()
    counting = Lock()

    @app.get("/page")
    def page() -> str:
        with counting:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            if inside[0] == PAGES_AT_ONCE:
                two.set()
        go_on.wait(30)
        with counting:
            inside[0] -= 1
        return "page"

    @app.get("/free")
    def free() -> str:
        return f"{inside[0]} inside"

    def ask(_number: int) -> str:
        return app.test_client().get("/page").text

    with ThreadPoolExecutor(max_workers=6) as pool:
        asked = [pool.submit(ask, number) for number in range(6)]
        assert two.wait(30)
        assert [app.test_client().get("/free").text for _ in range(50)] == [f"{PAGES_AT_ONCE} inside"] * 50
        go_on.set()
        assert [one.result() for one in asked] == ["page"] * 6
    assert most[0] == PAGES_AT_ONCE
