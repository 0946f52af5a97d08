"""A quiz that is open now, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from contest.kernel import clock
from tests.contest.playing.quizzes import DURING, Quiz, build


@pytest.fixture
def during() -> Iterator[None]:
    """The server's clock stands still while the quiz is open."""
    with clock.freeze(DURING):
        yield


@pytest.fixture
def quiz(app: Flask, during: None) -> Quiz:
    return build()
