"""The database: one `db`, the column types that keep time and points exact, and SQLite's settings."""

from __future__ import annotations

import json
import selectors
import sqlite3
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from contest.kernel import turn

# Alembic can only change what has a name that is the same everywhere.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMES)


# What an address that begins with "postgresql:" means; loaded only where one does.
registry.register("postgresql", "contest.kernel.postgresql", "Dialect")
registry.register("postgresql.psycopg", "contest.kernel.postgresql", "Dialect")

db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite hands back naive times; this makes them aware again."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone does not go into the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


POINT_UNITS = 1_000_000


class Points(TypeDecorator[Decimal]):
    """Exact points: a Decimal kept as a whole number of millionths, the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * POINT_UNITS
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than six places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        exact = Decimal(value) / POINT_UNITS
        # `normalize` drops the zeros but writes 100 as 1E+2; adding zero places mends that.
        exact = exact.normalize()
        return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


# SQLite gives row numbers only to INTEGER keys.
Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON().with_variant(JSONB(), "postgresql")


def dump_json(value: Any) -> str:
    """JSON in which a Decimal is its exact text."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} does not go into JSON")


@event.listens_for(Engine, "connect")
def set_up_sqlite(connection: Any, _record: Any = None) -> None:
    """WAL so that reading never waits for writing; FULL so that what is acknowledged is on disk."""
    if not isinstance(connection, sqlite3.Connection):
        return
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


# Whoever writes through the ORM stands in the line too, from the first writing statement of a transaction until its
# connection is given back: else the answers of an opening minute would keep everyone else out.
_WRITES = ("INSERT", "UPDATE", "DELETE")


@event.listens_for(Engine, "before_cursor_execute")
def _take_turn(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    is_writing = statement.lstrip()[:6].upper() in _WRITES
    if connection.dialect.name == "sqlite" and is_writing and "turn" not in connection.info:
        database = Path(connection.engine.url.database or "")
        turn.take(database)
        connection.info["turn"] = database


@event.listens_for(Pool, "checkin")
def _give_turn_back(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()
    database = record.info.pop("turn", None)
    if database is not None:
        turn.give_back(database)


LONGEST_REST = 30  # seconds

# The cheapest that there is: no descriptor of its own, as the default has, and any number of a connection's.
_Selector = getattr(selectors, "PollSelector", selectors.DefaultSelector)


@event.listens_for(Pool, "checkout")
def _renew_dead(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """Make a connection anew whose server has closed it, and one that nobody used for a while: its server may have
    vanished without a word. To ask each one before each use whether it still lives (`pool_pre_ping`) would cost every
    page a round trip."""
    rested = time.monotonic() - record.info.get("rests_since", time.monotonic())
    if rested > LONGEST_REST or _is_closed(connection):
        raise DisconnectionError


def _is_closed(connection: Any) -> bool:
    """Whether the server has closed a connection that nobody uses, as far as this machine's kernel knows: nothing is
    sent. Unasked a server says little but that it goes away, and after whatever else a new connection is as good."""
    if isinstance(connection, sqlite3.Connection):
        return False
    if connection.closed:
        return True
    with _Selector() as waiting:
        waiting.register(connection.fileno(), selectors.EVENT_READ)
        return bool(waiting.select(0))


@event.listens_for(Engine, "engine_disposed")
def _forget_turn(engine: Engine) -> None:
    turn.forget(Path(engine.url.database or ""))
