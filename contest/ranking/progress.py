"""How much of what an entrant should have is there: sheets locked, attempts finished, points typed in.

The live board counts a part for an entrant only when it is whole, and publishing asks for what is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from contest.judging.models import EnteredPoints, Judge, Panel, Sheet
from contest.kernel.db import db
from contest.organising import members, rules
from contest.organising.models import Part, Stage
from contest.playing.models import Attempt

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Count:
    """`done` of `total` sheets; 0 or 1 of 1 for a quiz or typed points. `running`: an attempt may still store."""

    done: int
    total: int
    running: bool = False

    @property
    def is_whole(self) -> bool:
        return self.done >= self.total and not self.running


class Member(Protocol):
    """An entrant, or a row with as much of one."""

    @property
    def id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...


Progress = dict[tuple[int, int], Count]  # (part id, entrant id)


def progress(stage: Stage, entrants: Sequence[Member], now: datetime) -> Progress:
    """The count of each part of a stage for each of `entrants`. Six queries, however many entrants."""
    judged = [part for part in stage.parts if part.method in ("panel", "markers")]
    typed = _typed(stage)
    found: Progress = {}
    if judged:
        found |= _sheets(stage, judged, entrants)
    attempts = _attempts(stage) if any(part.method == "quiz" for part in stage.parts) else {}
    for part in stage.parts:
        if part in judged or part.is_practice:
            continue
        for entrant in entrants:
            key = (part.id, entrant.id)
            ends = attempts.get(key, [])
            running = any(end > now for end in ends)
            done = key in typed or (bool(ends) and not running)
            found[key] = Count(int(done), 1, running)
    return found


def _sheets(stage: Stage, parts: Sequence[Part], entrants: Sequence[Member]) -> Progress:
    panels = db.session.scalars(
        select(Panel).where(Panel.stage_id == stage.id).options(selectinload(Panel.judges))
    ).all()
    locked: dict[tuple[int, int], set[int]] = defaultdict(set)
    query = (
        select(Sheet.part_id, Sheet.entrant_id, Sheet.judge_id)
        .join(Judge, Judge.id == Sheet.judge_id)
        .where(
            Sheet.part_id.in_([part.id for part in parts]),
            Sheet.locked_at.is_not(None),
            Judge.removed_at.is_(None),
        )
    )
    for part_id, entrant_id, judge_id in db.session.execute(query):
        locked[part_id, entrant_id].add(judge_id)
    parents = members.unit_parents(stage.contest_id)
    seats: dict[tuple[int, int | None], set[int]] = {}
    found: Progress = {}
    for part in parts:
        for entrant in entrants:
            place = (part.id, entrant.unit_id)
            if place not in seats:
                panel = rules.most_specific(panels, part.id, members.unit_chain(entrant.unit_id, parents))
                seats[place] = (
                    {judge.id for judge in panel.judges if judge.removed_at is None} if panel else set()
                )
            expected = seats[place]
            done = locked.get((part.id, entrant.id), set())
            # Without a panel there is nobody to mark: something is missing all the same.
            found[part.id, entrant.id] = Count(len(done & expected), max(len(expected), 1))
    return found


def _attempts(stage: Stage) -> dict[tuple[int, int], list[datetime]]:
    """When each attempt ends or ended: not before it goes on, where it is paused."""
    ends: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    query = (
        select(Attempt.part_id, Attempt.entrant_id, Attempt.finished_at, Attempt.deadline, Attempt.paused_at)
        .join(Part, Part.id == Attempt.part_id)
        .where(Part.stage_id == stage.id, Attempt.void_reason.is_(None))
    )
    for part_id, entrant_id, finished_at, deadline, paused_at in db.session.execute(query):
        stands = paused_at is not None and finished_at is None
        ends[part_id, entrant_id].append(NEVER if stands else min(finished_at or deadline, deadline))
    return ends


def _typed(stage: Stage) -> set[tuple[int, int]]:
    query = (
        select(EnteredPoints.part_id, EnteredPoints.entrant_id)
        .join(Part, Part.id == EnteredPoints.part_id)
        .where(Part.stage_id == stage.id, EnteredPoints.points.is_not(None))
    )
    return {(part_id, entrant_id) for part_id, entrant_id in db.session.execute(query)}
