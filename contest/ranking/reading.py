"""The package's tables as arrays of indices and exact numbers: one long table of points. PURE.

Texts are looked up once per distinct value (`pandas.factorize`), so that 100,000 rows cost a few array
operations. A row that names something unknown is left out; `checking` has complained of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from contest.organising.definition import Contest, Part, Stage
from contest.organising.package_tables import DataTable, Tables
from contest.organising.plain import exact
from contest.organising.times import local_time
from contest.ranking.exact import Exact, Ints, exact_of, order_of

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - times of one contest are compared on its own clock
_TICK = timedelta(microseconds=1)


def coded(texts: Sequence[str]) -> tuple[Ints, list[str]]:
    """(the index of each text among the distinct ones, the distinct ones in order of appearance)."""
    index = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    return np.fromiter(map(index.__getitem__, texts), np.int64, len(texts)), list(index)


def looked_up(texts: Sequence[str], index: Mapping[str, int]) -> Ints:
    """The index of each text, -1 where it is unknown."""
    if not len(texts):
        return np.zeros(0, dtype=np.int64)
    codes, distinct = coded(texts)
    return np.array([index.get(text, -1) for text in distinct], dtype=np.int64)[codes]


@dataclass(frozen=True)
class Numbers:
    """A column of numbers, and where there is one."""

    values: Exact
    has: Ints

    def __getitem__(self, index: Any) -> Numbers:
        return Numbers(self.values[index], self.has[index])


def numbers(texts: Sequence[str]) -> Numbers:
    """A column of number texts; an empty one, or one that is no number, is none."""
    codes, distinct = coded(texts)
    parsed = [exact(text) for text in distinct]
    if not parsed:
        return Numbers(exact_of([]), np.zeros(0, dtype=bool))
    return Numbers(exact_of(parsed)[codes], np.array([one is not None for one in parsed])[codes])


def times(texts: Sequence[str], zone: ZoneInfo) -> Numbers:
    """A column of times, in microseconds on the contest's clock."""
    codes, distinct = coded(texts)
    parsed = [local_time(text, zone) if text else None for text in distinct]
    ticks = np.array([(one - _EPOCH) // _TICK if one else 0 for one in parsed], dtype=np.int64)
    has = np.array([one is not None for one in parsed], dtype=bool)
    return Numbers(Exact(ticks[codes]), has[codes])


@dataclass(frozen=True)
class Decision:
    """A row of decisions.csv; `entrant` and `other` (named by the value) are numbers, -1 for somebody unknown."""

    stage: str
    entrant: int
    kind: str
    value: str
    part: str
    other: int


@dataclass(frozen=True)
class Place:
    """A part within its contest."""

    stage: Stage
    part: Part


@dataclass(frozen=True)
class Marks:
    """Judges' marks of one part: entrant, judge and criterion as indices, and the row of the file."""

    entrant: Ints
    judge: Ints
    criterion: Ints
    mark: Exact
    row: Ints


@dataclass(frozen=True)
class Points:
    """Rows of points.csv of one part; `row` is the row of the file."""

    entrant: Ints
    points: Numbers
    seconds: Numbers
    prediction: Numbers
    row: Ints


class Data:
    """Everything of a contest that a ranking reads, indexed.

    `entrants`, `parts` and `judges` are numbered from 0 in the order of the files and of the definition.
    """

    def __init__(self, contest: Contest, tables: Tables) -> None:
        self.contest = contest
        self.tables = tables
        self.zone = ZoneInfo(contest.timezone)
        entrants = tables.entrants
        self.codes = entrants.column("code")
        self.names = entrants.column("name")
        self.units = entrants.column("unit")
        self.groups = entrants.column("group")
        self.statuses = np.array([status or "in" for status in entrants.column("status")], dtype=object)
        self.entrant_index = {code: at for at, code in enumerate(self.codes)}
        self.stage_index = {stage.code: at for at, stage in enumerate(contest.stages)}
        first = {"": 0} if contest.stages else {}
        self.begins = looked_up(entrants.column("stage"), {**self.stage_index, **first})
        self.parts = [Place(stage, part) for stage in contest.stages for part in stage.parts]
        self.part_index = {(place.stage.code, place.part.code): at for at, place in enumerate(self.parts)}

    @property
    def size(self) -> int:
        """How many entrants there are."""
        return len(self.codes)

    @cached_property
    def code_order(self) -> Ints:
        """The place of each entrant's code among all, as texts."""
        order = np.empty(self.size, dtype=np.int64)
        order[sorted(range(self.size), key=self.codes.__getitem__)] = np.arange(self.size)
        return order

    @cached_property
    def judges(self) -> list[str]:
        """The codes of all judges in marks.csv."""
        return self._judges[1]

    def marks(self, stage: Stage, part: Part) -> Marks:
        """The marks of a part. An empty mark is no mark and has no row here."""
        return self._sliced_marks[self.part_index[stage.code, part.code]]

    def points(self, stage: Stage, part: Part) -> Points:
        """The rows of points.csv of a part."""
        return self._sliced_points[self.part_index[stage.code, part.code]]

    @cached_property
    def submitted(self) -> Numbers:
        """The submit time of every row of points.csv."""
        return times(self.tables.points.column("submitted"), self.zone)

    @cached_property
    def marked_at(self) -> Numbers:
        """The time of every row of marks.csv."""
        return times(self.tables.marks.column("at"), self.zone)

    @cached_property
    def decisions(self) -> list[Decision]:
        """The rows of decisions.csv; an empty stage is that of a contest of one stage."""
        only = self.contest.stages[0].code if len(self.contest.stages) == 1 else ""
        names = ("stage", "entrant", "kind", "value", "part")
        rows = zip(*(self.tables.decisions.column(name) for name in names), strict=True)
        return [
            Decision(
                stage or only, self.entrant_index.get(entrant, -1), kind, value, part,
                self.entrant_index.get(value, -1),
            )
            for stage, entrant, kind, value, part in rows
        ]  # fmt: skip

    @cached_property
    def places(self) -> list[tuple[str, int]] | None:
        """(stage code, entrant) of those on record as promoted; None where no record is kept."""
        table = self.tables.places
        if table is None:
            return None
        pairs = zip(table.column("stage"), table.column("entrant"), strict=True)
        return [(stage, self.entrant_index[code]) for stage, code in pairs if code in self.entrant_index]

    @cached_property
    def _judges(self) -> tuple[Ints, list[str]]:
        return coded(self.tables.marks.column("judge"))

    def _part_of_rows(self, table: DataTable) -> Ints:
        """The part that each row belongs to. An empty stage or part is the only one that there is."""
        stages, stage_texts = coded(table.column("stage"))
        parts, part_texts = coded(table.column("part"))
        only = [stage for stage in self.contest.stages if len(self.contest.stages) == 1]
        grid = np.full((max(len(stage_texts), 1), max(len(part_texts), 1)), -1, dtype=np.int64)
        for row, stage_text in enumerate(stage_texts):
            stage = self.contest.stage(stage_text) if stage_text else only[0] if only else None
            for column, part_text in enumerate(part_texts if stage else ()):
                assert stage is not None
                code = part_text or (stage.parts[0].code if len(stage.parts) == 1 else "")
                grid[row, column] = self.part_index.get((stage.code, code), -1)
        return grid[stages, parts] if len(table) else np.zeros(0, dtype=np.int64)

    def _criterion_of_rows(self, part: Ints) -> Ints:
        """The criterion of each mark, counted within its part. A part without criteria has one without a name."""
        codes, texts = coded(self.tables.marks.column("criterion"))
        grid = np.full((len(self.parts) + 1, max(len(texts), 1)), -1, dtype=np.int64)
        for row, place in enumerate(self.parts):
            index = {one.code: at for at, one in enumerate(place.part.criteria)}
            if len(index) <= 1:
                index[""] = 0
            grid[row] = [index.get(text, -1) for text in texts] or [-1]
        return grid[part, codes] if len(codes) else np.zeros(0, dtype=np.int64)

    @cached_property
    def _sliced_marks(self) -> list[Marks]:
        table = self.tables.marks
        part = self._part_of_rows(table)
        entrant = looked_up(table.column("entrant"), self.entrant_index)
        criterion = self._criterion_of_rows(part)
        judge = self._judges[0]
        mark = numbers(table.column("mark"))

        def take(rows: Ints) -> Marks:
            return Marks(entrant[rows], judge[rows], criterion[rows], mark.values[rows], rows)

        return self._sliced(part, (entrant >= 0) & (criterion >= 0) & mark.has, take)

    @cached_property
    def _sliced_points(self) -> list[Points]:
        table = self.tables.points
        part = self._part_of_rows(table)
        entrant = looked_up(table.column("entrant"), self.entrant_index)
        points, seconds = numbers(table.column("points")), numbers(table.column("seconds"))
        prediction = numbers(table.column("prediction"))

        def take(rows: Ints) -> Points:
            return Points(entrant[rows], points[rows], seconds[rows], prediction[rows], rows)

        return self._sliced(part, entrant >= 0, take)

    def _sliced(self, part: Ints, good: Ints, take: Callable[[Ints], Any]) -> list[Any]:
        rows = np.flatnonzero((part >= 0) & good)
        rows = rows[order_of(rows, part[rows])]
        bounds = np.searchsorted(part[rows], np.arange(len(self.parts) + 1))
        return [take(rows[bounds[at] : bounds[at + 1]]) for at in range(len(self.parts))]
