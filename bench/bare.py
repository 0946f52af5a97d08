"""The yardstick of `bench/answers.py`: the least that a Flask route can do to store an answer safely.

A signed cookie says who writes; one prepared upsert with a deadline guard goes through the raw driver, on a connection
that its thread keeps, with a synced commit. Same tables, same server, same settings as the product.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from datetime import UTC, datetime
from typing import Any

import psycopg
from flask import Flask, request
from itsdangerous import Signer

COOKIE = "bare"
URL = os.environ["DATABASE_URL"]
IS_SQLITE = URL.startswith("sqlite:")
SQLITE = """
INSERT INTO answer (attempt_id, position, response, flagged, sequence, stored_at)
SELECT id, ?, ?, ?, ?, ? FROM attempt WHERE id = ? AND entrant_id = ? AND deadline > ?
ON CONFLICT (attempt_id, position) DO UPDATE SET response = excluded.response, flagged = excluded.flagged,
sequence = excluded.sequence, stored_at = excluded.stored_at WHERE excluded.sequence > answer.sequence
"""
POSTGRESQL = SQLITE.replace("?", "%s")

app = Flask("bare")
signer = Signer(os.environ["SECRET_KEY"])
kept = threading.local()


def connection() -> Any:
    """This thread's connection."""
    if not hasattr(kept, "connection"):
        if IS_SQLITE:
            kept.connection = sqlite3.connect(
                URL.removeprefix("sqlite:///"), timeout=10, isolation_level=None
            )
            kept.connection.execute("PRAGMA journal_mode=WAL")
            kept.connection.execute("PRAGMA synchronous=FULL")
        else:
            kept.connection = psycopg.connect(URL, autocommit=True, prepare_threshold=0)
    return kept.connection


@app.post("/<int:attempt>")
def store(attempt: int) -> tuple[dict[str, Any], int]:
    """Store one answer."""
    entrant = int(signer.unsign(request.cookies[COOKIE]))
    given = request.get_json()["answers"][0]
    now: Any = datetime.now(UTC)
    if IS_SQLITE:
        now = now.strftime("%Y-%m-%d %H:%M:%S.%f")
    answer = (given["position"], given["response"], given["flagged"], given["sequence"], now)
    cursor = connection().execute(SQLITE if IS_SQLITE else POSTGRESQL, (*answer, attempt, entrant, now))
    return {"stored": cursor.rowcount}, 200 if cursor.rowcount == 1 else 410
