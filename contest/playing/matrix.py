"""A blueprint as a matrix of topics and difficulties (ma trận đề), and how alike the papers are that it gives. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from zlib import crc32

from contest.kernel.vietnamese import fold
from contest.organising.definition_types import QuizDraw
from contest.playing.papers import LEVELS, Item, Paper, fits, missing

SAMPLE = 20  # papers that are drawn to see how alike they are


@dataclass(frozen=True)
class Cell:
    """`have` questions of the bank that fit, `asked` by the blueprint, of which `missing` can't be had."""

    name: str  # of its field
    line: QuizDraw
    have: int
    asked: int
    missing: int


@dataclass(frozen=True)
class Row:
    """A topic (empty: any) with a cell for each of `LEVELS`; `depth` in the tree of topics, `known` to the bank."""

    topic: str
    depth: int
    known: bool
    cells: tuple[Cell, ...]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to draw in it, or anything asked for."""
        return not self.topic or any(cell.have or cell.asked for cell in self.cells)


def rows(
    topics: Sequence[tuple[str, int]], lines: Sequence[QuizDraw], pool: Sequence[Item], kind: str
) -> list[Row]:
    """The matrix of one `kind` of questions (empty: the lines that take any). `topics`: (name, depth), as a tree is read.

    Lines of other kinds are no cells of it, but what they take is missing here too.
    """
    names = {fold(name) for name, _depth in topics}
    strange = dict.fromkeys(line.topic for line in lines if line.topic and fold(line.topic) not in names)
    found = [
        ("", 0, True),
        *((name, depth, True) for name, depth in topics),
        *((name, 0, False) for name in strange),
    ]
    asked, short = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for line, lacking in zip(lines, missing(lines, pool), strict=True):
        if line.kind == kind:
            place = fold(line.topic), line.difficulty
            asked[place] += line.count
            short[place] += lacking

    def cell(topic: str, level: str) -> Cell:
        line = QuizDraw(0, topic, level, kind)  # type: ignore[arg-type]
        place = fold(topic), level
        have = sum(fits(item, line) for item in pool)
        # By the topic itself: a page that is sent after topics were moved must not put numbers into other rows.
        row = f"{crc32(place[0].encode()):08x}" if topic else "all"
        return Cell(f"n-{row}-{level or 'any'}", line, have, asked[place], short[place])

    return [
        Row(topic, depth, known, tuple(cell(topic, level) for level in LEVELS))
        for topic, depth, known in found
    ]


def lines_of(
    matrix: Sequence[Row], numbers: Mapping[str, int], kept: Sequence[QuizDraw]
) -> tuple[QuizDraw, ...]:
    """The blueprint's lines with these `numbers` in the matrix's cells, by the cells' names; those of other kinds stay."""
    own = [
        replace(cell.line, count=numbers[cell.name])
        for row in matrix
        for cell in row.cells
        if numbers.get(cell.name)
    ]
    kind = matrix[0].cells[0].line.kind
    return (*own, *(line for line in kept if line.kind != kind))


@dataclass(frozen=True)
class Overlap:
    """How alike papers of one blueprint are: the `mean` share of questions that two of them have in common, how many are
    `common` to all, and {in so many papers: so many questions}."""

    papers: int
    size: int
    mean: Fraction
    common: int
    often: dict[int, int]


def overlap(papers: Sequence[Paper], pool: int) -> Overlap:
    """The overlap of papers of one size, drawn from `pool` questions. Over all pairs: a question that stands in c of n
    papers is common to c(c − 1)/2 of the n(n − 1)/2 pairs."""
    times = Counter(id for paper in papers for id, _order in paper)
    size, count = len(papers[0]), len(papers)
    pairs = count * (count - 1) // 2
    shared = sum(number * (number - 1) // 2 for number in times.values())
    often = Counter(times.values())
    often[0] = max(pool - len(times), 0)
    return Overlap(
        count,
        size,
        Fraction(shared, pairs * size) if pairs else Fraction(1),
        often[count],
        {number: often[number] for number in sorted(often, reverse=True) if often[number]},
    )
