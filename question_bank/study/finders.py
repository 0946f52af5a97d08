"""From an address to a study set, or NotFound."""

from __future__ import annotations

from sqlalchemy import select

from contest.kernel.db import db
from contest.kernel.errors import NotFound
from contest.kernel.messages import N_, message
from question_bank import finders
from question_bank.study.models import StudySet


def study(study_code: str) -> StudySet:
    """A set by its code."""
    found = db.session.scalar(select(StudySet).where(StudySet.code == study_code))
    if found is None:
        raise NotFound(message(N_("Không có bộ ôn tập “%(code)s”."), code=study_code))
    return found


def study_of_bank(bank_code: str, study_id: int) -> StudySet:
    """A set of a bank, for those who keep it."""
    owner = finders.bank(bank_code)
    found = db.session.get(StudySet, study_id)
    if found is None or found.bank_id != owner.id:
        raise NotFound(message(N_("Ngân hàng này không có bộ ôn tập đó.")))
    return found
