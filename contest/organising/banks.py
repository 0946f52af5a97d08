"""Which contests draw from a bank, and what they drew by lot, told to the question bank, which stands below and doesn't
know contests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from contest.kernel.db import db
from contest.organising.models import Contest, Draw, Part, Stage
from question_bank import usage
from question_bank.policy import contests_of_bank


@contests_of_bank
def contests_of(bank_id: int) -> Sequence[int]:
    """The ids of the contests that draw from a bank."""
    return db.session.scalars(select(Contest.id).where(Contest.bank_id == bank_id)).all()


@usage.names_contests
def named_contests(bank_id: int) -> list[tuple[str, str]]:
    """(code, name) of the contests that draw from a bank."""
    query = select(Contest.code, Contest.name).where(Contest.bank_id == bank_id).order_by(Contest.id)
    return [(code, name) for code, name in db.session.execute(query)]


@usage.finds_uses
def drawn_by_lot(bank_id: int, revision_ids: Collection[int] | None) -> Iterable[usage.Use]:
    """See `usage.Finder`. A draw that was declared void counts: people have seen what was drawn."""
    draws: dict[tuple[str, str, str, str], list[tuple[Iterable[int], datetime]]] = {}
    for contest, *names, result, at in db.session.execute(
        select(Contest.code, Contest.name, Stage.name, Part.name, Draw.result, Draw.made_at)
        .join(Part, Draw.part_id == Part.id)
        .join(Stage, Part.stage_id == Stage.id)
        .join(Contest, Stage.contest_id == Contest.id)
        .where(Contest.bank_id == bank_id, Draw.kind == "question")
    ):
        draws.setdefault((contest, names[0], names[1], names[2]), []).append((result.values(), at))
    for part, asked in draws.items():
        yield from usage.uses_of(part, usage.counted(asked), True, revision_ids)
