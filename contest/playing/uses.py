"""Which questions were on papers, told to the question bank, which stands below and doesn't know papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select, true

from contest.kernel.db import db
from contest.organising.models import Contest, Part, Stage
from contest.playing.models import Attempt, DrawnPaper
from question_bank import usage


@usage.finds_uses
def on_papers(bank_id: int, revision_ids: Collection[int] | None) -> Iterable[usage.Use]:
    """See `usage.Finder`: each attempt counts, and each printed paper. A void attempt too: its contestant has seen the
    questions."""
    rows = [
        row
        for made, at, held in (
            (Attempt, Attempt.started_at, true()),
            (DrawnPaper, DrawnPaper.made_at, DrawnPaper.code != ""),
        )
        for row in db.session.execute(
            select(Contest.code, Contest.name, Stage.name, Part.name, made.paper, at)
            .select_from(made)
            .join(Part, made.part_id == Part.id)
            .join(Stage, Part.stage_id == Stage.id)
            .join(Contest, Stage.contest_id == Contest.id)
            .where(Contest.bank_id == bank_id, held)
        )
    ]
    asked = (((*names,), (revision for revision, _order in paper), at) for *names, paper, at in rows)
    return usage.counted(asked, False, revision_ids)
