"""The verbs of studying."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from contest.kernel.forms import check_version
from contest.kernel.messages import N_, message
from question_bank import services
from question_bank.kinds import kind
from question_bank.models import Bank, Question, Revision, Topic
from question_bank.rules import tree
from question_bank.services import Filter
from question_bank.study import policy, rules
from question_bank.study.models import StudyAnswer, StudySet
from question_bank.study.rules import Known, Progress

# --- sets


@dataclass(frozen=True)
class Draft:
    """What a keeper says of a set."""

    name: str
    code: str
    audience: str
    opens_at: datetime | None
    closes_at: datetime | None


def selection_of(study: StudySet) -> Filter:
    """What a set takes of its bank; never what is retired, and no draft of a bank that demands approval. What waited for
    the keeper who opened it says nothing to a learner."""
    stored = Filter(**study.selection)
    review = "approved" if study.bank.approved_only else stored.review.replace("mine", "")
    return dataclasses.replace(stored, state="active", review=review)


def add(bank: Bank, draft: Draft, narrowed: Filter) -> StudySet:
    """Open a selection for study. Raises Invalid."""
    stored = {
        one.name: getattr(narrowed, one.name)
        for one in dataclasses.fields(Filter)
        if one.name != "state" and getattr(narrowed, one.name) != one.default
    }
    actor = current_actor()
    study = StudySet(
        bank_id=bank.id, selection=stored, created_at=clock.now(), created_by=actor.name or actor.key
    )
    _say(study, draft)
    with _committing(draft):
        db.session.add(study)
        after = _said(study) | {"selection": stored}
        audit.record("study.add", f"bank:{bank.code}/study:{study.code}", after=after)
    return study


def change(study: StudySet, draft: Draft, seen: int | None) -> None:
    """Change what a set is called, and who may study it when. Raises Invalid, or Refused for a stale form."""
    check_version(seen, study.version)
    before, subject = _said(study), f"bank:{study.bank.code}/study:{draft.code}"
    with _committing(draft):
        _say(study, draft)
        study.version += 1
        audit.record("study.change", subject, before=before, after=_said(study))


def remove(study: StudySet) -> None:
    """Remove a set with all that learners did in it."""
    audit.record("study.remove", f"bank:{study.bank.code}/study:{study.code}", before=_said(study))
    db.session.delete(study)
    db.session.commit()


def _say(study: StudySet, draft: Draft) -> None:
    if draft.opens_at and draft.closes_at and draft.closes_at <= draft.opens_at:
        raise Invalid(message(N_("Giờ đóng phải sau giờ mở.")), "closes_at")
    study.name, study.code, study.audience = draft.name, draft.code, draft.audience
    study.opens_at, study.closes_at = draft.opens_at, draft.closes_at


def _said(study: StudySet) -> dict[str, Any]:
    opens, closes = study.opens_at, study.closes_at
    return {
        "name": study.name,
        "code": study.code,
        "audience": study.audience,
        "opens_at": opens.isoformat() if opens else None,
        "closes_at": closes.isoformat() if closes else None,
    }


@contextmanager
def _committing(draft: Draft) -> Iterator[None]:
    try:
        yield
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        text = message(N_("Đã có bộ ôn tập mang mã “%(code)s”."), code=draft.code)
        raise Invalid(text, "code") from None
    except Invalid:
        db.session.rollback()
        raise


def sets(bank: Bank | None = None) -> Sequence[StudySet]:
    """The sets of a bank, or all, the newest first."""
    query = select(StudySet).order_by(StudySet.created_at.desc(), StudySet.id.desc())
    return db.session.scalars(query if bank is None else query.where(StudySet.bank_id == bank.id)).all()


def open_sets(bank: Bank | None = None) -> list[StudySet]:
    """The sets (of a bank, or all) that whoever asks may study now."""
    return [study for study in sets(bank) if policy.studies(current_actor(), study)]


# --- studying


@dataclass(frozen=True)
class Overview:
    """A set as a learner sees it: how far they are, in all and by topic (None for questions without one)."""

    whole: Progress
    by_topic: list[tuple[Topic | None, Progress]]


def overview(study: StudySet, learner: str) -> Overview:
    """How far a learner is. Two queries."""
    topics: dict[int | None, list[int]] = {}
    for question_id, topic_id in _asked(study):
        topics.setdefault(topic_id, []).append(question_id)
    known = _known(study, learner)
    named = {topic.id: topic for topic in study.bank.topics}
    by_topic = [
        (named[topic_id] if topic_id else None, rules.progress(ids, known))
        for topic_id, ids in topics.items()
    ]
    return Overview(rules.progress([one for ids in topics.values() for one in ids], known), by_topic)


def _asked(study: StudySet) -> list[tuple[int, int | None]]:
    """(question id, topic id) of a set's questions: topic by topic as the bank has them, then by code. Predictions, which
    nobody can learn, are left out."""
    query = services.listing(study.bank, selection_of(study)).options()
    columns = query.with_only_columns(Question.id, Question.topic_id, Revision.kind)
    rows = [row for row in db.session.execute(columns) if kind(row[2]).earns]
    folders: list[int | None] = [folder.topic.id for folder in tree(study.bank.topics)]
    places = {topic: place for place, topic in enumerate([*folders, None])}
    return sorted(((row[0], row[1]) for row in rows), key=lambda row: places[row[1]])


def _known(study: StudySet, learner: str) -> dict[int, Known]:
    query = select(StudyAnswer.question_id, StudyAnswer.is_right, StudyAnswer.at).where(
        StudyAnswer.set_id == study.id, StudyAnswer.learner == learner
    )
    return {question_id: Known(is_right, at) for question_id, is_right, at in db.session.execute(query)}


@dataclass(frozen=True)
class Asked:
    """A question in front of a learner. `answer`: what they answered, once they have."""

    question: Question
    revision: Revision
    present: dict[str, Any]
    order: list[int]
    progress: Progress
    answer: StudyAnswer | None = None

    @property
    def key(self) -> str:
        """The key in words, by the letters that the learner saw."""
        return kind(self.revision.kind).read_key(self.revision.body, self.order)

    @property
    def is_judged(self) -> bool:
        """Whether the learner marks it themselves: no machine can."""
        return kind(self.revision.kind).judged


def ask(study: StudySet, learner: str, topic: int | None, again: bool) -> Asked | None:
    """The next question of a set (of a topic alone; again those that were wrong), or None where none is left."""
    order = [one for one, of in _asked(study) if topic is None or of == topic]
    known = _known(study, learner)
    found = rules.following(order, known, again)
    if found is None:
        return None
    question = db.session.get_one(Question, found)
    earlier = db.session.get(StudyAnswer, (study.id, learner, found))
    done = rules.progress(order, known)
    return _asking(question, question.latest, learner, earlier.times if earlier else 0, done)


def answered(study: StudySet, learner: str, question_id: int, topic: int | None) -> Asked | None:
    """A question with what the learner answered and so with its key; None where they haven't."""
    answer = db.session.get(StudyAnswer, (study.id, learner, question_id))
    if answer is None:
        return None
    order = [one for one, of in _asked(study) if topic is None or of == topic]
    revision = db.session.get_one(Revision, answer.revision_id)
    done = rules.progress(order, _known(study, learner))
    shown = _asking(revision.question, revision, learner, answer.times - 1, done)
    return dataclasses.replace(shown, answer=answer)


def _asking(question: Question, revision: Revision, learner: str, times: int, done: Progress) -> Asked:
    # The same order until it is answered, another one the next time.
    found = kind(revision.kind)
    order = found.option_order(revision.body, Random(f"{learner}:{question.id}:{times}"), shuffle=True)
    return Asked(question, revision, found.present(revision.body, order), order, done)


def answer(
    study: StudySet, learner: str, question: Question, response: str, gives_up: bool = False
) -> bool | None:
    """Keep a learner's answer; whether it is right, None where they judge it themselves (see `judge`). Who `gives_up`
    sees the key and is asked again.

    Raises Invalid for an empty answer of one who doesn't, and for a question that is not in the set.
    """
    if question.id not in {one for one, _ in _asked(study)}:
        raise Invalid(message(N_("Câu này không còn trong bộ ôn tập.")))
    found = kind(question.latest.kind)
    if gives_up:
        response = ""
    elif not found.judged and not response:
        raise Invalid(message(N_("Hãy chọn hoặc gõ câu trả lời.")))
    share = found.mark(question.latest.body, response)
    kept = db.session.get(StudyAnswer, (study.id, learner, question.id))
    if kept is None:
        kept = StudyAnswer(set_id=study.id, learner=learner, question_id=question.id, times=0)
        db.session.add(kept)
    kept.revision_id, kept.response = question.latest.id, response
    kept.is_right, kept.times, kept.at = share == 1, kept.times + 1, clock.now()
    try:
        db.session.commit()
    except IntegrityError:
        # Two presses at once: the other one's answer stands.
        db.session.rollback()
    return None if share is None else share == 1


def judge(study: StudySet, learner: str, question_id: int, is_right: bool) -> None:
    """What a learner thinks of their own answer to a question that no machine can mark."""
    kept = db.session.get(StudyAnswer, (study.id, learner, question_id))
    if kept is not None and kind(db.session.get_one(Revision, kept.revision_id).kind).judged:
        kept.is_right = is_right
        db.session.commit()


def forget(study: StudySet, learner: str) -> None:
    """Begin anew."""
    db.session.query(StudyAnswer).filter_by(set_id=study.id, learner=learner).delete()
    db.session.commit()
