"""What the organiser's desk shows of judging."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from contest.judging import entering, services
from contest.judging.models import Panel
from contest.kernel.db import db
from contest.kernel.messages import N_, message
from contest.organising import members
from contest.organising.desk import Count, Step, counter, step
from contest.organising.models import Contest, Stage


@counter
def sheets(stage: Stage, now: datetime) -> list[Count]:
    """A bar for each judged or typed part."""
    found = []
    for part in stage.parts:
        if part.method in services.JUDGED:
            rows = services.rows(part)
            label = message(N_("%(part)s: phiếu đã khóa"), part=part.name)
            done, total = sum(row.locked for row in rows), sum(len(row.judges) for row in rows)
            found.append(Count(label, done, total, "judging.desk", stage.code, part.code))
        elif part.method == "entered":
            label = message(N_("%(part)s: đã nhập điểm"), part=part.name)
            done = sum(row.points is not None for row in entering.entered(part).values())
            found.append(
                Count(label, done, len(members.members(stage)), "judging.desk", stage.code, part.code)
            )
    return found


@step
def panels(contest: Contest) -> Step | None:
    """Panels are needed where a part is judged."""
    if not services.judged_parts(contest):
        return None
    count = db.session.scalar(
        select(func.count())
        .select_from(Panel)
        .join(Stage, Panel.stage_id == Stage.id)
        .where(Stage.contest_id == contest.id)
    )
    detail = message(N_("%(count)s ban"), count=count)
    return Step(message(N_("Ban giám khảo")), detail, bool(count), "judging.panels")
