"""Which questions were on papers, told to the question bank, which stands below and doesn't know papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select

from contest.kernel.db import db
from contest.organising.models import Contest, Part, Stage
from contest.playing.models import Attempt
from question_bank import usage


@usage.finds_uses
def on_papers(bank_id: int, revision_ids: Collection[int] | None) -> Iterable[usage.Use]:
    """See `usage.Finder`. An attempt that was declared void counts: its contestant has seen the questions."""
    rows = db.session.execute(
        select(Contest.code, Contest.name, Stage.name, Part.name, Attempt.paper, Attempt.started_at)
        .join(Part, Attempt.part_id == Part.id)
        .join(Stage, Part.stage_id == Stage.id)
        .join(Contest, Stage.contest_id == Contest.id)
        .where(Contest.bank_id == bank_id)
    )
    asked = (((*names,), (revision for revision, _order in paper), at) for *names, paper, at in rows)
    return usage.counted(asked, False, revision_ids)
