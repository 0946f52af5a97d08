"""The state of revisions as the database sees it: which revision may be used, and lists by state.

A revision's state is where its newest step led (`models.ReviewEvent`), and draft before any.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from contest.kernel.access import current_actor
from contest.kernel.db import db
from question_bank import policy
from question_bank.models import Bank, Question, ReviewEvent, Revision
from question_bank.review_rules import State


def _state(revision: type[Revision]) -> ColumnElement[str]:
    """The state of each row of revisions."""
    newest = (
        select(ReviewEvent.after)
        .where(ReviewEvent.revision_id == revision.id, ReviewEvent.after != "")
        .order_by(ReviewEvent.id.desc())
        .limit(1)
        .correlate(revision)
        .scalar_subquery()
    )
    return func.coalesce(newest, "draft")


def usable(approved_only: bool) -> ColumnElement[bool]:
    """The condition by which new papers and draws join a question's revision: the current one, or in a bank that demands
    approval the newest approved one, if there is any."""
    if not approved_only:
        return Question.current_id == Revision.id
    one = aliased(Revision)
    approved = (
        select(one.id)
        .where(one.question_id == Question.id, _state(one) == "approved")
        .order_by(one.number.desc())
        .limit(1)
        .correlate(Question)
        .scalar_subquery()
    )
    return Revision.id == approved


def held_back(bank: Bank | None) -> int:
    """How many questions in use new papers can't take, because nothing of them is approved."""
    if bank is None or not bank.approved_only:
        return 0
    query = select(func.count()).select_from(Question).outerjoin(Revision, usable(True))
    query = query.where(Question.bank_id == bank.id, Question.retired_at.is_(None), Revision.id.is_(None))
    return int(db.session.scalar(query) or 0)


def of(revision_ids: Collection[int]) -> dict[int, State]:
    """{revision id: state}."""
    rows = db.session.execute(select(Revision.id, _state(Revision)).where(Revision.id.in_(revision_ids)))
    return {id: cast(State, state) for id, state in rows}


def condition(bank: Bank, wanted: str) -> ColumnElement[bool]:
    """The condition that a current revision is in a state, or (“mine”) waits for a step that the current actor may take."""
    state = _state(Revision)
    if wanted != "mine":
        return state == wanted
    actor = current_actor()
    steps = [
        state == before
        for before, may in (("draft", policy.reviews), ("reviewed", policy.approves))
        if may(actor, bank)
    ]
    return or_(False, *steps) & (Revision.author != actor.key) & Question.retired_at.is_(None)
