"""Every text has its English, and the compiled catalogue is the current one."""

from __future__ import annotations

import io
import re

from babel.messages.mofile import read_mo

from scripts import messages


def test_every_text_of_the_source_is_in_the_catalogue_and_translated() -> None:
    source = {text.id for text in messages.extracted() if text.id}
    catalogue = {text.id for text in messages.kept() if text.id}
    assert source - catalogue == set(), "run: .venv/bin/python scripts/messages.py update"
    assert catalogue - source == set(), "no longer said: run scripts/messages.py update"
    assert messages.missing(messages.kept()) == []


def test_compiled_catalogue_is_fresh() -> None:
    with messages.PO.with_suffix(".mo").open("rb") as file:
        compiled = [(text.id, text.string) for text in read_mo(file) if text.id]
    kept = [(text.id, text.string) for text in messages.kept() if text.id]
    assert sorted(map(repr, map(_plain, compiled))) == sorted(map(repr, map(_plain, kept)))


def _plain(text: tuple[object, object]) -> list[list[str]]:
    """A text and its translation as lists: a plural is a list in one reader and a tuple in the other."""
    return [[part] if isinstance(part, str) else list(part) for part in text]  # type: ignore[call-overload]


def test_translations_keep_the_places_for_values() -> None:
    place = re.compile(r"%(?:\(\w+\))?[sd]|%%")
    for text in messages.kept():
        if not text.id:
            continue
        sources = text.id if isinstance(text.id, tuple) else (text.id,)
        targets = text.string if isinstance(text.string, tuple) else (text.string,)
        for target in targets:
            assert set(place.findall(target)) == set(place.findall(sources[-1])), text.id


def test_a_missing_translation_is_noticed() -> None:
    catalog = messages.read_po(io.BytesIO(b'msgid "Xin ch\xc3\xa0o"\nmsgstr ""\n'), locale="en")
    assert messages.missing(catalog) == ["Xin chào"]
