"""What a package's `record.json` keeps of a bank's review: what the bank demands, the steps and notes of its revisions, and
why questions were retired. Members don't come along: accounts belong to an installation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from contest.kernel.db import db
from question_bank.models import Bank, Question, ReplacedBasis, ReviewEvent, Revision

_BASIS = ("legal_basis", "replaced_by", "replaced_on")


def approved(bank: Bank | None) -> set[int]:
    """The revisions that were ever approved, where the bank demands it: papers may take them again."""
    if bank is None or not bank.approved_only:
        return set()
    query = select(ReviewEvent.revision_id).where(ReviewEvent.after == "approved")
    query = query.join(ReviewEvent.revision).join(Revision.question).where(Question.bank_id == bank.id)
    return set(db.session.scalars(query))


def dumped(bank: Bank, names: Mapping[int, tuple[str, int]], carried: Collection[int]) -> dict[str, Any]:
    """The record. `names` are {revision id: (question code, number)}; steps of revisions that aren't `carried`, which the
    package doesn't hold, are left out."""
    events = db.session.scalars(
        select(ReviewEvent)
        .join(ReviewEvent.revision)
        .join(Revision.question)
        .where(Question.bank_id == bank.id)
        .order_by(ReviewEvent.id)
    )
    reasons = select(Question.code, Question.retired_reason).where(
        Question.bank_id == bank.id, Question.retired_reason != ""
    )
    bases = select(ReplacedBasis).where(ReplacedBasis.bank_id == bank.id).order_by(ReplacedBasis.id)
    return {
        "approved_only": bank.approved_only,
        "steps": [
            {
                "revision": list(names[event.revision_id]),
                "at": event.at.isoformat(),
                "by": event.actor_name,
                "before": event.before,
                "after": event.after,
                "note": event.note,
            }
            for event in events
            if event.revision_id in carried
        ],
        "retired": dict(db.session.execute(reasons.order_by(Question.code)).all()),
        "replaced": [{name: getattr(one, name) for name in _BASIS} for one in db.session.scalars(bases)],
    }


def load(bank: Bank, record: Mapping[str, Any], revisions: Mapping[tuple[str, int], int]) -> None:
    """Put a record into a new bank; `revisions` are {(question code, number): revision id}. The caller commits."""
    bank.approved_only = bool(record.get("approved_only"))
    for step in record.get("steps", ()):
        code, number = step["revision"]
        db.session.add(
            ReviewEvent(
                revision_id=revisions[code, number],
                at=datetime.fromisoformat(step["at"]),
                actor="",
                actor_name=step["by"],
                before=step["before"],
                after=step["after"],
                note=step["note"],
            )
        )
    reasons = record.get("retired", {})
    for question in db.session.scalars(
        select(Question).where(Question.bank_id == bank.id, Question.code.in_(reasons))
    ):
        question.retired_reason = reasons[question.code]
    db.session.add_all(
        ReplacedBasis(bank_id=bank.id, **{name: one[name] for name in _BASIS})
        for one in record.get("replaced", ())
    )
