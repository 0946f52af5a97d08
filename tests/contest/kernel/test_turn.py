"""One writer at a time, over threads and processes; what ends without giving back gives back all the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import text

from contest.kernel import turn
from contest.kernel.db import db

HOLDER = """
import sys
from pathlib import Path
from contest.kernel import turn
turn.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def wait_in_a_thread(database: Path) -> tuple[Thread, Event]:
    has = Event()

    def work() -> None:
        with turn.turn(database):
            has.set()

    thread = Thread(target=work)
    thread.start()
    return thread, has


def test_a_thread_waits_for_another(tmp_path: Path) -> None:
    database = tmp_path / "a.sqlite3"
    with turn.turn(database):
        thread, has = wait_in_a_thread(database)
        assert not has.wait(0.05)
    thread.join(10)
    assert has.is_set()


@pytest.mark.skipif(not turn.ACROSS_PROCESSES, reason="one process only")
def test_a_process_waits_for_another_and_a_killed_one_is_not_waited_for(tmp_path: Path) -> None:
    database = tmp_path / "a.sqlite3"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout and holder.stdout.readline() == b"held\n"
    thread, has = wait_in_a_thread(database)
    assert not has.wait(0.05)
    holder.kill()
    holder.wait()
    thread.join(10)
    assert has.is_set()


def test_a_transaction_that_writes_holds_the_turn_until_its_end(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL takes many writers")
    database = Path(db.engine.url.database or "")
    db.session.execute(text("SELECT 1"))
    with turn.turn(database):
        pass  # reading takes no turn
    db.session.rollback()
    for end in (db.session.commit, db.session.rollback, db.session.remove):
        db.session.execute(text("DELETE FROM room"))
        db.session.execute(text("DELETE FROM room"))
        thread, has = wait_in_a_thread(database)
        assert not has.wait(0.05)
        end()
        thread.join(10)
        assert has.is_set()
