"""How a question's text comes onto a page: the one place that turns references into pictures, sounds, equations
and blanks."""

from __future__ import annotations

import re
from typing import Any

from flask import current_app, g, url_for
from flask_babel import gettext
from markupsafe import Markup, escape

from question_bank.equations import Unreadable, mathml
from question_bank.exchange.references import EQUATION, REFERENCE, SOUNDS, plain_words
from question_bank.kinds.cloze import BLANK
from question_bank.uploads import Upload

_PIECE = re.compile(f"{REFERENCE.pattern}|{EQUATION.pattern}|{BLANK.pattern}", re.DOTALL)


def rich(text: str) -> Markup:
    """A text as HTML: everything is escaped but the pictures, sounds and equations that it refers to."""
    if _PIECE.search(text) is None:
        return escape(text)
    shown, at = Markup(), 0
    for piece in _PIECE.finditer(text):
        shown += escape(text[at : piece.start()])
        at = piece.end()
        if piece["blank"]:
            shown += Markup('<span class="blank">({})</span>').format(piece["blank"])
        elif piece["latex"]:
            shown += _equation(piece["latex"])
        else:
            shown += _media(piece["name"], piece["alt"].strip())
            at += text[at : at + 1] == "\n"  # a picture is a line by itself
    return shown + escape(text[at:])


def inputs_of(kind: str) -> Any:
    """The macro that shows what there is to answer of a question of a kind (`kinds/…/asked.html`): of what its `present`
    gives, the inputs' name, what is chosen, the response so far, and whether it is disabled. Templates that are imported
    in a loop look all their globals over each time, which cost a paper a millisecond."""
    return current_app.jinja_env.get_template(f"question_bank/kinds/{kind}/asked.html").module.show  # type: ignore[attr-defined]


def brief(text: str) -> str:
    """A text as words alone, for lists. A picture or a sound without words of its own is named for what it is."""
    named = REFERENCE.sub(_named, text)
    return BLANK.sub(lambda one: f"({one['blank']}) …", plain_words(named))


def _named(one: re.Match[str]) -> str:
    if one["alt"].strip():
        return one[0]
    return f"[{gettext('Âm thanh') if one['name'].rpartition('.')[2] in SOUNDS else gettext('Hình')}]"


def _media(name: str, alt: str) -> Markup:
    address = _address(name)
    if name.rpartition(".")[2] in SOUNDS:
        label = alt or gettext("Âm thanh")
        return Markup(
            '<audio class="media" controls preload="metadata" src="{}" aria-label="{}"></audio>'
        ).format(address, label)
    return Markup('<img class="media" src="{}" alt="{}" loading="lazy">').format(address, alt)


def _address(name: str) -> str:
    noun = g.get("noun")
    if isinstance(noun, Upload):  # a file that is looked at before it is stored
        return url_for("question_bank.import_media", bank_code=noun.bank.code, token=noun.token, name=name)
    return url_for("media.show", name=name)


def _equation(latex: str) -> Markup:
    try:
        return mathml(latex)
    except Unreadable:
        return Markup('<code class="equation">{}</code>').format(latex)
