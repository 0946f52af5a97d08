"""How units and parts compare: for the charts and the table beside them. PURE, exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contest.publishing.table import Table


@dataclass(frozen=True)
class Line:
    """One unit: how many were ranked, and their totals; `parts` are mean points by part code."""

    unit: str
    name: str
    count: int
    mean: Fraction
    median: Fraction
    best: Fraction
    parts: dict[str, Fraction]


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def compare(tables: Iterable[Table]) -> list[Line]:
    """A line for each unit with a ranked entrant, in the order of first appearance. Those without a rank don't count."""
    totals: dict[str, list[Fraction]] = {}
    points: dict[str, dict[str, list[Fraction]]] = {}
    names: dict[str, str] = {}
    for table in tables:
        for row in table.rows:
            if row.rank is None:
                continue
            names.setdefault(row.unit, table.units.get(row.unit, row.unit))
            totals.setdefault(row.unit, []).append(Fraction(row.total))
            of_unit = points.setdefault(row.unit, {})
            for part in table.parts:
                of_unit.setdefault(part.code, []).append(Fraction(row.points.get(part.code) or 0))
    return [
        Line(
            unit=unit,
            name=names[unit],
            count=len(values),
            mean=mean(values),
            median=median(values),
            best=max(values),
            parts={code: mean(each) for code, each in points[unit].items()},
        )
        for unit, values in totals.items()
    ]


def shares(lines: Sequence[Line], heads: Sequence[tuple[str, str]]) -> list[tuple[str, Fraction, Fraction]]:
    """(part's name, mean points over everyone, its share of the sum of those means, 0 to 1) in the order of the parts."""
    people = sum(line.count for line in lines)
    if not people:
        return []
    means = [
        (name, sum((line.parts.get(code, Fraction(0)) * line.count for line in lines), Fraction(0)) / people)
        for code, name in heads
    ]
    whole = sum((value for _, value in means), Fraction(0))
    return [(name, value, value / whole if whole else Fraction(0)) for name, value in means]
