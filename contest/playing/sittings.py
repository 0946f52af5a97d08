"""On which devices an attempt was opened: for its invigilator, and for the report of unusual patterns.

A browser gets a random cookie of its own that says nothing; a keyed hash of it is stored, so that the table alone can't
be matched with a device.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import cast

from flask import Request, Response, current_app
from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from contest.kernel import clock
from contest.kernel.db import db
from contest.playing.models import Attempt, Sitting

COOKIE = "device"
_YEAR = 365 * 24 * 3600


_KNOWN = select(Sitting.id).where(
    Sitting.attempt_id == bindparam("attempt"),
    Sitting.device == bindparam("device"),
    Sitting.address == bindparam("address"),
)
_FIRST = insert(cast(Table, Sitting.__table__)).execution_options(alone=True)


def note(attempt: Attempt, request: Request, response: Response) -> None:
    """Note the device and address that a page of the attempt is opened from; gives the browser its cookie."""
    own = request.cookies.get(COOKIE, "")
    is_new = len(own) != 32
    if is_new:
        own = secrets.token_hex(16)
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(COOKIE, own, max_age=_YEAR, httponly=True, samesite="Lax", secure=secure)
    device, address = _hash(own), (request.remote_addr or "")[:45]
    names = {"attempt": attempt.id, "device": device, "address": address}
    if not is_new and db.session.scalar(_KNOWN, names) is not None:
        return
    first = {"attempt_id": attempt.id, "device": device, "address": address, "first_at": clock.now()}
    try:
        db.session.execute(_FIRST, first)
        db.session.commit()
    except IntegrityError:  # another page of the same browser was faster
        db.session.rollback()


def of(attempt: Attempt) -> Sequence[Sitting]:
    """The devices of an attempt, in order."""
    query = select(Sitting).where(Sitting.attempt_id == attempt.id)
    return db.session.scalars(query.order_by(Sitting.first_at, Sitting.id)).all()


def _hash(own: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"device:{own}".encode(), hashlib.sha256).hexdigest()
