"""A request without an application of ours: enough for what only needs a language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from contest.kernel import i18n


@pytest.fixture
def language() -> Iterator[None]:
    """Vietnamese, as for a reader who chose nothing."""
    app = Flask("words")
    Babel(app, locale_selector=i18n.choose_language)
    with app.test_request_context():
        yield
