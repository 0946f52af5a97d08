"""SQLAlchemy's dialect for PostgreSQL, except that a transaction begins with its first write.

A page that only reads has nothing to keep together: at PostgreSQL's usual isolation (READ COMMITTED) each of its queries
sees what is there at that moment, within a transaction or without. So it is spared two words with the database, BEGIN and
ROLLBACK, and something that matters more: with every ROLLBACK psycopg forgets all statements that it has prepared, so that
each query of each page was parsed and planned anew, which took the database more time than to run them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psycopg.pq import TransactionStatus
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg


class Dialect(PGDialect_psycopg):
    """See above. What does not begin with SELECT writes; what asks for locks needs a transaction too. A statement with the
    execution option `alone` is all that its transaction would hold: PostgreSQL makes it one without being told."""

    supports_statement_cache = True

    def on_connect(self) -> Callable[[Any], None]:
        """See SQLAlchemy."""
        set_up = super().on_connect()  # type: ignore[no-untyped-call]

        def without_transactions(connection: Any) -> None:
            connection.autocommit = True
            if set_up is not None:
                set_up(connection)

        return without_transactions

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """See SQLAlchemy."""
        is_alone = context is not None and context.execution_options.get("alone")
        if not is_alone and (not statement.startswith("SELECT") or " FOR " in statement):
            _begin(cursor.connection)
        super().do_execute(cursor, statement, parameters, context)  # type: ignore[no-untyped-call]

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """See SQLAlchemy."""
        _begin(cursor.connection)
        super().do_executemany(cursor, statement, parameters, context)  # type: ignore[no-untyped-call]


def _begin(connection: Any) -> None:
    """Begin a transaction where none runs: its COMMIT and ROLLBACK are SQLAlchemy's, and do nothing where it doesn't."""
    if connection.info.transaction_status == TransactionStatus.IDLE:
        connection.execute("BEGIN")
