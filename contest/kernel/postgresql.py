"""SQLAlchemy's dialect for PostgreSQL, except that a transaction that only read is ended by COMMIT.

psycopg forgets every statement that it has prepared when a transaction is rolled back, and SQLAlchemy rolls back at the end
of each page. So every query of every page would be parsed and planned anew, which took the database more time than to run
them. For what has only read, the one ending is as good as the other.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakSet

from psycopg.pq import TransactionStatus
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg


class Dialect(PGDialect_psycopg):
    """See above. Whatever does not begin with SELECT counts as writing."""

    supports_statement_cache = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._wrote: WeakSet[Any] = WeakSet()  # the driver's connections in whose transaction something was written

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """See SQLAlchemy."""
        if not statement.startswith("SELECT"):
            self._wrote.add(cursor.connection)
        super().do_execute(cursor, statement, parameters, context)

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """See SQLAlchemy."""
        self._wrote.add(cursor.connection)
        super().do_executemany(cursor, statement, parameters, context)

    def do_commit(self, dbapi_connection: Any) -> None:
        """See SQLAlchemy."""
        self._wrote.discard(dbapi_connection.driver_connection)
        super().do_commit(dbapi_connection)

    def do_rollback(self, dbapi_connection: Any) -> None:
        """See SQLAlchemy."""
        driver = dbapi_connection.driver_connection
        if driver in self._wrote or driver.info.transaction_status != TransactionStatus.INTRANS:
            self._wrote.discard(driver)
            super().do_rollback(dbapi_connection)
        else:
            super().do_commit(dbapi_connection)
