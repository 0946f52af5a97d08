"""A text document as lines with the marks of their letters, and the tables that may hold a key. PURE."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import groupby

from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, Message, message
from question_bank.exchange.encodings import MOJIBAKE, retype_marked, settle
from question_bank.exchange.legacy import is_unicode

Marks = frozenset[str]
"""How a letter is set: `bold`, `italic`, `underline`, `highlight`, `strike`, `colour:RRGGBB`, `font:…`."""

FONT = "font:"
"""What begins the mark of letters in a font of the time before Unicode; then comes its encoding (`legacy.Encoding`)."""

UNSEEN = "unseen"
"""The mark of words that stand for a picture or a sign that could not be read."""

STRUCK = message(N_("Có chữ bị gạch ngang nhưng vẫn được đọc. Nếu chữ ấy đã bỏ, hãy xóa đi."))
"""What is said where some words are struck out and others are not: by hand, words are deleted so."""

DROPPED = message(N_("Câu hỏi bị gạch ngang, có lẽ đã bỏ. Nếu vậy, hãy bỏ chọn câu này."))
"""What is said where all the words of a question are struck out."""

MAX_LINES, MAX_LETTERS = 200_000, 6_000_000  # of a document: each letter is kept with its marks
MOST_BLANKS = 8  # that are kept in a row: more say nothing, and cost time
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
_CYRILLIC = str.maketrans("АВЕЅІЈКМНОРСТУХаеіјорсухѕ", "ABESIJKMHOPCTYXaeijopcyxs")
_GREEK = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_LOOK_ALIKES = {**_CYRILLIC, **_GREEK}
_ODD = re.compile(
    f"[{''.join(sorted(_UNSEEN))}\u0370-\u04ff\u24b6-\u24e9\uff01-\uff5e\U0001f170-\U0001f177\U0001f1e6-\U0001f1ed]|"
    f"©\ufe0f|\\s{{{MOST_BLANKS + 1}}}"
)
# 🅰 🅱 ©️ 🇩: letters of options, as chats have them.
_CHATTED = {"©": "(C)"} | {
    chr(first + at): f"({letter})" for first in (0x1F170, 0x1F1E6) for at, letter in enumerate("ABCDEFGH")
}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Line:
    """A line of a document. `marks` has one entry a letter; `number` is the paragraph's place, from 1.

    `is_bullet`: the paragraph had a bullet, which is not in the text. `role` and `value`: what a table says of it: that it
    is the `question` of this number, the `option` of this letter, the `key`, the `model` answer, the `explanation`, a
    `heading`, or `words`. `letter`: how the letter of an option is set that had a cell of its own.
    """

    text: str
    marks: tuple[Marks, ...]
    number: int
    is_bullet: bool = False
    role: str = ""
    value: str = ""
    letter: Marks = frozenset()

    @classmethod
    def plain(cls, text: str, number: int) -> Line:
        """A line without marks."""
        return cls(text, (frozenset(),) * len(text), number)

    def cut(self, start: int, end: int | None = None) -> Line:
        """The letters [start, end), without blanks at the ends."""
        text = self.text[start:end]
        left = len(text) - len(text.lstrip())
        first = start + left
        last = first + len(text.strip())
        return replace(self, text=self.text[first:last], marks=self.marks[first:last])

    def shared(self) -> Marks:
        """The marks that most letters of the line have (six of ten; blanks and punctuation don't count)."""
        counted = [marks for letter, marks in zip(self.text, self.marks, strict=True) if letter.isalnum()]
        names = frozenset().union(*counted) if counted else frozenset()
        return frozenset(
            name for name in names if sum(name in marks for marks in counted) >= 0.6 * len(counted)
        )


def too_long() -> Invalid:
    """The refusal of a document that would fill the memory."""
    return Invalid(
        message(N_("Tệp quá dài: nhiều nhất %(lines)d dòng. Hãy chia thành nhiều tệp."), lines=MAX_LINES)
    )


@dataclass(frozen=True)
class Document:
    """What was read of a file: its lines in order, its grids that hold keys (each after a paragraph), and its pictures."""

    lines: list[Line]
    grids: list[tuple[int, list[list[str]]]] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    unseen: int = 0  # pictures of a kind that browsers don't show
    doubts: dict[int, Message] = field(default_factory=dict)
    """Paragraph → what is doubtful of the question that begins there."""
    counted: int = 0  # the keys that stand in a row without numbers


def in_unicode(document: Document, chosen: str = "") -> tuple[Document, str]:
    """A document in one form of Unicode, in what its letters mean; and the encoding (see `encodings`) that was `chosen`
    or else recognised, "" for none. Raises Invalid where letters were lost.
    """
    document = replace(document, lines=[tidied(line) for line in document.lines])
    encoding = settle("\n".join(line.text for line in document.lines[:400]), chosen)
    if not chosen and (not encoding or any(is_unicode(line.text) for line in document.lines)):
        # Of several hands: the fonts tell better than the letters which lines are old.
        retyped, of_fonts = _by_fonts(document)
        if of_fonts:
            return replace(retyped, lines=[_without_old_signs(line) for line in retyped.lines]), of_fonts
    if not encoding:
        # Signs that stand for letters in the old fonts.
        return replace(document, lines=[_without_old_signs(line) for line in document.lines]), ""
    lines = []
    for line in document.lines:
        text, places = retype_marked(line.text, encoding)
        lines.append(replace(line, text=text, marks=tuple(line.marks[place] for place in places)))
    if encoding == MOJIBAKE:
        lines = [_without_old_signs(tidied(line)) for line in lines]
    return replace(document, lines=lines), encoding


def _by_fonts(document: Document) -> tuple[Document, str]:
    """A document of which parts are set in fonts of the time before Unicode, all in Unicode; and one of their encodings."""
    lines, seen = [], ""
    for line in document.lines:
        own = {
            mark.removeprefix(FONT) for marks in set(line.marks) for mark in marks if mark.startswith(FONT)
        }
        old = "".join(
            letter
            for letter, marks in zip(line.text, line.marks, strict=True)
            if any(mark.startswith(FONT) for mark in marks)
        )
        # In such a font, and yet in Unicode: retyped, and the font was left.
        if len(own) != 1 or old.isascii() or is_unicode(old):
            lines.append(line)
            continue
        seen = own.pop()
        lines.append(_retyped(line, seen))
    return replace(document, lines=lines), seen


def _retyped(line: Line, encoding: str) -> Line:
    """The line with what is set in a font of this encoding in Unicode."""
    text, marks = "", []
    for is_old, group in groupby(range(len(line.text)), key=lambda at: f"{FONT}{encoding}" in line.marks[at]):
        places = list(group)
        piece = line.text[places[0] : places[-1] + 1]
        plain, came_from = retype_marked(piece, encoding) if is_old else (piece, list(range(len(piece))))
        text += plain
        marks += [line.marks[places[0] + at] for at in came_from]
    return replace(line, text=text, marks=tuple(marks))


def tidied(line: Line) -> Line:
    """The line in NFC, without letters that nobody sees, without long runs of blanks, with Latin letters for full-width
    ones, for those in rings, and for the Cyrillic and Greek ones that look the same.
    """
    if not _ODD.search(line.text) and unicodedata.is_normalized("NFC", line.text):
        return line
    pieces: list[str] = []
    places: list[int] = []
    blanks = 0
    for start, end in _clusters(line.text):
        letter = line.text[start:end]
        if letter in _UNSEEN:
            continue
        blanks = blanks + 1 if letter.isspace() else 0
        if blanks > MOST_BLANKS:
            continue
        if letter == "\ufe0f" and pieces and pieces[-1] in _CHATTED.values():
            continue
        if letter != "©" or line.text[end : end + 1] == "\ufe0f":
            letter = _CHATTED.get(letter, letter)
        if "\uff01" <= letter[0] <= "\uff5e":
            letter = chr(ord(letter[0]) - 0xFEE0) + letter[1:]
        if "\u24b6" <= letter[0] <= "\u24e9":
            letter = f"({unicodedata.normalize('NFKC', letter)})"  # a letter in a ring
        plain = unicodedata.normalize("NFC", letter)
        pieces.append(plain)
        places += [start] * len(plain)
    text = _WORD.sub(lambda word: _latin(word[0]), "".join(pieces))
    return replace(line, text=text, marks=tuple(line.marks[place] for place in places))


def _without_old_signs(line: Line) -> Line:
    """Đ for the Icelandic letter that looks the same, and no soft hyphens."""
    if "\u00ad" in line.text:
        kept = [place for place, letter in enumerate(line.text) if letter != "\u00ad"]
        marks = tuple(line.marks[place] for place in kept)
        line = replace(line, text=line.text.replace("\u00ad", ""), marks=marks)
    return replace(line, text=line.text.replace("\u00d0", "Đ")) if "\u00d0" in line.text else line


def _clusters(text: str) -> list[tuple[int, int]]:
    """[start, end) of each letter with the marks that combine with it."""
    starts = [at for at, letter in enumerate(text) if at == 0 or not unicodedata.combining(letter)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _latin(word: str) -> str:
    """A word with Latin letters for those that look the same, where it is a single letter or has Latin letters besides."""
    if word.isascii():
        return word
    plain = word.translate(_LOOK_ALIKES)
    foreign = [letter for letter in plain if "\u0370" <= letter <= "\u04ff"]
    own = [letter for letter in word if "\u0370" <= letter <= "\u04ff"]
    return plain if not foreign and (len(word) == 1 or len(own) < len(word)) else word
