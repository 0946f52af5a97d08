"""The hot path: one statement decides whether an answer counts, and stores it.

It runs on a raw connection that its thread keeps: no pool, no ORM, no user loaded from the database. What it returns
has been committed and synced (SQLite `synchronous=FULL`, PostgreSQL `synchronous_commit=on`).

`now` is the application's clock and not the database's, since it is the one that every page shows and that tests can
hold. It is read at the last moment: with the right to write in hand, when the statement is about to run.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import Engine

from contest.kernel import clock
from contest.kernel.db import db, set_up_sqlite
from contest.playing.rules import Given

# Who writes (the entrant, in the session that is theirs now), into what (their attempt, neither finished nor past its
# deadline), and whether it is newer than what is there: all in the statement that stores.
_STATEMENT = """
INSERT INTO answer (attempt_id, position, response, flagged, sequence, stored_at)
SELECT a.id, {position}, {response}, {flagged}, {sequence}, {now}
FROM attempt a JOIN entrant e ON e.id = a.entrant_id
WHERE a.id = {attempt} AND e.id = {entrant} AND e.session_version = {version}
  AND e.status IN ('in', 'guest') AND a.finished_at IS NULL AND a.deadline > {now}
  AND {position} < a.size AND ({options} = 0 OR {options} > {highest})
ON CONFLICT (attempt_id, position) DO UPDATE SET
  response = excluded.response, flagged = excluded.flagged, sequence = excluded.sequence, stored_at = excluded.stored_at
WHERE answer.sequence < excluded.sequence
"""
_WHY = """
SELECT CASE WHEN e.status IN ('in', 'guest') THEN e.session_version END, a.finished_at, a.deadline, a.size,
  n.response, n.flagged, n.sequence
FROM attempt a JOIN entrant e ON e.id = a.entrant_id
LEFT JOIN answer n ON n.attempt_id = a.id AND n.position = {position}
WHERE a.id = {attempt} AND e.id = {entrant}
"""
# How many options the question has: none for a written answer.
_OPTIONS = {
    True: "json_array_length(a.paper, '$[' || {position} || '][1]')",
    False: "jsonb_array_length(a.paper -> {position} -> 1)",
}
_NAMES = ("attempt", "entrant", "version", "position", "response", "flagged", "sequence", "highest", "now")

Outcome = Literal["stored", "stale", "late", "finished", "elsewhere", "unknown"]


@dataclass(frozen=True)
class Result:
    """What became of it. Where it is `stale`, `kept` is the newer answer that the server has."""

    outcome: Outcome
    kept: Given | None = None


class _Connections(threading.local):
    """Each thread's connection to each engine's database; an engine that is gone takes its own along."""

    def __init__(self) -> None:
        self.by_engine: WeakKeyDictionary[Engine, Any] = WeakKeyDictionary()


_connections = _Connections()
# SQLite lets one write at a time, and whoever finds it busy sleeps and tries again. To wait in line is quicker.
_turn = threading.Lock()


def store(attempt_id: int, entrant_id: int, version: int, answers: Sequence[Given]) -> list[Result]:
    """Store answers of one attempt in one transaction; what became of each, in order."""
    engine = db.engine
    try:
        return _store(engine, _connection(engine), attempt_id, entrant_id, version, answers)
    except engine.dialect.loaded_dbapi.OperationalError:
        # The database was restarted, or dropped the connection: once more on a fresh one. Storing is idempotent.
        _forget(engine)
        return _store(engine, _connection(engine), attempt_id, entrant_id, version, answers)


def _store(
    engine: Engine, connection: Any, attempt_id: int, entrant_id: int, version: int, answers: Sequence[Given]
) -> list[Result]:
    is_sqlite = engine.dialect.name == "sqlite"
    statement, why = _statements(is_sqlite)
    cursor = connection.cursor()
    results: list[Result] = []
    if is_sqlite:
        _turn.acquire()
    try:
        # One statement is a transaction by itself; more need one around them.
        if len(answers) > 1:
            cursor.execute("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
        moment = clock.now()
        now: Any = moment.strftime("%Y-%m-%d %H:%M:%S.%f") if is_sqlite else moment
        for given in answers:
            values = {
                "attempt": attempt_id,
                "entrant": entrant_id,
                "version": version,
                "position": given.position,
                "response": given.response,
                "flagged": given.flagged,
                "sequence": given.sequence,
                "highest": given.highest,
                "now": now,
            }
            cursor.execute(statement, values)
            if cursor.rowcount == 1:
                results.append(Result("stored"))
            else:
                cursor.execute(why, values)
                results.append(_explain(cursor.fetchone(), version, given, now))
        if len(answers) > 1:
            cursor.execute("COMMIT")
    except BaseException:
        # Whatever happened, no half-done transaction stays on the thread's connection.
        _forget(engine)
        raise
    finally:
        if is_sqlite:
            _turn.release()
    return results


def _explain(row: Any, version: int, given: Given, now: Any) -> Result:
    """Why nothing was stored."""
    if row is None:
        return Result("unknown")
    current, finished_at, deadline, size, response, flagged, sequence = row
    if current != version:
        return Result("elsewhere")
    if not 0 <= given.position < size:
        return Result("unknown")
    kept = None
    if sequence is not None:
        kept = Given(given.position, response, bool(flagged), sequence)
        if kept == given:
            return Result("stored")  # sent twice: the acknowledgement was lost
    if finished_at is not None:
        return Result("finished")
    if now >= deadline:
        return Result("late")
    return Result("stale", kept) if kept and kept.sequence >= given.sequence else Result("unknown")


_cache: dict[bool, tuple[str, str]] = {}


def _statements(is_sqlite: bool) -> tuple[str, str]:
    """The two statements with the placeholders of the driver."""
    if is_sqlite not in _cache:
        places = {name: f":{name}" if is_sqlite else f"%({name})s" for name in _NAMES}
        if not is_sqlite:
            casts = {
                "position": "int",
                "response": "text",
                "flagged": "bool",
                "sequence": "bigint",
                "highest": "int",
                "now": "timestamptz",
            }
            places |= {name: f"{places[name]}::{cast}" for name, cast in casts.items()}
        places["options"] = _OPTIONS[is_sqlite].format(**places)
        _cache[is_sqlite] = (_STATEMENT.format(**places), _WHY.format(**places))
    return _cache[is_sqlite]


def _connection(engine: Engine) -> Any:
    """This thread's connection: made once, kept, and never shared."""
    kept = _connections.by_engine.get(engine)
    if kept is None:
        arguments, options = engine.dialect.create_connect_args(engine.url)
        kept = engine.dialect.connect(*arguments, **options)
        if engine.dialect.name == "sqlite":
            set_up_sqlite(kept)
            kept.isolation_level = None
        else:
            kept.autocommit = True
            kept.prepare_threshold = 0
        _connections.by_engine[engine] = kept
    return kept


def _forget(engine: Engine) -> None:
    kept = _connections.by_engine.pop(engine, None)
    if kept is not None:
        kept.close()


@event.listens_for(Engine, "engine_disposed")
def _disposed(engine: Engine) -> None:
    """Let go of this thread's connection with the engine's others, so that a database can be dropped."""
    _forget(engine)
