"""Which contests draw from a bank, told to the question bank, which stands below and doesn't know contests."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from contest.kernel.db import db
from contest.organising.models import Contest
from question_bank.policy import contests_of_bank


@contests_of_bank
def contests_of(bank_id: int) -> Sequence[int]:
    """The ids of the contests that draw from a bank."""
    return db.session.scalars(select(Contest.id).where(Contest.bank_id == bank_id)).all()
