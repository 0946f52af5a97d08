"""What the desk shows: how far each stage is, and the steps of setting up. Rooms above add their own counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from contest.kernel.db import db
from contest.kernel.messages import N_, Message, message
from contest.organising import members, rules
from contest.organising.models import Contest, Draw, Entrant, Stage, Unit, Window
from question_bank.models import Question


@dataclass(frozen=True)
class Count:
    """A bar of the desk: `done` of `total`, and the page to look at it."""

    label: Message
    done: int
    total: int
    endpoint: str
    stage: str = ""
    part: str = ""


@dataclass(frozen=True)
class Line:
    """A list of a stage (the whole stage or a unit's) and where its windows lie now."""

    unit: Unit | None
    moment: rules.Moment
    entrants: int


@dataclass(frozen=True)
class StageNow:
    """A stage as it stands now."""

    stage: Stage
    entrants: int
    lines: list[Line]
    counts: list[Count]


@dataclass(frozen=True)
class Step:
    """A thing to do before the contest: done, or the page where it is done."""

    label: Message
    detail: Message
    is_done: bool
    endpoint: str


_counters: list[Callable[[Stage, datetime], list[Count]]] = []
_steps: list[Callable[[Contest], Step | None]] = []


def counter(asked: Callable[[Stage, datetime], list[Count]]) -> Callable[[Stage, datetime], list[Count]]:
    """Register what a room above counts of a stage."""
    _counters.append(asked)
    return asked


def step(asked: Callable[[Contest], Step | None]) -> Callable[[Contest], Step | None]:
    """Register a step of setting up that a room above knows of."""
    _steps.append(asked)
    return asked


def stages(contest: Contest, now: datetime) -> list[StageNow]:
    """Every stage with its lists, their states and the counts of all rooms."""
    parents = members.unit_parents(contest.id)
    found = []
    for stage in contest.stages:
        windows = members.windows(stage)
        own = members.members(stage)
        per_unit: dict[int | None, int] = {}
        for entrant in own:
            per_unit[entrant.unit_id] = per_unit.get(entrant.unit_id, 0) + 1
        units: list[Unit | None] = list(members.ranking_units(stage)) or [None]
        lines = [
            Line(
                unit,
                _stage_moment(windows, members.unit_chain(unit.id if unit else None, parents), now),
                per_unit.get(unit.id, 0) if unit else len(own),
            )
            for unit in units
        ]
        counts = [count for asked in _counters for count in asked(stage, now)]
        found.append(StageNow(stage, len(own), lines, counts))
    return found


def _stage_moment(windows: list[Window], units: list[int], now: datetime) -> rules.Moment:
    """The state of all windows that concern a unit together: open if one is, else upcoming if one is."""
    moments = [
        rules.moment(window, now) for window in windows if window.unit_id is None or window.unit_id in units
    ]
    for state in ("open", "upcoming", "closed"):
        found = [one for one in moments if one.state == state]
        if found:
            return min(found, key=lambda one: one.changes_at or now)
    return rules.Moment("unscheduled", None)


def steps(contest: Contest, now: datetime) -> list[Step]:
    """The steps of setting up, in the order in which they are taken."""

    def number(query: object) -> int:
        return int(db.session.scalar(query) or 0)  # type: ignore[call-overload]

    units = number(select(func.count()).select_from(Unit).where(Unit.contest_id == contest.id))
    people = number(select(func.count()).select_from(Entrant).where(Entrant.contest_id == contest.id))
    slips = number(
        select(func.count())
        .select_from(Entrant)
        .where(Entrant.contest_id == contest.id, Entrant.slip_hash.is_not(None))
    )
    questions = number(select(func.count()).select_from(Question).where(Question.bank_id == contest.bank_id))
    windows = number(
        select(func.count()).select_from(Window).join(Stage).where(Stage.contest_id == contest.id)
    )
    draws = number(
        select(func.count())
        .select_from(Draw)
        .join(Stage)
        .where(Stage.contest_id == contest.id, Draw.void_reason.is_(None))
    )
    parts = [part for stage in contest.stages for part in stage.parts]
    found = [
        Step(
            LABELS["rules"],
            message(N_("%(count)s phần thi"), count=len(parts)),
            bool(parts),
            "organising.stages",
        ),
        Step(LABELS["units"], message(N_("%(count)s đơn vị"), count=units), units > 0, "organising.units"),
        Step(
            LABELS["entrants"],
            message(N_("%(count)s thí sinh"), count=people),
            people > 0,
            "organising.entrants",
        ),
        Step(
            LABELS["questions"],
            message(N_("%(count)s câu hỏi"), count=questions),
            questions > 0,
            "organising.questions",
        ),
        Step(
            LABELS["windows"], message(N_("%(count)s lịch"), count=windows), windows > 0, "organising.windows"
        ),
        *(one for asked in _steps if (one := asked(contest)) is not None),
        Step(
            LABELS["slips"],
            message(N_("%(count)s phiếu"), count=slips),
            0 < people <= slips,
            "organising.slips",
        ),
    ]
    if any(part.method == "panel" for part in parts):
        found.append(
            Step(
                LABELS["draws"], message(N_("%(count)s lần bốc thăm"), count=draws), draws > 0, "draws.index"
            )
        )
    return found


LABELS = {
    "rules": message(N_("Vòng thi và thể lệ")),
    "units": message(N_("Đơn vị")),
    "entrants": message(N_("Danh sách thí sinh")),
    "questions": message(N_("Câu hỏi, tình huống, chuyên đề")),
    "windows": message(N_("Lịch thi")),
    "slips": message(N_("Phiếu vào thi")),
    "draws": message(N_("Bốc thăm")),
}
