"""Lists in plain text: “Câu 1.”, “A.”, a star or a line for the key, a list of keys at the end. PURE."""

from __future__ import annotations

from contest.kernel.errors import Refused
from question_bank.exchange.blocks import looks_like_a_list
from question_bank.exchange.delimited import decode, decoded
from question_bank.exchange.encodings import readable, said
from question_bank.exchange.formats.base import Choices
from question_bank.exchange.lines import Document, Line, in_unicode, tidied
from question_bank.exchange.listing import read_lines
from question_bank.exchange.questions import Reading

_SEARCHED = 3000


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
            text = readable(decode(data))
        except Refused:
            return False
        return looks_like_a_list(
            [tidied(Line.plain(line.strip(), 0)) for line in text.splitlines()[:_SEARCHED]]
        )

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions of the lines; a line is a paragraph."""
        try:
            text, guessed = decoded(data, choices.encoding)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        lines = [
            Line.plain(line.strip("\r\n"), number).cut(0)
            for number, line in enumerate(text.splitlines(), start=1)
            if line.strip()
        ]
        try:
            document, encoding = in_unicode(Document(lines), choices.encoding)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        problems = (said(encoding),) if encoding else ()
        return Reading(questions=tuple(read_lines(document)), problems=problems, encoding=encoding or guessed)


FORMAT = PlainText()
