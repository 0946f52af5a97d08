"""Texts on pages: escaped, but for pictures, sounds and equations."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from lxml import html

from question_bank.equations import ATTRIBUTES, ELEMENTS, LONGEST, Unreadable, mathml
from question_bank.rules import day
from question_bank.showing import brief, rich

PNG, MP3 = "a" * 64 + ".png", "b" * 64 + ".mp3"


def test_a_text_is_escaped_but_for_what_it_refers_to(app: Flask) -> None:
    with app.test_request_context():
        assert rich('<b>&"') == "&lt;b&gt;&amp;&#34;"
        assert rich(f'a ![cờ "đỏ"<](media:{PNG})\nb') == (
            f'a <img class="media" src="/media/{PNG}" alt="cờ &#34;đỏ&#34;&lt;" loading="lazy">b'
        )
        assert rich(f"![](media:{MP3})") == (
            f'<audio class="media" controls preload="metadata" src="/media/{MP3}" aria-label="Âm thanh"></audio>'
        )
        for text in ("![x](media:../a.png)", "![x](javascript:alert(1))", "![x](https://a.b/c.png)"):
            assert rich(text) == text
        assert rich(r"\(x^2<1\)") == (
            '<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mn>1</mn></mrow></math>'
        )
        assert rich("\\(" + "x" * (LONGEST + 1) + "\\)").startswith('<code class="equation">xxx')


def test_lists_show_words_alone() -> None:
    assert brief(f"Cờ ![cờ đỏ](media:{PNG}) và \\(x^2\\)") == "Cờ [cờ đỏ] và x^2"
    assert day("2019-11-20") == "20/11/2019"


def test_what_has_no_words_of_its_own_is_named_in_lists(app: Flask) -> None:
    with app.test_request_context():
        assert brief(f"Cờ ![](media:{PNG})\n![ ](media:{MP3})") == "Cờ [Hình]\n[Âm thanh]"


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(//a.b)}{x}",
        r"\class{x}{y}",
        r"\id{main}{y}",
        r"\mathrm{&lt;img src=x onerror=alert(1)&gt;}",
        r"\color{red;x:y}{z}",
        "{" * 500,
        r"\left(" * 300,
    ],
)
def test_an_equation_holds_nothing_that_runs_or_loads(latex: str) -> None:
    _is_harmless(latex)


@given(some.text(alphabet="\\{}^_<>&;\"'#abfracsqrthrefstyleclass=: ", max_size=60))
def test_no_letters_make_an_equation_dangerous(latex: str) -> None:
    _is_harmless(latex)


def _is_harmless(latex: str) -> None:
    try:
        shown = mathml(latex)
    except Unreadable:
        return
    for element in html.fragment_fromstring(shown).iter():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
