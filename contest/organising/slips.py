"""Access slips: a candidate number and a random code, for one sitting (docs/decisions/0004)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import current_app
from sqlalchemy import CursorResult, Table, bindparam, exists, select, update

from contest.accounts.passwords import ALPHABET, readable_code
from contest.accounts.sign_in import principal_loader
from contest.kernel import audit, clock
from contest.kernel.db import db
from contest.kernel.errors import Invalid, Refused
from contest.kernel.messages import N_, message
from contest.organising.models import Contest, Entrant


@dataclass(frozen=True)
class Slip:
    """What is printed for an entrant; the code exists in plain only here."""

    entrant: Entrant
    code: str


@dataclass(frozen=True)
class Sitting:
    """The sitting that a code already stands for."""

    since: datetime


_table = cast(Table, Entrant.__table__)
_WITH_SLIPS = (
    select(Contest)
    .where(exists().where(Entrant.contest_id == Contest.id, Entrant.slip_hash.is_not(None)))
    .order_by(Contest.rehearsal_of_id.is_not(None), Contest.created_at.desc())
)
_BY_ID = select(Entrant).where(Entrant.id == bindparam("id"))
_BY_NUMBER = select(Entrant).where(
    Entrant.contest_id == bindparam("contest"), Entrant.code == bindparam("number")
)
_TIE = (
    update(_table)
    .where(
        _table.c.id == bindparam("entrant"),
        _table.c.slip_hash == bindparam("read_hash"),
        _table.c.session_version == bindparam("read_version"),
    )
    .values(slip_used_at=bindparam("slip_used_at"), session_version=bindparam("session_version"))
)
# Nothing is recorded with it.
_TIE_FIRST = _TIE.where(_table.c.slip_used_at.is_(None)).execution_options(alone=True)


def contests() -> Sequence[Contest]:
    """The contests that anyone holds a slip of; the newest first, rehearsals after the real ones."""
    return db.session.scalars(_WITH_SLIPS).all()


@principal_loader("entrant")
def _load_entrant(id: int, version: int) -> Entrant | None:
    entrant = db.session.scalar(_BY_ID, {"id": id})
    if entrant is None or entrant.session_version != version or entrant.status not in ("in", "guest"):
        return None
    return entrant


def digest(contest_id: int, code: str) -> str:
    """The keyed hash of a code, however it was typed: case and dashes don't count."""
    plain = "".join(char for char in code.upper() if char in ALPHABET)
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"slip:{contest_id}:{plain}".encode(), hashlib.sha256).hexdigest()


def issue(contest: Contest, entrants: Iterable[Entrant]) -> list[Slip]:
    """New codes. Earlier slips of these entrants become void, and their open sessions end."""
    slips = []
    for entrant in entrants:
        code = readable_code()
        if entrant.slip_hash is not None:
            entrant.session_version += 1
        entrant.slip_hash, entrant.slip_used_at = digest(contest.id, code), None
        slips.append(Slip(entrant, code))
    codes = [slip.entrant.code for slip in slips]
    audit.record("slips.issue", f"contest:{contest.code}", contest_id=contest.id, after={"entrants": codes})
    db.session.commit()
    return slips


def enter(contest: Contest, number: str, code: str, take_over: bool) -> Entrant | Sitting:
    """The entrant with this number and code, now sitting; or the sitting that would have to be taken over.

    Raises Invalid without saying which of number and code was wrong, Refused for those who are not in.
    """
    entrant = db.session.scalar(_BY_NUMBER, {"contest": contest.id, "number": number.strip()})
    stored = entrant.slip_hash if entrant else None
    if entrant is None or stored is None or not hmac.compare_digest(stored, digest(contest.id, code)):
        raise Invalid(
            message(N_("Số báo danh hoặc mã chưa đúng. Hãy xem lại phiếu, hoặc hỏi tổ thư ký.")), "code"
        )
    if entrant.status not in ("in", "guest"):
        raise Refused(message(N_("Đồng chí không còn trong danh sách dự thi. Hãy hỏi tổ thư ký.")))
    if entrant.slip_used_at is not None and not take_over:
        return Sitting(entrant.slip_used_at)
    if not _sit(entrant, stored):
        # Another device was faster, or the slip has just been made anew: look again, and ask.
        db.session.rollback()
        return enter(contest, number, code, take_over=False)
    if entrant.slip_used_at is not None:
        audit.record("slip.take_over", f"entrant:{contest.code}/{entrant.code}", contest_id=contest.id)
    db.session.commit()
    return entrant


def _sit(entrant: Entrant, stored: str) -> bool:
    """Tie the slip to this device if all is still as it was read; two devices at once never both get in."""
    is_first = entrant.slip_used_at is None
    as_read = {"entrant": entrant.id, "read_hash": stored, "read_version": entrant.session_version}
    now_so = {
        "slip_used_at": clock.now(),
        "session_version": entrant.session_version + (not is_first),
    }
    tied = db.session.execute(_TIE_FIRST if is_first else _TIE, as_read | now_so)
    return cast("CursorResult[Any]", tied).rowcount == 1
