"""Who is in a stage. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from contest.organising.definition import Stage
from contest.ranking.exact import Ints
from contest.ranking.reading import Data


def members_of(data: Data, stage: Stage, promoted: Mapping[str, Sequence[int]]) -> Ints:
    """The entrants of a stage, in the order of the table. `promoted`: by the rules, from stages before it."""
    begin = np.flatnonzero((data.begins == data.stage_index[stage.code]) & (data.statuses != "reserve"))
    found = set(begin.tolist())
    if data.places is None:
        found.update(promoted.get(stage.code, ()))
    else:
        found.update(at for code, at in data.places if code == stage.code)
    into, out = substituted(data, stage.code, found)
    found = (found | set(into)) - set(out)
    if not found and not _is_led_to(data, stage):
        found = _with_anything(data, stage)
    return np.array(sorted(found), dtype=np.int64)


def substituted(data: Data, stage: str, members: Iterable[int]) -> tuple[list[int], list[int]]:
    """(who comes in, who goes out) by the `substitute` decisions of a stage, in their order.

    A row names who comes in (`entrant`) and for whom (`value`, may be empty). Where `entrant` is in the stage
    already and `value` isn't, it is read the other way round: `entrant` gives the place to `value`.
    """
    now = set(members)
    before = set(now)
    for row in data.decisions:
        if row.kind != "substitute" or row.stage != stage or row.entrant < 0:
            continue
        one, other = row.entrant, row.other
        if one in now and other >= 0 and other not in now:
            one, other = other, one
        now.add(one)
        if other != one:
            now.discard(other)
    return sorted(now - before), sorted(before - now)


def _is_led_to(data: Data, stage: Stage) -> bool:
    """Whether the stage has a way in: it is the first, or there is a rule, a record or a beginner."""
    led = any(
        data.contest.target(other, rule) is stage for other in data.contest.stages for rule in other.promote
    )
    recorded = any(code == stage.code for code, _ in data.places or ())
    first = stage is data.contest.stages[0]
    return first or led or recorded or bool((data.begins == data.stage_index[stage.code]).any())


def _with_anything(data: Data, stage: Stage) -> set[int]:
    found: set[int] = set()
    for part in stage.parts:
        found.update(data.marks(stage, part).entrant.tolist())
        rows = data.points(stage, part)
        found.update(rows.entrant[rows.points.has].tolist())
    for carry in stage.carry if not stage.parts else ():
        earlier = data.contest.stage(carry.stage)
        if earlier is not None and earlier is not stage:
            found.update(_with_anything(data, earlier))
    return found
