"""Many questions into the database at once. All rows are made before the first is written: on SQLite whoever writes keeps
everybody else out meanwhile, so the number of statements doesn't grow with that of the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, insert, select, update

from contest.kernel import audit, clock
from contest.kernel.access import current_actor
from contest.kernel.db import db
from question_bank import rules
from question_bank.exchange.questions import ReadQuestion
from question_bank.models import Bank, Question, Revision, Topic

Row = dict[str, Any]
Topics = Mapping[str, Topic | None]
"""By the name that a question gives; None for no name."""

_QUESTION, _REVISION = cast(Table, Question.__table__), cast(Table, Revision.__table__)
_SLICE = 500  # values that a statement looks for


@dataclass(frozen=True)
class Revised:
    """A question of the bank, what it said, and what it is to say."""

    question: Question
    before: ReadQuestion
    after: ReadQuestion


class Plan:
    """What is to be written of new questions, which all have a code, and of revised ones."""

    def __init__(self, bank: Bank, fresh: Sequence[ReadQuestion], revised: Sequence[Revised]) -> None:
        self.fresh, self.revised = fresh, revised
        self._bank = bank
        self._now = clock.now()
        self._said = [
            each for each in revised if any(_differs(each, name) for name in rules.CONTENT)
        ]  # where that changed, which a revision is for
        self._questions = [self._question(each) for each in fresh]
        self._revisions = [self._revision(each, 1) for each in fresh]
        self._newer = [
            self._revision(each.after, each.question.latest.number + 1, each.question.id)
            for each in self._said
        ]
        self._entries = [self._revise_entry(each) for each in revised]
        self._entries += [self._entry("add", each.code, after=record(each)) for each in fresh]

    @property
    def topics(self) -> list[str]:
        """The names of the topics that `write` must be given, in the order in which they come."""
        return list(dict.fromkeys(each.topic for each in [*(one.after for one in self.revised), *self.fresh]))

    def write(self, topics: Topics, batch: int | None) -> list[int]:
        """Write everything; the ids of the new questions. `batch`: the import that they came by. The caller commits."""
        db.session.flush()
        self._write_revised(topics, batch)
        ids = self._write_fresh(topics, batch)
        audit.record_rows(self._entries)
        return ids

    def _write_fresh(self, topics: Topics, batch: int | None) -> list[int]:
        if not self.fresh:
            return []
        for row, each in zip(self._questions, self.fresh, strict=True):
            row["topic_id"] = _id(topics[each.topic])
        db.session.execute(insert(_QUESTION), self._questions)
        # SQLite gives back the ids of many rows in the order of the rows only where each is written by itself.
        named = select(_QUESTION.c.code, _QUESTION.c.id).where(
            _QUESTION.c.bank_id == self._bank.id, _QUESTION.c.current_id.is_(None)
        )
        known = dict(db.session.execute(named).all())
        ids = [known[each.code] for each in self.fresh]
        for row, id_ in zip(self._revisions, ids, strict=True):
            row["question_id"], row["import_id"] = id_, batch
        db.session.execute(insert(_REVISION), self._revisions)
        _point_to_newest(ids)
        return ids

    def _write_revised(self, topics: Topics, batch: int | None) -> None:
        for each in self.revised:
            question, code = each.question, each.after.code
            if _differs(each, "topic"):
                question.topic = topics[each.after.topic]
            if _differs(each, "code"):
                question.code = code
                question.latest.search = rules.search_text(code, each.before.text, each.before.body)
        db.session.flush()
        if not self._newer:
            return
        for row in self._newer:
            row["import_id"] = batch
        db.session.execute(insert(_REVISION), self._newer)
        _point_to_newest([each.question.id for each in self._said])
        for each in self._said:
            db.session.expire(each.question, ["current_id", "current", "revisions"])

    def _entry(self, verb: str, code: str, **sides: Row) -> Row:
        return audit.row(f"question.{verb}", subject(self._bank.code, code), **sides)

    def _revise_entry(self, each: Revised) -> Row:
        return self._entry("revise", each.before.code, before=record(each.before), after=record(each.after))

    def _question(self, content: ReadQuestion) -> Row:
        return {
            "bank_id": self._bank.id,
            "code": content.code,
            "created_at": self._now,
            "retired_at": self._now if content.retired else None,
        }

    def _revision(self, content: ReadQuestion, number: int, question_id: int | None = None) -> Row:
        actor = current_actor()
        return {name: getattr(content, name) for name in rules.CONTENT} | {
            "question_id": question_id,
            "number": number,
            "search": rules.search_text(content.code, content.text, content.body),
            "created_at": self._now,
            "created_by": actor.name or actor.key,
            "author": actor.key,
        }


def subject(bank_code: str, code: str) -> str:
    """What the audit calls a question."""
    return f"question:{bank_code}/{code}"


def record(question: ReadQuestion) -> Row:
    """What the audit keeps of a question."""
    return {name: getattr(question, name) for name in ("code", "topic", *rules.CONTENT)}


def _differs(each: Revised, name: str) -> bool:
    return bool(getattr(each.before, name) != getattr(each.after, name))


def _id(topic: Topic | None) -> int | None:
    return topic.id if topic else None


def _point_to_newest(ids: Sequence[int]) -> None:
    """Make the newest revision of questions their current one."""
    newest = (
        select(_REVISION.c.id)
        .where(_REVISION.c.question_id == _QUESTION.c.id)
        .order_by(_REVISION.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    for start in range(0, len(ids), _SLICE):
        some = _QUESTION.c.id.in_(ids[start : start + _SLICE])
        db.session.execute(update(_QUESTION).where(some).values(current_id=newest))
