"""Which questions were on papers, told to the question bank, which stands below and doesn't know papers.

A large quiz has hundreds of thousands of attempts, and their papers never change once made: what they asked is counted
once in each process, and from then on only the papers that came since are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from contest.kernel.db import db
from contest.organising.models import Contest, Part, Stage
from contest.playing.models import Attempt, DrawnPaper
from question_bank import usage
from question_bank.usage import Times

BATCH = 5000


@usage.finds_uses
def on_papers(bank_id: int, revision_ids: Collection[int] | None) -> Iterable[usage.Use]:
    """See `usage.Finder`: each attempt counts, and each printed paper. A void attempt too: its contestant has seen the
    questions."""
    parts = db.session.execute(
        select(Part.id, Contest.code, Contest.name, Stage.name, Part.name)
        .join(Part.stage)
        .join(Stage.contest)
        .where(Contest.bank_id == bank_id)
    )
    for id, contest, *names in parts.all():
        found = dict(asked(id))
        for revision, times in _printed(id).items():
            found[revision] = usage.together(found.get(revision), times)
        yield from usage.uses_of((contest, names[0], names[1], names[2]), found, False, revision_ids)


def _printed(part_id: int) -> dict[int, Times]:
    papers = select(DrawnPaper.paper, DrawnPaper.made_at).where(
        DrawnPaper.part_id == part_id, DrawnPaper.code != ""
    )
    return usage.counted(((id for id, _order in paper), at) for paper, at in db.session.execute(papers))


@dataclass(frozen=True)
class _Counted:
    """What the attempts of a part asked, up to one of them: so many, of which the latest began then. Never changed, but
    replaced as a whole."""

    last_id: int = 0
    attempts: int = 0
    latest: datetime | None = None
    revisions: Mapping[int, Times] = field(default_factory=dict)


def asked(part_id: int) -> Mapping[int, Times]:
    """{revision: times} over all attempts of a part."""
    kept: dict[int, _Counted] = current_app.extensions.setdefault("asked", {})
    counted = kept.get(part_id, _Counted())
    of_part = Attempt.part_id == part_id
    there = select(func.count(), func.max(Attempt.started_at)).where(of_part, Attempt.id <= counted.last_id)
    if tuple(db.session.execute(there).one()) != (counted.attempts, counted.latest):
        # Some were removed, or committed after a later one was counted; SQLite gives an id again.
        counted = _Counted()
    found, last = dict(counted.revisions), counted.last_id
    attempts, latest = counted.attempts, counted.latest
    newer = select(Attempt.id, Attempt.paper, Attempt.started_at).where(of_part)
    while rows := db.session.execute(newer.where(Attempt.id > last).order_by(Attempt.id).limit(BATCH)).all():
        for revision, times in usage.counted(
            ((id for id, _order in paper), at) for _id, paper, at in rows
        ).items():
            found[revision] = usage.together(found.get(revision), times)
        last, attempts = rows[-1][0], attempts + len(rows)
        latest = max(at for _id, _paper, at in [*rows, (0, [], latest or rows[0][2])])
    kept[part_id] = _Counted(last, attempts, latest, found)
    return found
