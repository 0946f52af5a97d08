"""`contest serve` and `contest upgrade`."""

from __future__ import annotations

import os

import click
import flask_migrate

from contest.config import THREADS
from contest.kernel.turn import ACROSS_PROCESSES

BACKLOG = 4096
# Of a process. Every open page keeps its connection, and one beyond this would wait until another is closed.
CONNECTIONS = 16384


def workers_for(database_url: str) -> tuple[int, int]:
    """(processes, threads each) for this machine.

    Threads are for waiting: on SQLite for one's turn to write, on PostgreSQL for its answer. More than that only take
    the interpreter from each other. Where processes can't wait in line for an SQLite database (`kernel.turn`), one is
    enough.
    """
    cores = os.cpu_count() or 2
    if database_url.startswith("sqlite"):
        return max(2, cores) if ACROSS_PROCESSES else 1, THREADS
    return max(2, cores), 8


def run(host: str, port: int, workers: int | None = None, threads: int | None = None) -> None:
    """Serve until stopped."""
    # Granian starts threads on import; the other commands do not need it.
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    processes, blocking = workers_for(os.environ.get("DATABASE_URL", "sqlite:"))
    Granian(
        "contest.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or processes,
        blocking_threads=threads or blocking,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        log_enabled=True,
        log_level=LogLevels.warning,
    ).serve()


def _tell_setup(address: str) -> None:
    """While there is no administrator, print what the set-up page asks for: whoever reads this window runs the server."""
    # The workers load the application for themselves; here it is needed once.
    from contest.accounts import services
    from contest.app import create_app

    with create_app().app_context():
        if not services.administrators():
            click.echo(f"No administrator yet: open {address}/setup with the token {services.setup_token()}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
@click.option("--workers", type=int, help="processes; by default what the machine and the database suit")
@click.option("--threads", type=int, help="threads of each process")
def serve(host: str, port: int, workers: int | None, threads: int | None) -> None:
    """Serve the application."""
    _tell_setup(f"http://{host}:{port}")
    run(host, port, workers, threads)


@click.command()
def upgrade() -> None:
    """Bring the database's tables up to this version."""
    # `contest serve` loads the application in its workers, not here.
    from contest.app import create_app

    with create_app().app_context():
        flask_migrate.upgrade()
