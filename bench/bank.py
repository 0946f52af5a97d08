"""How long a bank of 5,000 questions keeps others from writing while it is stored, and how long its files take.

.venv/bin/python bench/bank.py [--count 5000] [--database postgresql] [--rounds 3]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from questions import as_xlsx, rows
from sqlalchemy import event

from contest.app import create_app
from contest.kernel.db import db
from question_bank import booklet, services
from question_bank.exchange import read_questions
from question_bank.exchange.writers import writers
from question_bank.models import Bank

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.support.postgres import cluster


def timed(act: Callable[[], Any]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    begun = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def store(count: int, rounds: int) -> None:
    """Store the list into new banks: the whole, and from the first writing statement to the commit."""
    reading = read_questions(as_xlsx(rows(count)), "a.xlsx")
    first: list[tuple[float, float]] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not first and statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            first.append((time.perf_counter(), time.process_time()))

    event.listen(db.engine, "before_cursor_execute", note)
    whole, held, busy = [], [], []
    for number in range(rounds):
        bank = services.start_bank(f"b{number}", "Ngân hàng", None)
        first.clear()
        whole.append(
            timed(lambda bank=bank: services.import_questions(bank, reading.questions, "a.xlsx", reading))[0]
        )
        held.append(time.perf_counter() - first[0][0])
        busy.append(time.process_time() - first[0][1])
    event.remove(db.engine, "before_cursor_execute", note)
    middle = statistics.median
    print(
        f"store {count}: whole {middle(whole):.2f} s, writing {middle(held):.2f} s (processor {middle(busy):.2f} s)"
    )


def write(app: Flask) -> None:
    """Every file of the first bank once."""
    with app.test_request_context():
        bank = db.session.get_one(Bank, 1)
        chosen = services.questions(bank)
        for code, writer in writers().items():
            for name, act in (
                ("losses of", lambda writer=writer: writer.losses(chosen)),
                ("list as", lambda writer=writer: writer.write(chosen, {}, {}, True)),
            ):
                print("{} {}: {:.2f} s, processor {:.2f} s".format(name, code, *timed(act)))
        told = booklet.booklet(bank, chosen, "Hỏi – đáp")
        for form, (make, _mime) in booklet.WRITERS.items():
            print(
                "booklet as {}: {:.2f} s, processor {:.2f} s".format(
                    form, *timed(lambda make=make: make(told))
                )
            )


@contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of an empty one."""
    if kind == "postgresql":
        with cluster() as server:
            server.run("CREATE DATABASE bank")
            yield server.url("bank")
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bank.sqlite3"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with database(asked.database) as url:
        app = create_app({"SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": "x" * 40, "TESTING": True})
        with app.app_context():
            db.create_all()
            store(asked.count, asked.rounds)
            write(app)
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
