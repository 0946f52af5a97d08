"""Judges' marks of one part → points of each entrant. PURE, exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from contest.organising.definition import Combine, Divergence, Mode, Part, Rounding
from contest.ranking.exact import Exact, Ints, exact_of, order_of, spread, starts_of, sums, zeros
from contest.ranking.reading import Marks


@dataclass(frozen=True)
class Sheets:
    """Each judge's total for each entrant, and whether it was counted as a sheet."""

    entrant: Ints
    judge: Ints
    total: Exact
    complete: Ints


@dataclass(frozen=True)
class Judged:
    """Points of a judged part, by entrant.

    `short`: too few sheets or marks remain after dropping; `open`: two sheets lie apart and the third is missing;
    `partial`: a sheet lacks a mark that another judge gave.
    """

    points: Exact
    has: Ints
    short: Ints
    open: Ints
    partial: Ints
    sheets: Sheets


def judge(part: Part, places: Rounding, mode: Mode, marks: Marks, size: int, when: Ints) -> Judged:
    """The points of `size` entrants. `when` orders the marks in time, for the third marker alone."""
    sheets = _sheets(part, places, mode, marks)
    partial = np.zeros(size, dtype=bool)
    partial[sheets.entrant[~sheets.complete]] = True
    open_ = np.zeros(size, dtype=bool)
    if part.combine.over == "criterion":
        found = _over_criteria(part, places, mode, marks)
    else:
        counted = sheets.complete if part.combine.by != "sum" else np.ones(len(sheets.entrant), dtype=bool)
        if part.divergence is not None:
            kept, waiting = _diverging(part.divergence, sheets, marks, counted, when)
            counted = kept
            open_[waiting] = True
        found = _combine(part.combine, sheets.total[counted], sheets.entrant[counted])
    has = np.zeros(size, dtype=bool)
    has[found.group[~found.short]] = True
    short = np.zeros(size, dtype=bool)
    short[found.group[found.short]] = True
    short[marks.entrant] |= ~has[marks.entrant]
    points = spread(found.value, found.group, size).rounded(places.part, mode)
    return Judged(Exact(np.where(has, points.num, 0), points.den), has, short, open_, partial, sheets)


def _weighted(part: Part, marks: Marks) -> Exact:
    """Mark * factor."""
    if all(one.factor == 1 for one in part.criteria):
        return marks.mark
    factors = exact_of([one.factor for one in part.criteria])
    return _product(marks.mark, factors[marks.criterion])


def _product(left: Exact, right: Exact) -> Exact:
    largest = max((abs(int(one)) for one in np.unique(right.num)), default=0)
    num = left.num
    if num.dtype != object and right.num.dtype != object and len(num):
        bound = max(abs(int(num.max())), abs(int(num.min()))) * largest
        if bound >= 2**62:
            num = num.astype(object)
    return Exact(num * right.num, left.den * right.den)


def _sheets(part: Part, places: Rounding, mode: Mode, marks: Marks) -> Sheets:
    judges = int(marks.judge.max()) + 1 if len(marks.judge) else 1
    key = marks.entrant * judges + marks.judge
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = starts_of(key)
    weighted = _weighted(part, marks)
    total = Exact(sums(weighted.num[order], starts), weighted.den).rounded(places.sheet, mode)
    entrant = marks.entrant[order][starts]
    filled = np.diff(np.append(starts, len(key)))
    if len(part.criteria) <= 1:
        complete = np.ones(len(starts), dtype=bool)
    else:
        pairs = np.unique(marks.entrant * len(part.criteria) + marks.criterion) // len(part.criteria)
        marked = np.bincount(pairs, minlength=int(entrant.max(initial=0)) + 1)
        complete = filled >= marked[entrant]
    return Sheets(entrant, marks.judge[order][starts], total, complete)


def _diverging(
    rule: Divergence, sheets: Sheets, marks: Marks, counted: Ints, when: Ints
) -> tuple[Ints, list[int]]:
    """(which sheets count, whose third sheet is missing). The first two sheets in time are compared."""
    began: dict[tuple[int, int], tuple[int, int]] = {}
    for at, (entrant, judge) in enumerate(zip(marks.entrant.tolist(), marks.judge.tolist(), strict=True)):
        moment = (int(when[at]), int(marks.row[at]))
        began[entrant, judge] = min(began.get((entrant, judge), moment), moment)
    of_entrant: dict[int, list[int]] = {}
    for at in np.flatnonzero(counted).tolist():
        of_entrant.setdefault(int(sheets.entrant[at]), []).append(at)
    kept = np.zeros(len(sheets.entrant), dtype=bool)
    waiting = []
    for entrant, ats in of_entrant.items():
        ats.sort(key=lambda at, entrant=entrant: began[entrant, int(sheets.judge[at])])  # type: ignore[misc]
        first = [sheets.total.fraction(at) for at in ats[:3]]
        if len(ats) < 2 or abs(first[0] - first[1]) < rule.gap:
            kept[ats[:2]] = True
        elif len(ats) == 2:
            waiting.append(entrant)
            kept[ats] = True
        elif rule.third == "final":
            kept[ats[2]] = True
        else:
            nearest = min((0, 1), key=lambda one: (abs(first[one] - first[2]), -first[one]))
            kept[[ats[nearest], ats[2]]] = True
    return kept, waiting


@dataclass(frozen=True)
class _Combined:
    group: Ints
    value: Exact
    short: Ints


def _combine(rule: Combine, values: Exact, groups: Ints) -> _Combined:
    """Drops the highest and the lowest of each group and combines the rest. `short`: nothing would remain."""
    order = order_of(values.num, groups)
    num, group = values.num[order], groups[order]
    starts = starts_of(group)
    sizes = np.diff(np.append(starts, len(group)))
    kept = sizes - rule.drop_highest - rule.drop_lowest
    short = kept <= 0
    if rule.by == "median":
        first = starts + np.minimum(rule.drop_lowest + np.maximum(kept - 1, 0) // 2, sizes - 1)
        second = starts + np.minimum(rule.drop_lowest + kept // 2, sizes - 1)
        second = np.maximum(second, starts)
        pair = Exact(num[first], values.den) + Exact(num[second], values.den)
        return _Combined(group[starts], Exact(pair.num, pair.den * 2), short)
    place = np.arange(len(group)) - np.repeat(starts, sizes)
    stays = (place >= rule.drop_lowest) & (place < np.repeat(sizes - rule.drop_highest, sizes))
    total = Exact(sums(np.where(stays, num, 0), starts), values.den)
    if rule.by == "mean":
        total = total.divided(np.maximum(kept, 1))
    return _Combined(group[starts], total, short)


def _over_criteria(part: Part, places: Rounding, mode: Mode, marks: Marks) -> _Combined:
    """Each criterion's marks dropped and combined, rounded, * factor, rounded, then added."""
    count = max(len(part.criteria), 1)
    cells = _combine(part.combine, marks.mark, marks.entrant * count + marks.criterion)
    value = cells.value.rounded(places.criterion, mode)
    factors = exact_of([one.factor for one in part.criteria] or [Decimal(1)])
    value = _product(value, factors[cells.group % count]).rounded(places.criterion, mode)
    entrant = cells.group // count
    starts = starts_of(entrant)
    if not len(starts):
        return _Combined(entrant, zeros(0), cells.short)
    return _Combined(
        entrant[starts],
        Exact(sums(value.num, starts), value.den),
        np.logical_or.reduceat(cells.short, starts),
    )
