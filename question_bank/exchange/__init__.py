"""Questions in and out of files: one module per format in `formats`. Knows no database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from question_bank.exchange.formats import Choices
    from question_bank.exchange.questions import Reading


def read_questions(data: bytes, filename: str, choices: Choices | None = None) -> Reading:
    """The questions of a file, by the first format that recognises it."""
    # The libraries for spreadsheets are slow to load, and who only needs the shapes comes through here too.
    from question_bank.exchange import bare_words, twins
    from question_bank.exchange.formats import Choices, formats
    from question_bank.exchange.questions import refuse_at_once

    if refused := refuse_at_once(data):
        return refused
    one = next(each for each in formats().values() if each.recognises(data, filename))
    reading = one.read(data, filename, choices or Choices())
    return replace(reading, questions=twins.doubted(bare_words.doubted(reading.questions)))
