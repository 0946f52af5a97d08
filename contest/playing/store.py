"""The hot path: one statement decides whether answers count, and stores them.

It runs on a raw connection that its thread keeps: no pool, no ORM, no user loaded from the database. Requests that wait
at the same moment share one transaction (`kernel/together.py`). What it returns has been committed and synced (SQLite
`synchronous=FULL`, PostgreSQL `synchronous_commit=on`).

`now` is the application's clock and not the database's, since it is the one that every page shows and that tests can
hold. It is read at the last moment: with the right to write in hand, when the statement is about to run.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import Engine

from contest.kernel import clock
from contest.kernel.db import db, set_up_sqlite
from contest.kernel.errors import Unavailable
from contest.kernel.together import Line
from contest.kernel.turn import turn
from contest.playing.rules import Given

# Who writes (the entrant, in the session that is theirs now), into what (their attempt, neither finished nor paused nor
# past its deadline; where each question has its own clock, while that runs; where there is no way back, nothing behind
# the newest), and whether it is newer than what is there: all in the statement that stores. In the order of the key, so
# that two processes that write the same rows never wait for each other in a circle. Handing in, a pause or a new deadline
# waits for the answers that are being written, and they for it: nothing is stored after what a receipt has counted.
_STATEMENT = """
INSERT INTO answer (attempt_id, position, response, flagged, sequence, stored_at)
SELECT a.id, g.position, g.response, g.flagged, g.sequence, {now}
FROM {given} JOIN attempt a ON a.id = g.attempt JOIN entrant e ON e.id = a.entrant_id
WHERE e.id = g.entrant AND e.session_version = g.version
  AND e.status IN ('in', 'guest') AND a.finished_at IS NULL AND a.deadline > {now} AND a.paused_at IS NULL
  AND g.position < a.size
  AND ({options} = 0 OR CASE WHEN {first} < 0 THEN g.lines <= -{first} ELSE {options} > g.highest END)
  AND (a.question_seconds = 0 OR {turn} = g.position)
  AND (NOT a.forward_only OR NOT EXISTS (SELECT 1 FROM answer n WHERE n.attempt_id = a.id AND n.position > g.position))
ORDER BY a.id, g.position {lock}
ON CONFLICT (attempt_id, position) DO UPDATE SET
  response = excluded.response, flagged = excluded.flagged, sequence = excluded.sequence, stored_at = excluded.stored_at
WHERE answer.sequence < excluded.sequence
RETURNING attempt_id, position, (SELECT t.deadline FROM attempt t WHERE t.id = attempt_id)
"""
_WHY = """
SELECT CASE WHEN e.status IN ('in', 'guest') THEN e.session_version END, a.size, a.finished_at IS NOT NULL,
  a.deadline <= {now}, a.paused_at IS NOT NULL, (a.question_seconds > 0 AND {turn} <> {position}) OR (a.forward_only
  AND EXISTS (SELECT 1 FROM answer l WHERE l.attempt_id = a.id AND l.position > {position})),
  n.response, n.flagged, n.sequence
FROM attempt a JOIN entrant e ON e.id = a.entrant_id
LEFT JOIN answer n ON n.attempt_id = a.id AND n.position = {position}
WHERE a.id = {attempt} AND e.id = {entrant}
"""

# Where the databases differ: how JSON becomes rows, how many options a question has (none for a written answer), the
# first number of their order (minus the fields of a question that has several: `Kind.option_order`), whose
# turn it is where each question has its own clock (`timing.question_at`, in microseconds), and the placeholders.
_SQLITE = {
    "given": """(SELECT json_extract(value, '$[0]') AS attempt, json_extract(value, '$[1]') AS entrant,
  json_extract(value, '$[2]') AS version, json_extract(value, '$[3]') AS position,
  json_extract(value, '$[4]') AS response, json_extract(value, '$[5]') AS flagged,
  json_extract(value, '$[6]') AS sequence, json_extract(value, '$[7]') AS highest,
  json_extract(value, '$[8]') AS lines FROM json_each(:given)) AS g""",
    "options": "json_array_length(a.paper, '$[' || g.position || '][1]')",
    "first": "json_extract(a.paper, '$[' || g.position || '][1][0]')",
    "lock": "",  # whoever writes is alone
    # strftime would round the microseconds up into the seconds.
    "turn": """a.size - 1 - ((strftime('%s', substr(a.deadline, 1, 19)) - strftime('%s', substr(:now, 1, 19))) * 1000000
    + substr(a.deadline, 21) - substr(:now, 21) - 1) / (a.question_seconds * 1000000)""",
    **{name: f":{name}" for name in ("now", "position", "attempt", "entrant")},
}
_POSTGRESQL = {
    "given": """(SELECT (v->>0)::bigint AS attempt, (v->>1)::bigint AS entrant, (v->>2)::int AS version,
  (v->>3)::int AS position, v->>4 AS response, (v->>5)::bool AS flagged, (v->>6)::bigint AS sequence,
  (v->>7)::int AS highest, (v->>8)::int AS lines FROM jsonb_array_elements(%(given)s::jsonb) AS v) AS g""",
    "lock": "FOR SHARE OF a",
    "options": "jsonb_array_length(a.paper -> g.position -> 1)",
    "first": "(a.paper -> g.position -> 1 ->> 0)::int",
    "turn": """a.size - 1 - div(extract(epoch FROM a.deadline - %(now)s::timestamptz) * 1000000 - 1,
    a.question_seconds * 1000000)""",
    "now": "%(now)s::timestamptz",
    **{name: f"%({name})s" for name in ("position", "attempt", "entrant")},
}
_STATEMENTS = {
    name: (_STATEMENT.format(**words), _WHY.format(**words))
    for name, words in (("sqlite", _SQLITE), ("postgresql", _POSTGRESQL))
}

Outcome = Literal["stored", "stale", "late", "finished", "paused", "closed", "elsewhere", "unknown"]


@dataclass(frozen=True)
class Result:
    """What became of it. Where it is `stale`, `kept` is the newer answer that the server has. What was stored comes with
    the server's time and the attempt's deadline, so that an open page follows a change of its clock."""

    outcome: Outcome
    kept: Given | None = None
    clock: tuple[datetime, datetime] | None = None


class _Sent(NamedTuple):
    """What one request sends: answers to one attempt, each position at most once."""

    attempt: int
    entrant: int
    version: int
    answers: tuple[Given, ...]


_Outcome = list[Result] | Exception
"""What became of each answer of a request, or why none of it could be decided."""


def store(attempt_id: int, entrant_id: int, version: int, answers: Sequence[Given]) -> list[Result]:
    """Store answers of one attempt, each position at most once; what became of each, in order."""
    outcome = _line(db.engine).put(_Sent(attempt_id, entrant_id, version, tuple(answers)))
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _write(engine: Engine, sent: Sequence[_Sent]) -> Sequence[_Outcome]:
    """Store what several requests sent, in one transaction; a problem that only one of them has is its own outcome."""
    driver = engine.dialect.loaded_dbapi
    try:
        return once_more(engine, lambda: _write_once(engine, sent))
    except (driver.DataError, driver.IntegrityError, OverflowError) as problem:
        # One of them can't be stored; the others can, or were already.
        return [problem] if len(sent) == 1 else [_write(engine, [one])[0] for one in sent]


def _write_once(engine: Engine, sent: Sequence[_Sent]) -> list[list[Result]]:
    name = engine.dialect.name
    statement, why = _STATEMENTS[name]
    rows = [
        (one.attempt, one.entrant, one.version, given.position, given.response, given.flagged, given.sequence,
         given.highest, given.lines)
        for one in sent
        for given in one.answers
    ]  # fmt: skip
    values = {"given": json.dumps(rows)}
    try:
        cursor = connection(engine).cursor()
        with turn(_file(engine.url.database)) if name == "sqlite" else nullcontext():
            if name == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            moment = clock.now()
            now = written_time(engine, moment)
            cursor.execute(statement, values | {"now": now})
            stored = {(attempt, position): ends for attempt, position, ends in cursor.fetchall()}
            if name == "sqlite":
                cursor.execute("COMMIT")

        def outcome(one: _Sent, given: Given) -> Result:
            ends = stored.get((one.attempt, given.position))
            if ends is not None:
                return Result("stored", clock=(moment, read_time(ends)))
            names = {
                "position": given.position,
                "attempt": one.attempt,
                "entrant": one.entrant,
                "now": now,
            }
            cursor.execute(why, names)
            return _explain(cursor.fetchone(), one.version, given)

        return [[outcome(one, given) for given in one.answers] for one in sent]
    except BaseException:
        # Whatever happened, no half-done transaction stays on the thread's connection.
        forget(engine)
        raise


def _explain(row: Any, version: int, given: Given) -> Result:
    """Why nothing was stored."""
    if row is None:
        return Result("unknown")
    current, size, is_finished, is_late, is_paused, is_closed, response, flagged, sequence = row
    if current != version:
        return Result("elsewhere")
    if not 0 <= given.position < size:
        return Result("unknown")
    kept = None
    if sequence is not None:
        kept = Given(given.position, response, bool(flagged), sequence)
        if kept == given:
            return Result("stored")  # sent twice: the acknowledgement was lost
    reasons: list[tuple[bool, Outcome]] = [
        (is_finished, "finished"), (is_paused, "paused"), (is_late, "late"), (is_closed, "closed"),
    ]  # fmt: skip
    for holds, outcome in reasons:
        if holds:
            return Result(outcome)
    return Result("stale", kept) if kept and kept.sequence >= given.sequence else Result("unknown")


@lru_cache
def _file(database: str | None) -> Path:
    """An SQLite database's file: the same object each time, since to make one costs more than to take its turn."""
    return Path(database or "")


def written_time(engine: Engine, moment: datetime) -> Any:
    """A time as a raw connection takes it."""
    is_text = engine.dialect.name == "sqlite"
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds") if is_text else moment


def read_time(kept: Any) -> datetime:
    """A time as a raw connection gives it: text on SQLite."""
    return kept if isinstance(kept, datetime) else datetime.fromisoformat(kept).replace(tzinfo=UTC)


class _Connections(threading.local):
    """Each thread's connection to each engine's database; an engine that is gone takes its own along."""

    def __init__(self) -> None:
        self.by_engine: WeakKeyDictionary[Engine, Any] = WeakKeyDictionary()


_connections = _Connections()
_lines: WeakKeyDictionary[Engine, Line[_Sent, _Outcome]] = WeakKeyDictionary()
_lines_lock = threading.Lock()


def _line(engine: Engine) -> Line[_Sent, _Outcome]:
    """The line before an engine's database."""
    found = _lines.get(engine)
    if found is None:
        with _lines_lock:
            # Who leads the line came with this engine, so it is theirs; a line that held it would keep it alive.
            found = _lines.setdefault(
                engine, Line(lambda sent: _write(db.engine, sent), lambda one: one.attempt)
            )
    return found


def connection(engine: Engine) -> Any:
    """This thread's raw connection: made once, kept, and never shared."""
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


Found = TypeVar("Found")


def once_more(engine: Engine, act: Callable[[], Found]) -> Found:
    """What `act` returns, which may be done twice and which forgets a connection that failed: where the database was
    restarted or dropped the connection, it is tried again on a fresh one. Raises Unavailable where it is away."""
    failure = engine.dialect.loaded_dbapi.OperationalError
    try:
        return act()
    except failure:
        try:
            return act()
        except failure as problem:
            raise Unavailable from problem


def forget(engine: Engine) -> None:
    """Close this thread's connection: the next one is fresh."""
    kept = _connections.by_engine.pop(engine, None)
    if kept is not None:
        kept.close()


@event.listens_for(Engine, "engine_disposed")
def _disposed(engine: Engine) -> None:
    """Let go of this thread's connection with the engine's others, so that a database can be dropped."""
    forget(engine)
