"""What a page of a running attempt tells every now and then: that it is there, where it stands, what it could not send.

It is asked for as often as answers are stored, and worth far less: one statement on the thread's raw connection, whose
commit waits for no disk. What is lost with the power is told again a few seconds later.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.engine import Engine

from contest.kernel import clock
from contest.kernel.db import db
from contest.kernel.errors import Invalid
from contest.kernel.messages import N_, message
from contest.kernel.turn import turn
from contest.playing.store import connection, forget, once_more, read_time, written_time

_STATEMENT = """
INSERT INTO presence (attempt_id, seen_at, position, waiting)
SELECT a.id, {now}, {position}, {waiting} FROM attempt a JOIN entrant e ON e.id = a.entrant_id
WHERE a.id = {attempt} AND e.id = {entrant} AND e.session_version = {version} AND e.status IN ('in', 'guest')
  AND a.finished_at IS NULL AND (a.deadline > {now} OR a.paused_at IS NOT NULL) {unsynced}
ON CONFLICT (attempt_id) DO UPDATE SET
  seen_at = excluded.seen_at, position = excluded.position, waiting = excluded.waiting
RETURNING (SELECT t.deadline FROM attempt t WHERE t.id = attempt_id),
  (SELECT t.paused_at FROM attempt t WHERE t.id = attempt_id)
"""
_WHY = """
SELECT CASE WHEN e.status IN ('in', 'guest') THEN e.session_version END, a.finished_at IS NOT NULL
FROM attempt a JOIN entrant e ON e.id = a.entrant_id WHERE a.id = {attempt} AND e.id = {entrant}
"""
_NAMES = ("now", "position", "waiting", "attempt", "entrant", "version")
_SQLITE = {name: f":{name}" for name in _NAMES} | {"unsynced": ""}
_POSTGRESQL = {name: f"%({name})s" for name in _NAMES} | {
    "now": "%(now)s::timestamptz",
    # For this transaction, which is this statement.
    "unsynced": "AND set_config('synchronous_commit', 'off', true) = 'off'",
}
_STATEMENTS = {
    name: (_STATEMENT.format(**words), _WHY.format(**words))
    for name, words in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL))
}

LARGEST = 10**6


@dataclass(frozen=True)
class Running:
    """The clock of an attempt that is not over."""

    now: datetime
    deadline: datetime
    paused_at: datetime | None


Gone = Literal["finished", "late", "elsewhere", "unknown"]


def read(sent: object) -> tuple[int, int]:
    """The position and the number of unsent answers that a page told; raises Invalid."""
    position, waiting = (
        (sent.get("position"), sent.get("waiting")) if isinstance(sent, dict) else (None, None)
    )
    if type(position) is int and type(waiting) is int and min(position, waiting) >= 0:
        return min(position, LARGEST), min(waiting, LARGEST)
    raise Invalid(message(N_("Trang gửi lên không đúng dạng. Hãy tải lại trang.")))


def tell(attempt_id: int, entrant_id: int, version: int, position: int, waiting: int) -> Running | Gone:
    """Note that a page is there; the clock of its attempt, or why it has none any more.

    Raises Unavailable where the database is away.
    """
    engine, now = db.engine, clock.now()
    names = {
        "now": written_time(engine, now),
        "position": position,
        "waiting": waiting,
        "attempt": attempt_id,
        "entrant": entrant_id,
        "version": version,
    }
    found, why = once_more(engine, lambda: _write(engine, names))
    if found is not None:
        deadline, paused_at = found
        return Running(now, read_time(deadline), read_time(paused_at) if paused_at else None)
    if why is None:
        return "unknown"
    current, is_finished = why
    if current != version:
        return "elsewhere"
    return "finished" if is_finished else "late"


Row = Sequence[Any] | None


def _write(engine: Engine, names: dict[str, Any]) -> tuple[Row, Row]:
    """What the statement returned; where it wrote nothing, what is known of the attempt."""
    name = engine.dialect.name
    statement, why = _STATEMENTS[name]
    try:
        cursor = connection(engine).cursor()
        with turn(Path(engine.url.database or "")) if name == "sqlite" else nullcontext():
            if name == "sqlite":
                cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.execute(statement, names)
            found: Row = cursor.fetchone()
            cursor.fetchall()  # SQLite commits when the statement has been stepped to its end
            if name == "sqlite":
                cursor.execute("PRAGMA synchronous=FULL")
        if found is None:
            cursor.execute(why, names)
        return found, None if found else cursor.fetchone()
    except BaseException:
        # No connection stays without its sync.
        forget(engine)
        raise
