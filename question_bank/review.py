"""The verbs of review: steps from draft to approved and back, and notes. Each owns its transaction unless it says that the
caller commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from contest.kernel import audit, clock
from contest.kernel.access import Actor, current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.forms import check_version
from contest.kernel.messages import N_, message
from question_bank import policy, review_rules, states
from question_bank.models import Bank, Question, ReviewEvent, Revision
from question_bank.review_rules import Act, State, Written
from question_bank.services import subject


def thread(question: Question) -> Sequence[ReviewEvent]:
    """All steps and notes of a question, oldest first."""
    query = select(ReviewEvent).join(ReviewEvent.revision).options(joinedload(ReviewEvent.revision))
    query = query.where(Revision.question_id == question.id).order_by(ReviewEvent.id)
    return db.session.scalars(query).all()


def may_act(actor: Actor, bank: Bank, act: Act, state: State) -> bool:
    """Whether somebody's role allows an act; what they wrote themselves is another matter."""
    if act == "return":
        return policy.approves(actor, bank) or (state == "reviewed" and policy.reviews(actor, bank))
    return policy.reviews(actor, bank) if act == "review" else policy.approves(actor, bank)


def possible(question: Question, found: dict[int, State] | None = None) -> list[Act]:
    """What the current actor may do now with a question's current revision."""
    found = found or states.of([one.id for one in question.revisions])
    state = found[question.latest.id]
    is_author = _is_author(question, found)
    return [
        act
        for act in review_rules.LEADS
        if may_act(current_actor(), question.bank, act, state)
        and review_rules.refusal(act, state, is_author, "…") is None
    ]


def wrote(question: Question) -> bool:
    """Whether the current actor wrote any of what a reviewer would approve."""
    return _is_author(question, states.of([one.id for one in question.revisions]))


def act(question: Question, what: Act, note: str, seen: int | None) -> None:
    """Take a step with the current revision, which has to be the one that was `seen`. Raises Refused."""
    check_version(seen, question.latest.number)
    found = states.of([one.id for one in question.revisions])
    state = found[question.latest.id]
    if not may_act(current_actor(), question.bank, what, state):
        raise Refused(message(N_("Đồng chí không có vai trò để làm bước này.")))
    if problem := review_rules.refusal(what, state, _is_author(question, found), note):
        raise Invalid(problem, "note")
    _step(question, what, note, found)
    db.session.commit()


@dataclass(frozen=True)
class Done:
    """How many questions took a step, how many were left because one wrote them, and how many because they stand
    elsewhere or one's role doesn't reach."""

    done: int
    own: int
    other: int


def act_on_many(bank: Bank, chosen: Sequence[Question], what: Act, note: str) -> Done:
    """Take a step with each question that can take it. Raises Invalid where a note is wanted and there is none."""
    ids = [question.id for question in chosen]
    query = select(Question).where(Question.id.in_(ids)).options(selectinload(Question.revisions))
    questions = db.session.scalars(query.execution_options(populate_existing=True)).all()
    found = states.of([one.id for question in questions for one in question.revisions])
    done = own = other = 0
    if what == "return" and (problem := review_rules.refusal(what, "reviewed", False, note)):
        raise Invalid(problem, "note")
    for question in questions:
        state, is_author = found[question.latest.id], _is_author(question, found)
        if not may_act(current_actor(), bank, what, state) or state not in review_rules.LEADS[what]:
            other += 1
        elif review_rules.refusal(what, state, is_author, note) is not None:
            own += 1
        else:
            _step(question, what, note, found)
            done += 1
    db.session.commit()
    return Done(done, own, other)


def say(question: Question, note: str) -> None:
    """Leave a note on a question."""
    if not note.strip():
        raise Invalid(message(N_("Cần điền ô này.")), "note")
    _event(question.latest, "", "", note)
    db.session.commit()


def withdraw(question: Question, note: str, found: dict[int, State]) -> None:
    """Make drafts of whatever is reviewed or approved of a question, with a note that says why. `found` has the states of
    its revisions. The caller commits."""
    for revision in question.revisions:
        if found[revision.id] != "draft":
            _event(revision, found[revision.id], "draft", note)
    if found[question.latest.id] == "draft":
        _event(question.latest, "", "", note)
    audit.record("question.withdraw", subject(question), reason=note[:500])


def _is_author(question: Question, found: dict[int, State]) -> bool:
    written = [Written(one.number, one.author, found[one.id]) for one in question.revisions]
    return current_actor().key in review_rules.authors(written, question.latest.number)


def _step(question: Question, what: Act, note: str, found: dict[int, State]) -> None:
    revision = question.latest
    before = found[revision.id]
    after = review_rules.LEADS[what][before]
    if before == "approved":
        # Else an older approved revision, which this one was to mend, would come back onto papers.
        for one in question.revisions:
            if one is not revision and found[one.id] == "approved":
                _event(one, "approved", after, note)
    _event(revision, before, after, note)
    audit.record(
        f"question.{what}",
        subject(question),
        before={"state": before},
        after={"state": after, "revision": revision.number},
        reason=note[:500] or None,
    )


def _event(revision: Revision, before: str, after: str, note: str) -> None:
    actor = current_actor()
    db.session.add(
        ReviewEvent(
            revision_id=revision.id,
            at=clock.now(),
            actor=actor.key,
            actor_name=actor.name or actor.key,
            before=before,
            after=after,
            note=note.strip()[: review_rules.MAX_NOTE],
        )
    )
