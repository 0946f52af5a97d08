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


def test_what_is_kept_is_kept_for_each_language(app: Flask) -> None:
    page = "{{ kept('contest/playing/display.html') }}"
    with app.test_request_context():
        for language, text in (("en", "High contrast"), ("vi", "Tương phản cao")) * 2:
            with force_locale(language):
                shown = render_template_string(page)
            assert text in shown
            assert shown.startswith('<div class="display"')


def test_a_text_escapes_what_is_put_into_it_and_keeps_its_percents(app: Flask) -> None:
    page = "{{ _('Xếp loại từ 80%% điểm, %(name)s', name='<b>') }}|{{ _('100%%') }}"
    with app.test_request_context():
        assert render_template_string(page) == "Xếp loại từ 80% điểm, &lt;b&gt;|100%"
        plain = app.jinja_env.overlay(autoescape=False).from_string(page)
        assert plain.render() == "Xếp loại từ 80% điểm, <b>|100%"
