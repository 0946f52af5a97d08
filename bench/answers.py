"""Stores answers through the product and through the bare handler (`bench/bare.py`), in turn, on both databases.

    .venv/bin/python bench/answers.py [--clients 32] [--seconds 5] [--rounds 5] [--database sqlite|postgresql]

Both are served by granian with the settings of `contest serve`, from the same database on the same machine, to the same
number of keep-alive clients. The database is synced before an answer is acknowledged. Medians over the rounds.
"""

from __future__ import annotations

import argparse
import itertools
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import flask_migrate  # noqa: E402 - the project's root has to be on the path first
from flask import Flask  # noqa: E402
from itsdangerous import Signer  # noqa: E402

from bench.load import Measured, run  # noqa: E402
from contest.accounts.models import User  # noqa: E402
from contest.app import create_app  # noqa: E402
from contest.commands.serving import BACKLOG, CONNECTIONS, workers_for  # noqa: E402
from contest.kernel import clock  # noqa: E402
from contest.kernel.db import db  # noqa: E402
from contest.organising.models import Contest, Entrant, Part, Stage  # noqa: E402
from contest.playing.models import Attempt  # noqa: E402
from tests.support.postgres import cluster, free_port  # noqa: E402

SECRET = "only-for-the-benchmark-0123456789"
QUESTIONS = 30


def prepare(url: str, folder: Path, clients: int) -> tuple[list[tuple[int, int]], list[str]]:
    """A migrated database with one running attempt a client; their (attempt, entrant) ids and session cookies."""
    app = create_app({"INSTANCE": str(folder), "SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": SECRET})
    with app.app_context():
        flask_migrate.upgrade()
        now = clock.now()
        contest = Contest(code="do", name="Đo tốc độ", created_at=now, extra={})
        part = Part(
            stage=Stage(contest=contest, code="v", name="Vòng"),
            code="p",
            name="Phần",
            kind="other",
            method="quiz",
        )
        attempts = [
            Attempt(
                entrant=Entrant(contest=contest, code=str(number), name="Thí sinh", sort_key="", search=""),
                part=part,
                seed="0",
                paper=[[question, [0, 1, 2, 3]] for question in range(QUESTIONS)],
                size=QUESTIONS,
                started_at=now,
                base_deadline=now + timedelta(days=1),
                deadline=now + timedelta(days=1),
            )
            for number in range(clients)
        ]
        db.session.add_all([contest, *attempts])
        db.session.commit()
        found = (
            [(attempt.id, attempt.entrant_id) for attempt in attempts],
            [cookie(app, attempt.entrant) for attempt in attempts],
        )
        db.session.remove()
        db.engine.dispose()
    return found


def cookie(app: Flask, principal: Entrant | User) -> str:
    """What the browser holds after signing in."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": principal.get_id(), "_fresh": True}))


@contextmanager
def serve(target: str, url: str, folder: Path) -> Iterator[int]:
    """Granian with a target, as `contest serve` starts it; yields its port."""
    port = free_port()
    workers, threads = workers_for(url)
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    command += ["--blocking-threads", str(threads), "--backlog", str(BACKLOG)]
    command += ["--backpressure", str(CONNECTIONS), "--log-level", "error", target]
    env = os.environ | {
        "DATABASE_URL": url,
        "INSTANCE": str(folder),
        "SECRET_KEY": SECRET,
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError(f"{target} did not start")
            time.sleep(0.1)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/static/img/icon.svg")
        return bool(connection.getresponse().status)
    except OSError:
        return False
    finally:
        connection.close()


def requests(
    path: str, ids: list[tuple[int, int]], cookies: list[str], changes: Iterator[int]
) -> Callable[[int], bytes]:
    """A maker of requests: each client changes one of its answers after the other, with the next of `changes`."""
    heads = [
        (
            f"POST {path}/{attempt} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
            f"Sec-Fetch-Site: same-origin\r\nCookie: {held}\r\nContent-Type: application/json\r\nContent-Length: "
        ).encode()
        for (attempt, _entrant), held in zip(ids, cookies, strict=True)
    ]

    def make(client: int) -> bytes:
        change = next(changes)
        body = b'{"answers":[{"position":%d,"response":"%d","flagged":false,"sequence":%d}]}'
        body %= (change % QUESTIONS, change % 4, change)
        return b"%s%d\r\n\r\n%s" % (heads[client], len(body), body)

    return make


def measure(name: str, url: str, folder: Path, clients: int, seconds: float, rounds: int) -> None:
    """Print the medians of both, and their ratio."""
    ids, sessions = prepare(url, folder, clients)
    signer, changes = Signer(SECRET), itertools.count(1)
    makers = {
        "bare": requests(
            "", ids, [f"bare={signer.sign(str(entrant)).decode()}" for _, entrant in ids], changes
        ),
        "product": requests("/play/answers", ids, [f"session={session}" for session in sessions], changes),
    }
    found: dict[str, list[Measured]] = {"bare": [], "product": []}
    with serve("bench.bare:app", url, folder) as bare, serve("contest.wsgi:app", url, folder) as product:
        ports = {"bare": bare, "product": product}
        for who, make in makers.items():
            run(ports[who], clients, 1, make)  # connections and statements get ready
        for at in range(rounds):
            for who in sorted(makers, reverse=bool(at % 2)):
                found[who].append(run(ports[who], clients, seconds, makers[who]))
    middle = {
        who: [median(getattr(one, key) for one in many) for key in ("rate", "p50", "p99")]
        for who, many in found.items()
    }
    for who, (rate, p50, p99) in middle.items():
        print(f"{name:<11} {who:<8} {rate:8.0f} requests/s   p50 {p50:6.2f} ms   p99 {p99:7.2f} ms")
    ratios = [one.rate / other.rate for one, other in zip(found["product"], found["bare"], strict=True)]
    print(
        f"{name:<11} ratio    {median(ratios):8.2f}   (rounds: {', '.join(f'{ratio:.2f}' for ratio in ratios)})",
        flush=True,
    )


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    asked = parser.parse_args()
    for name in [asked.database] if asked.database else ["sqlite", "postgresql"]:
        with (
            tempfile.TemporaryDirectory() as place,
            cluster() if name == "postgresql" else nullcontext() as server,
        ):
            folder = Path(place)
            url = server.url("postgres") if server else f"sqlite:///{folder / 'bench.sqlite3'}"
            measure(name, url, folder, asked.clients, asked.seconds, asked.rounds)


if __name__ == "__main__":
    main()
