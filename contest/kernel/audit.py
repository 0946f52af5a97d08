"""Who changed what, when, from what to what. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import String, Table, insert
from sqlalchemy.orm import Mapped, mapped_column

from contest.kernel import clock
from contest.kernel.access import current_actor
from contest.kernel.db import Id, Json, Model, UTCDateTime, db


class AuditEntry(Model):
    """One change. `before` and `after` hold only what changed; None for made or removed."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    # No foreign keys: the record outlives what it speaks of.
    contest_id: Mapped[int | None] = mapped_column(Id, index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200), index=True)
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    after: Mapped[Any] = mapped_column(Json, nullable=True)
    reason: Mapped[str | None] = mapped_column(String(500))


def record(
    action: str,
    subject: str,
    *,
    contest_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Add an entry to the running transaction, so that the change and its record live or die together.

    `action` is a dotted verb ("sheet.lock"), `subject` a readable path ("sheet:ck/chuyen-de/007/gk1").
    Where both sides are given, only the keys that differ are kept.
    """
    made = row(action, subject, before=before, after=after)
    db.session.add(AuditEntry(**made | {"contest_id": contest_id, "reason": reason}))


def row(
    action: str, subject: str, *, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> dict[str, Any]:
    """An entry as `record` would add it, for who makes many before writing any: see `record_rows`."""
    if before is not None and after is not None:
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        before = {key: before[key] for key in before if key in changed}
        after = {key: after[key] for key in after if key in changed}
    actor = current_actor()
    return {
        "contest_id": None,
        "at": clock.now(),
        "actor": actor.key,
        "actor_name": actor.name,
        "action": action,
        "subject": subject[:200],
        "before": before,
        "after": after,
        "reason": None,
    }


def record_rows(rows: Sequence[dict[str, Any]]) -> None:
    """Add entries to the running transaction by one statement."""
    if rows:
        db.session.execute(insert(cast(Table, AuditEntry.__table__)), rows)
