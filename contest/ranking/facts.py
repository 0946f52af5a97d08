"""What is known of the entrants of one stage: points of every part, totals, and what tie rules ask for. PURE, exact.

Members are numbered from 0 within the stage; `members[at]` is the entrant's number in `Data`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from contest.organising.definition import Attempts, Part, Prediction, Stage
from contest.organising.plain import decimal
from contest.organising.time_rules import penalty
from contest.ranking.attempts import count_attempts, durations
from contest.ranking.exact import Exact, Ints, exact_of, times, zeros
from contest.ranking.reading import Data, Marks, Numbers, Points
from contest.ranking.sheets import Judged, judge

# Decisions that have to name their stage; others without one hold for every stage.
OF_ONE_STAGE = ("penalty", "order", "waive", "substitute")


@dataclass(frozen=True)
class PartFacts:
    """One part: points (0 where there are none), and by member whether there is anything, its time and so on."""

    part: Part
    points: Exact
    has: Ints
    seconds: Numbers
    prediction: Numbers
    row: Ints  # of points.csv, whose submit time counts; -1: none
    attempts: int
    judged: Judged | None
    marks: Marks | None


class Facts:
    """The facts of one stage. `carried`: the totals of earlier stages by entrant, and who has one."""

    def __init__(self, data: Data, stage: Stage, members: Ints, carried: dict[str, Numbers]) -> None:
        self.data = data
        self.stage = stage
        self.members = members
        self.carried = carried
        self.size = len(members)
        self.local = np.full(data.size, -1, dtype=np.int64)
        self.local[members] = np.arange(self.size)
        self.decisions = [
            (int(self.local[row.entrant]), row)
            for row in data.decisions
            if row.entrant >= 0
            and self.local[row.entrant] >= 0
            and (row.stage == stage.code or not (row.stage or row.kind in OF_ONE_STAGE))
        ]
        self.parts = [self._part(part) for part in stage.parts]
        self.status = self._status()
        self.total = self._total()
        self.ranked = np.flatnonzero(self.status == "in")

    # Parts

    def part(self, code: str) -> PartFacts | None:
        return next((each for each in self.parts if each.part.code == code), None)

    def _part(self, part: Part) -> PartFacts:
        rows = self._local_points(self.data.points(self.stage, part))
        if part.is_judged:
            found = self._judged(part, rows)
        else:
            counted = count_attempts(
                part.attempts or Attempts(), rows, self.size, lambda: self.data.submitted
            )
            found = PartFacts(
                part, counted.points.values, counted.points.has, counted.seconds, counted.prediction,
                counted.row, counted.attempts, None, None,
            )  # fmt: skip
        places, mode = self.stage.places(part), self.stage.mode(part)
        points = found.points.rounded(places.part, mode)
        change = self._changes(part, found)
        if change is not None:
            points = (points + change).rounded(places.part, mode)
        points = Exact(np.where(found.has, points.num, 0), points.den)
        return PartFacts(**{**found.__dict__, "points": points})

    def _judged(self, part: Part, rows: Points) -> PartFacts:
        marks = self._local_marks(self.data.marks(self.stage, part))
        when = self.data.marked_at.values.num[marks.row] if part.divergence else marks.row
        places, mode = self.stage.places(part), self.stage.mode(part)
        judged = judge(part, places, mode, marks, self.size, when)
        seconds = durations(rows, self.size)
        seconds = Numbers(seconds.values, seconds.has & judged.has)  # a time alone is not a performance
        none = Numbers(zeros(self.size), np.zeros(self.size, dtype=bool))
        row = np.full(self.size, -1, dtype=np.int64)
        row[rows.entrant] = rows.row
        return PartFacts(part, judged.points, judged.has, seconds, none, row, 0, judged, marks)

    def _changes(self, part: Part, found: PartFacts) -> Exact | None:
        """What the clock and recorded penalties change in a part; None for nothing."""
        changes: dict[int, Decimal] = {}
        if part.time is not None:
            for at in np.flatnonzero(found.seconds.has).tolist():
                seconds = found.seconds.values.fraction(at)
                exact = Decimal(seconds.numerator) / Decimal(seconds.denominator)
                changes[at] = penalty(part.time, exact)
        for at, points in self._penalties(part.code):
            changes[at] = changes.get(at, Decimal(0)) - points
        if not any(changes.values()):
            return None
        return exact_of([changes.get(at, Decimal(0)) for at in range(self.size)])

    def _penalties(self, part: str) -> list[tuple[int, Decimal]]:
        """(member, points taken) of the recorded penalties of a part, or of the whole ("")."""
        return [
            (at, abs(decimal(row.value) or Decimal(0)))
            for at, row in self.decisions
            if row.kind == "penalty" and row.part == part
        ]

    def _local_marks(self, marks: Marks) -> Marks:
        local = self.local[marks.entrant]
        if self.size == self.data.size or (local >= 0).all():
            return Marks(local, marks.judge, marks.criterion, marks.mark, marks.row)
        at = np.flatnonzero(local >= 0)
        return Marks(local[at], marks.judge[at], marks.criterion[at], marks.mark[at], marks.row[at])

    def _local_points(self, rows: Points) -> Points:
        local = self.local[rows.entrant]
        at = np.flatnonzero(local >= 0)
        return Points(local[at], rows.points[at], rows.seconds[at], rows.prediction[at], rows.row[at])

    # Who is ranked, and with what total

    def _status(self) -> Ints:
        """in | guest | withdrawn | disqualified | absent, by member."""
        present = np.zeros(self.size, dtype=bool)
        for part in self.parts:
            present |= part.has
        if not self.parts:
            for carry in self.stage.carry:
                if carry.stage in self.carried:
                    present |= self.carried[carry.stage].has[self.members]
        status = self.data.statuses[self.members]
        status[status == "reserve"] = "in"  # a reserve who is in the stage has been called in
        for at, row in self.decisions:
            if row.kind in ("withdraw", "disqualify"):
                status[at] = "withdrawn" if row.kind == "withdraw" else "disqualified"
        status[~present & np.isin(status, ("in", "guest"))] = "absent"
        return status

    def _total(self) -> Exact:
        """The sum of weight x points and of what is carried; divided by the weights where it is an average."""
        total, weights = zeros(self.size), Fraction(0)
        for part in self.parts:
            total = total + part.points.scaled(part.part.weight)
            weights += Fraction(part.part.weight)
        for carry in self.stage.carry:
            if carry.stage in self.carried and carry.weight:
                total = total + self.carried[carry.stage].values[self.members].scaled(carry.weight)
            weights += Fraction(carry.weight)
        if self.stage.total == "average" and weights:
            total = total.scaled(1 / weights)
        taken = self._penalties("")
        if taken:
            minus = [Decimal(0)] * self.size
            for at, points in taken:
                minus[at] -= points
            total = total + exact_of(minus)
        return total.rounded(self.stage.round.total, self.stage.rounding)

    @cached_property
    def missing(self) -> Ints:
        """(members x parts): takes part, and has nothing there."""
        grid = np.zeros((self.size, len(self.parts)), dtype=bool)
        for at, part in enumerate(self.parts):
            grid[:, at] = ~part.has & (self.status != "absent")
        return grid

    # What tie rules ask for

    def name(self, at: int) -> str:
        return self.data.names[int(self.members[at])]

    def duration(self, at: int) -> tuple[int, Fraction]:
        """(timed parts without a time, total seconds)."""
        found = [part.seconds for part in self.parts if part.seconds.has.any()]
        known = [seconds.values.fraction(at) for seconds in found if seconds.has[at]]
        return len(found) - len(known) if found else 1, sum(known, Fraction(0))

    def submitted(self, at: int) -> tuple[bool, int]:
        """(no submit time, the last one)."""
        times = self.data.submitted
        rows = [int(part.row[at]) for part in self.parts if part.row[at] >= 0]
        known = [int(times.values.num[row]) for row in rows if times.has[row]]
        return not known, max(known, default=0)

    def distance(self, at: int) -> tuple[int, Fraction]:
        """(parts with predictions where this one has none, the distances to the actual values added up)."""
        asked = [part for part in self.parts if part.prediction.has.any()]
        known = [
            abs(part.prediction.values.fraction(at) - self.actual[part.part.code])
            for part in asked
            if part.prediction.has[at]
        ]
        return len(asked) - len(known) if asked else 1, sum(known, Fraction(0))

    @cached_property
    def actual(self) -> dict[str, Fraction]:
        """The value that was to be predicted, by part. Withdrawn and disqualified entrants don't count."""
        found = {}
        counts = np.isin(self.status, ("in", "guest"))
        for part in self.parts:
            rule = part.part.prediction or Prediction()
            people = int((part.has & counts).sum())
            top = part.part.max_points
            best = Fraction(top) if top is not None else max(
                (part.points.fraction(at) for at in np.flatnonzero(part.has & counts).tolist()), default=Fraction(0)
            )  # fmt: skip
            right = int(
                (
                    (times(part.points.num, best.denominator) == best.numerator * part.points.den)
                    & part.has
                    & counts
                ).sum()
            )
            found[part.part.code] = (
                Fraction(rule.actual) if rule.actual is not None
                else Fraction(people) if rule.of == "participants"
                else Fraction(self._attempts(part, counts)) if rule.of == "attempts"
                else Fraction(100 * right, people or 1) if rule.of == "percent"
                else Fraction(right)
            )  # fmt: skip
        return found

    def _attempts(self, part: PartFacts, counts: Ints) -> int:
        rows = self._local_points(self.data.points(self.stage, part.part))
        return int((rows.points.has & counts[rows.entrant]).sum())

    def single_marks(self, who: Ints) -> dict[int, tuple[int, ...]]:
        """Every single mark of each member, the highest first; in a stage without judges, the points of its parts."""
        found: dict[int, list[int]] = {at: [] for at in who.tolist()}
        judged = [part.marks for part in self.parts if part.marks is not None]
        if not judged:
            common = lcm(*(part.points.den for part in self.parts))
            for part in self.parts:
                for at in found:
                    if part.has[at]:
                        found[at].append(int(part.points.num[at]) * (common // part.points.den))
        else:
            common = lcm(*(marks.mark.den for marks in judged))
            for marks in judged:
                rows = np.flatnonzero(np.isin(marks.entrant, who))
                scale = common // marks.mark.den
                for at, mark in zip(marks.entrant[rows].tolist(), marks.mark.num[rows].tolist(), strict=True):
                    found[at].append(mark * scale)
        return {at: tuple(sorted(marks, reverse=True)) for at, marks in found.items()}

    def order(self, at: int) -> tuple[bool, Decimal]:
        """(no recorded decision, the place among the tied)."""
        place = self.orders.get(at)
        return place is None, place or Decimal(0)

    @cached_property
    def orders(self) -> dict[int, Decimal]:
        """The head's recorded places among the tied, by member."""
        return {
            at: value
            for at, row in self.decisions
            if row.kind == "order" and (value := decimal(row.value)) is not None
        }

    def external(self, code: str) -> dict[int, Decimal]:
        """Values from outside, by member."""
        kind = f"external:{code}"
        return {
            at: value
            for at, row in self.decisions
            if row.kind == kind and (value := decimal(row.value)) is not None
        }
