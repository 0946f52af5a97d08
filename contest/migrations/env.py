"""Runs migrations on the application's own engine."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from contest.kernel.db import db


def run() -> None:
    """Online only: an offline script of SQL could not be tested the way it would be used."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # SQLite changes a table by copying it and dropping the old one: that must not delete what refers to it.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            # Its driver would store each step by itself; an interrupted migration must leave nothing.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        context.configure(
            connection=connection, target_metadata=db.metadata, render_item=_render_item, **options
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                _check_references(connection)
        if is_sqlite:
            connection.commit()
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration broke {len(broken)} references, the first: {tuple(broken[0])}")


def _render_item(kind: str, item: object, autogen_context: Any) -> str | bool:
    """Migrations must run after our column types are renamed or gone: write the plain SQL types into them."""
    if kind != "type":
        return False
    name = type(item).__name__
    if name == "JSON":
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if name == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    if name == "Points":
        return "sa.BigInteger()"
    return False


run()
