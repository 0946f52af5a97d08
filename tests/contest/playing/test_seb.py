"""Safe Exam Browser: hashes, and the addresses that ask for one."""

from __future__ import annotations

import hashlib

import pytest
from flask.testing import FlaskClient

from contest.organising.definition import read_contest
from contest.playing import seb
from tests.contest.playing.quizzes import SETTINGS, Quiz, build, sign_in

KEY = "81aad4ab9dfd447cc479e6a4a7c9a544e2cafc7f3adeb68b2a21efad68eca4dc"
OTHER = "0" * 64


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("keys", "given", "right"),
    [
        ([KEY], sha(f"http://x/a{KEY}"), True),
        ([KEY], sha(f"http://x/a{KEY}").upper(), True),
        ([OTHER, KEY], sha(f"http://x/a{KEY}"), True),
        ([OTHER], sha(f"http://x/a{KEY}"), False),
        ([KEY], sha(f"http://x/b{KEY}"), False),
        ([KEY], "", False),
        ([KEY], "không phải mã", False),
    ],
)
def test_hashes(keys: list[str], given: str, right: bool) -> None:
    assert seb.is_right(keys, ["http://x/a"], [given]) is right


@pytest.fixture
def guarded(app: object, during: None) -> Quiz:
    return build({"quiz": SETTINGS | {"seb_keys": [KEY]}})


@pytest.mark.parametrize("header", seb.HEADERS)
@pytest.mark.parametrize("host", ["http://localhost", "https://localhost"])
def test_from_the_start_to_the_paper(guarded: Quiz, client: FlaskClient, header: str, host: str) -> None:
    sign_in(client, guarded.entrants[0])
    page = client.get(guarded.path)
    assert (page.status_code, "Safe Exam Browser" in page.text) == (409, True)
    assert client.post(guarded.path).status_code == 409

    def headers(path: str) -> dict[str, str]:
        return {header: sha(f"{host}{path}{KEY}")}

    assert client.get(guarded.path, headers=headers(guarded.path)).status_code == 200
    assert client.post(guarded.path, headers=headers(guarded.path)).status_code == 303
    paper = f"{guarded.path}/paper"
    assert client.get(paper, headers=headers(paper)).status_code == 200
    assert client.get(paper, headers=headers(guarded.path)).status_code == 409
    assert client.get(paper).status_code == 409


def test_keys_are_64_hexadecimal_digits() -> None:
    def problems(keys: object) -> list[str]:
        part = {"code": "p", "method": "quiz", "quiz": {"seb_keys": keys}}
        _, found = read_contest({"contest": {"code": "c"}, "stage": [{"code": "s", "part": [part]}]})
        return [one.message.text for one in found if one.level != "warning"]

    assert problems([KEY, KEY.upper()]) == []
    assert len(problems(["abc"])) == 1
