"""Lists in plain text: “Câu 1.”, “A.”, a star or a line for the key, a list of keys at the end. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    Marks,
    in_unicode,
    tidied,
    too_long,
)
from question_bank.exchange.listing import read_lines
from question_bank.exchange.questions import Reading

_SEARCHED, _LETTERS_SEARCHED = 3000, 1_000_000


_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_MARKDOWN = re.compile(
    r"^(?:(?:#{1,4}\s+)?\*\*(?:câu|bài|question|\d{1,4}\s*[.):])[^*\n]*\*\*|#{1,4}\s+(?:câu|bài|question)\s*\d.*)",
    re.I | re.M,
)
_HASHES = re.compile(r"#{1,6}\s+")
_LISTED = re.compile(r"^\s*[-*+]\s+(?=\(?[A-Ha-h][.)])")  # an option as an item of a list


def _lines(text: str, lines: Sequence[str]) -> list[Line]:
    """The lines as paragraphs. Where questions begin as in Markdown (“**Câu 1.**”), its pairs of stars are bold type."""
    is_markdown = len(_MARKDOWN.findall(text)) >= 2
    found = []
    for number, line in enumerate(lines, start=1):
        plain = line.strip("\r\n")
        found.append(_in_bold(plain, number) if is_markdown else Line.plain(plain, number))
    return found


def _in_bold(text: str, number: int) -> Line:
    text = _HASHES.sub("", text, count=1) if text.startswith("#") else _LISTED.sub("", text, count=1)
    pieces: list[tuple[str, Marks]] = []
    end = 0
    for found in _STRONG.finditer(text):
        pieces += [(text[end : found.start()], frozenset()), (found[1], frozenset({"bold"}))]
        end = found.end()
    pieces.append((text[end:], frozenset()))
    marks = tuple(own for piece, own in pieces for _ in piece)
    return Line("".join(piece for piece, _ in pieces), marks, number)


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
        lines = [tidied(line).cut(0) for line in _lines(text, text.splitlines()[:_SEARCHED])]
        return looks_like_a_list(lines) or looks_grouped(lines)

    def read(self, data: bytes, filename: str, choices: Choices) -> Reading:
        """The questions of the lines; a line is a paragraph."""
        try:
            text, guessed = decoded(data, choices.encoding)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        if len(text) > MAX_LETTERS or text.count("\n") > MAX_LINES:
            return Reading(refused=too_long().message)
        lines = [line.cut(0) for line in _lines(text, text.splitlines()) if line.text.strip()]
        try:
            document, encoding = in_unicode(Document(lines), choices.encoding)
        except Refused as refusal:
            return Reading(refused=refusal.message)
        problems = (said(encoding),) if encoding else ()
        return Reading(questions=tuple(read_lines(document)), problems=problems, encoding=encoding or guessed)


FORMAT = PlainText()
