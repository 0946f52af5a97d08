"""Texts of templates are in the language of the moment."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_template_follows_the_language_that_is_set(app: Flask) -> None:
    page = "{{ _('Nộp bài') }}"
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert render_template_string(page) == "Hand in"
        with force_locale("vi"):
            assert render_template_string(page) == "Nộp bài"
        assert render_template_string(page) == "Hand in"
