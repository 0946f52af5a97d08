"""The legal bases of a bank's questions, and what happens when a law is replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from contest.kernel import audit
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message
from contest.kernel.vietnamese import fold
from question_bank import review, rules, services, states
from question_bank.models import Bank, Question, ReplacedBasis, Revision


@dataclass(frozen=True)
class Basis:
    """A document as questions name it. `dates`: the days that they say it is of; `active` and `retired`: how many questions
    in use and retired rest on it."""

    name: str
    dates: tuple[str, ...]
    active: int
    retired: int
    replaced: ReplacedBasis | None


def bases(bank: Bank, words: str = "") -> list[Basis]:
    """The bases that the current revisions name, by name; each of `words`, with or without tones, is part of it."""
    rows = db.session.execute(
        select(Revision.legal_basis, Revision.legal_date, func.count(), func.count(Question.retired_at))
        .join(Question, Question.current_id == Revision.id)
        .where(Question.bank_id == bank.id, Revision.legal_basis != "")
        .group_by(Revision.legal_basis, Revision.legal_date)
    ).all()
    query = select(ReplacedBasis).where(ReplacedBasis.bank_id == bank.id)
    replaced = {one.legal_basis: one for one in db.session.scalars(query)}
    wanted = fold(words).split()
    names = sorted({row[0] for row in rows}, key=fold)
    found = []
    for name in names:
        if all(word in fold(name) for word in wanted):
            own = [row for row in rows if row[0] == name]
            dates = tuple(sorted({row[1] for row in own if row[1]}))
            retired = sum(row[3] for row in own)
            found.append(
                Basis(name, dates, sum(row[2] for row in own) - retired, retired, replaced.get(name))
            )
    return found


def replace(bank: Bank, names: Sequence[str], by: str, on: str, reason: str, retire: bool) -> int:
    """Note that documents were replaced, and retire the questions in use that rest on them, or make drafts of them to be
    revised. `reason` is kept with each. Returns how many questions. Raises Invalid."""
    known = {one.name for one in bases(bank)}
    chosen = [name for name in dict.fromkeys(names) if name in known]
    if not chosen:
        raise Invalid(message(N_("Hãy chọn văn bản đã được thay thế.")))
    if not by.strip():
        raise Invalid(message(N_("Cần điền ô này.")), "by")
    if not rules.is_date(on):
        raise Invalid(message(N_("Cần một ngày, ví dụ 05/02/2026.")), "on")
    query = select(ReplacedBasis).where(ReplacedBasis.bank_id == bank.id)
    held = {one.legal_basis: one for one in db.session.scalars(query)}
    for name in chosen:
        row = held.get(name) or ReplacedBasis(bank_id=bank.id, legal_basis=name)
        row.replaced_by, row.replaced_on = by.strip(), on
        db.session.add(row)
        after = {"basis": name, "by": row.replaced_by, "on": on}
        audit.record("basis.replace", f"bank:{bank.code}", after=after)
    query_all = (
        select(Question)
        .join(Question.current)
        .where(Question.bank_id == bank.id, Question.retired_at.is_(None), Revision.legal_basis.in_(chosen))
        .options(selectinload(Question.revisions))
    )
    questions = db.session.scalars(query_all).all()
    found = states.of([one.id for question in questions for one in question.revisions])
    for question in questions:
        if retire:
            services.put_aside(question, True, reason)
        review.withdraw(question, reason, found)
    db.session.commit()
    return len(questions)


def put_back(bank: Bank, name: str) -> None:
    """Take back that a document was replaced. What was done with its questions stays."""
    query = select(ReplacedBasis).where(ReplacedBasis.bank_id == bank.id, ReplacedBasis.legal_basis == name)
    if row := db.session.scalar(query):
        before = {"basis": name, "by": row.replaced_by, "on": row.replaced_on}
        audit.record("basis.put_back", f"bank:{bank.code}", before=before)
        db.session.delete(row)
        db.session.commit()
