"""Lists in plain text: “Câu 1.”, “A.”, a star or a line for the key, a list of keys at the end. PURE."""

from __future__ import annotations

from contest.kernel.errors import Refused
from question_bank.exchange.delimited import decode, decoded
from question_bank.exchange.encodings import readable, said
from question_bank.exchange.facts import looks_like_a_list
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.groups import looks_grouped
from question_bank.exchange.lines import (
    MAX_LETTERS,
    MAX_LINES,
    Document,
    Line,
    in_unicode,
    tidied,
    too_long,
)
from question_bank.exchange.listing import read_lines
from question_bank.exchange.markdown import is_markdown, marked_lines, without_fences
from question_bank.exchange.questions import Reading

_SEARCHED, _LETTERS_SEARCHED = 3000, 1_000_000


def _lines(text: str) -> list[Line]:
    """The lines of a text as paragraphs."""
    lines = text.splitlines()
    if is_markdown(text):
        return marked_lines(lines)
    return [Line.plain(line, number) for number, line, _ in without_fences(lines)]


class PlainText:
    """See `formats.base.Format`."""

    code = "text"
    place = 200

    def recognises(self, data: bytes, filename: str) -> bool:
        """A text in which lines begin like questions and like options. What is called .csv stays a table."""
        if (
            filename.lower().endswith((".csv", ".tsv"))
            or data[:2] in (b"PK", b"\xd0\xcf")
            or data[:4] == b"%PDF"
        ):
            return False
        try:
            text = readable(decode(data)[:_LETTERS_SEARCHED])
        except Refused:
            return False
        lines = [tidied(line).cut(0) for line in _lines("\n".join(text.splitlines()[:_SEARCHED]))]
        return looks_like_a_list(lines) or looks_grouped(lines)

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions of the lines; a line is a paragraph."""
        try:
            text, guessed = decoded(data, choices.encoding)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        if len(text) > MAX_LETTERS or text.count("\n") > MAX_LINES:
            return Reading(refused=too_long().message)
        lines = [line.cut(0) for line in _lines(text) if line.text.strip()]
        try:
            document, encoding = in_unicode(Document(lines), choices.encoding)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        problems = (said(encoding),) if encoding else ()
        return Reading(questions=tuple(read_lines(document)), problems=problems, encoding=encoding or guessed)


FORMAT = PlainText()
