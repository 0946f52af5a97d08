"""The public board of a list: what it may show now, and one computation of it for all who look.

Before a result is published a "live" board follows the round with what is whole: finished attempts, and judged parts
once every sheet of the panel is locked. After that it shows the frozen copy and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from flask import current_app
from sqlalchemy import and_, func, or_, select

from contest.judging.models import EnteredPoints, Judge, Panel, Sheet
from contest.kernel import clock, i18n
from contest.kernel.db import db
from contest.organising import rules
from contest.organising.models import Decision, Entrant, Part, Place, Stage, Unit, Window
from contest.playing.models import Attempt
from contest.publishing import drafts, queries
from contest.publishing.cache import VersionedCache
from contest.publishing.models import Publication
from contest.publishing.table import Row, Table, from_plain

State = Literal["official", "provisional", "live", "hidden"]


@dataclass(frozen=True)
class Shown:
    """A rendered board in one language."""

    html: str
    etag: str


@dataclass(frozen=True)
class Published:
    """What the board says of a publication: plain values, since the board outlives the request's session."""

    id: int
    kind: str
    published_at: datetime
    digest: str


@dataclass(frozen=True)
class Board:
    """What is on the board. `counts` are (part's name, finished, of how many); None `table`: nothing to show yet."""

    state: State
    moment: rules.State
    table: Table | None
    counts: tuple[tuple[str, int, int], ...]
    publication: Published | None
    shown: dict[str, Shown] = field(default_factory=dict, compare=False)

    def render(self, template: Callable[[Board], str]) -> Shown:
        """The board as HTML in the reader's language, made once a language."""
        language = i18n.choose_language()
        if language not in self.shown:
            html = template(self)
            self.shown[language] = Shown(html, hashlib.sha256(html.encode()).hexdigest()[:32])
        return self.shown[language]


def board(stage: Stage, unit: Unit | None) -> Board:
    """The board of a stage, or of one unit of it, at most a few seconds old."""
    cache: VersionedCache[Board] = current_app.extensions.setdefault("boards", VersionedCache())
    key = (stage.id, unit.id if unit else None)
    return cache.get(key, lambda: _version(stage, clock.now()), lambda: make(stage, unit, clock.now()))


def make(stage: Stage, unit: Unit | None, now: datetime) -> Board:
    """Compute a board."""
    publication = queries.standing_result(stage, unit)
    if publication is not None:
        state: State = "official" if publication.kind == "official" else "provisional"
        published = Published(publication.id, publication.kind, publication.published_at, publication.digest)
        return Board(state, "closed", from_plain(publication.standings), (), published)
    moment = queries.moment_of(stage, unit, now).state
    counts = drafts.counts(stage, unit, now)
    if stage.board != "live":
        return Board("hidden", moment, None, counts, None)
    table = drafts.live_table(stage, unit)
    rows = tuple(_running(row) for row in table.rows)
    return Board("live", moment, replace(table, rows=rows), counts, None)


def _running(row: Row) -> Row:
    """A row of a running round: places and points. Prizes and promotion are not decided yet, and a part that is not
    whole is still to come, not 0."""
    points = {code: "" if code in row.missing else text for code, text in row.points.items()}
    return replace(row, points=points, promoted="", award="", title="", decided_by="", missing=(), judges={})


def _version(stage: Stage, now: datetime) -> Hashable:
    """Changes whenever a board of the stage may: one query over counts and last times."""
    carried = {carry["stage"] for carry in stage.rules.get("carry", [])}
    stages = [other.id for other in stage.contest.stages if other.id == stage.id or other.code in carried]
    parts = select(Part.id).where(Part.stage_id.in_(stages))
    panels = select(Panel.id).where(Panel.stage_id.in_(stages))
    ended = or_(Attempt.finished_at.is_not(None), and_(Attempt.deadline <= now, Attempt.paused_at.is_(None)))
    columns = [
        select(func.count()).where(Attempt.part_id.in_(parts)),
        select(func.count()).where(Attempt.part_id.in_(parts), ended),
        select(func.count()).where(Sheet.part_id.in_(parts), Sheet.locked_at.is_not(None)),
        select(func.max(Sheet.locked_at)).where(Sheet.part_id.in_(parts)),
        select(func.sum(Panel.version)).where(Panel.id.in_(panels)),
        select(func.count()).where(Judge.panel_id.in_(panels), Judge.removed_at.is_(None)),
        select(func.count()).where(EnteredPoints.part_id.in_(parts)),
        select(func.max(EnteredPoints.updated_at)).where(EnteredPoints.part_id.in_(parts)),
        select(func.sum(EnteredPoints.points)).where(EnteredPoints.part_id.in_(parts)),
        select(func.sum(EnteredPoints.seconds)).where(EnteredPoints.part_id.in_(parts)),
        select(func.count()).where(Decision.stage_id.in_(stages)),
        select(func.max(Decision.id)).where(Decision.stage_id.in_(stages)),
        select(func.count()).where(Place.stage_id.in_(stages)),
        select(func.count()).where(Entrant.contest_id == stage.contest_id),
        select(func.count()).where(Entrant.contest_id == stage.contest_id, Entrant.status != "in"),
        select(func.sum(Entrant.version)).where(Entrant.contest_id == stage.contest_id),
        select(func.sum(Stage.version)).where(Stage.id.in_(stages)),
        select(func.sum(Part.version)).where(Part.stage_id.in_(stages)),
        select(func.max(Publication.id)).where(Publication.stage_id == stage.id),
        select(func.count()).where(Window.stage_id == stage.id, Window.opens_at <= now),
        select(func.count()).where(Window.stage_id == stage.id, Window.closes_at <= now),
        select(func.sum(Window.version)).where(Window.stage_id == stage.id),
    ]
    return tuple(db.session.execute(select(*(column.scalar_subquery() for column in columns))).one())
