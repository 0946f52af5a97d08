"""The language of a command's messages, without the web application."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from pathlib import Path

import click

LOCALE = Path(__file__).resolve().parent.parent / "locale"

language = click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="language of the texts"
)


def translator(lang: str) -> Callable[[str], str]:
    """A text → its translation; Vietnamese is the source."""
    return gettext.translation("messages", LOCALE, [lang], fallback=True).gettext
