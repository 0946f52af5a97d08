"""A text document as lines with the marks of their letters, and the tables that may hold a key. PURE."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from question_bank.exchange.encodings import retype_marked, settle

Marks = frozenset[str]
"""How a letter is set: `bold`, `italic`, `underline`, `highlight`, `colour:RRGGBB`."""


@dataclass(frozen=True)
class Line:
    """A line of a document. `marks` has one entry a letter; `number` is the paragraph's place, from 1.

    `is_bullet`: the paragraph had a bullet, which is not in the text.
    """

    text: str
    marks: tuple[Marks, ...]
    number: int
    is_bullet: bool = False

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
        return Line(self.text[first:last], self.marks[first:last], self.number, self.is_bullet)

    def shared(self) -> Marks:
        """The marks that most letters of the line have (six of ten; blanks and punctuation don't count)."""
        counted = [marks for letter, marks in zip(self.text, self.marks, strict=True) if letter.isalnum()]
        names = frozenset().union(*counted) if counted else frozenset()
        return frozenset(
            name for name in names if sum(name in marks for marks in counted) >= 0.6 * len(counted)
        )


@dataclass(frozen=True)
class Document:
    """What was read of a file: its lines in order, its grids of cells (to look for a key in), and its pictures."""

    lines: list[Line]
    grids: list[list[list[str]]] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    unseen: int = 0  # pictures of a kind that browsers don't show


def in_unicode(document: Document, chosen: str = "") -> tuple[Document, str]:
    """A document in what its letters mean, and the encoding (`encodings`) that was `chosen` or else recognised; "" for none.

    Raises Invalid where letters were lost.
    """
    encoding = settle("\n".join(line.text for line in document.lines[:400]), chosen)
    if not encoding:
        return document, ""
    lines = []
    for line in document.lines:
        text, places = retype_marked(line.text, encoding)
        lines.append(replace(line, text=text, marks=tuple(line.marks[place] for place in places)))
    return replace(document, lines=lines), encoding
