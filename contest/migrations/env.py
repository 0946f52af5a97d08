"""Runs migrations on the application's own engine."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

from contest.kernel.db import db


def run() -> None:
    """Online only: an offline script of SQL could not be tested the way it would be used."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=db.metadata, render_item=_render_item, **options
        )
        with context.begin_transaction():
            context.run_migrations()


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
