"""In the middle of a storm of answers the server is killed, the database is killed, the disk is full: what contestants
were told was stored is there, nothing twice, and at the end everything is there."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from contest.kernel import clock
from contest.kernel.db import db
from contest.organising.models import Contest, Entrant, Part, Stage
from contest.playing.models import Attempt
from tests.conftest import DATABASES, SECRET
from tests.storm.clients import QUESTIONS, Client, Desk, Network, Stored
from tests.support.postgres import Cluster, cluster
from tests.support.server import serve

CLIENTS, CHANGES = 8, 25
SEEDS = range(20)


def make_app(url: str, folder: Path) -> Flask:
    from contest.app import create_app

    return create_app({"INSTANCE": str(folder), "SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": SECRET})


class World:
    """A database, its server process, and the means to kill either."""

    def __init__(self, url: str, folder: Path, postgres: Cluster | None) -> None:
        self.url, self.folder, self.postgres = url, folder, postgres
        self.server: ExitStack | None = None
        self.port = 0
        self.count = 0

    def start_server(self, file_limit: int | None = None) -> None:
        """Two processes, as a real server has."""
        self.server = ExitStack()
        address = self.server.enter_context(serve(self.url, self.folder, workers=2, file_limit=file_limit))
        self.port = int(address.rpartition(":")[2])

    def kill_server(self) -> None:
        """With SIGKILL, all of its processes."""
        if self.server is not None:
            self.server.close()
            self.server = None

    def desks(self) -> list[Desk]:
        """New attempts, one a client."""
        app = make_app(self.url, self.folder)
        self.count += 1
        with app.app_context():
            now = clock.now()
            contest = Contest(code=f"bao{self.count}", name="Bão", created_at=now, extra={})
            part = Part(
                stage=Stage(contest=contest, code="v", name="Vòng"),
                code="p",
                name="Phần",
                kind="other",
                method="quiz",
            )
            attempts = [
                Attempt(
                    entrant=Entrant(contest=contest, code=str(number), name="A", sort_key="", search=""),
                    part=part,
                    seed="0",
                    paper=[[question, []] for question in range(QUESTIONS)],
                    size=QUESTIONS,
                    started_at=now,
                    base_deadline=now + timedelta(days=1),
                    deadline=now + timedelta(days=1),
                )
                for number in range(CLIENTS)
            ]
            db.session.add_all([contest, *attempts])
            db.session.commit()
            signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
            found = [Desk(one.id, str(signer.dumps({"_user_id": one.entrant.get_id()}))) for one in attempts]
            db.session.remove()
            db.engine.dispose()
        return found

    def stored(self, desk: Desk) -> dict[int, Stored]:
        """What is on the disk, read by nobody but us."""
        engine = create_engine(make_url(self.url))
        with engine.connect() as connection:
            rows = connection.execute(
                text("SELECT position, sequence, response FROM answer WHERE attempt_id = :id"),
                {"id": desk.attempt},
            ).all()
        engine.dispose()
        assert len({row.position for row in rows}) == len(rows)
        return {row.position: (row.sequence, row.response) for row in rows}


@pytest.fixture(scope="module", params=DATABASES)
def world(
    request: pytest.FixtureRequest,
    migrated: Callable[[str, Path], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """A world of its own: its PostgreSQL may be killed without hurting other tests."""
    folder = tmp_path_factory.mktemp("storm")
    with ExitStack() as stack:
        if request.param == "sqlite":
            made = World(migrated("sqlite", folder), folder, None)
        else:
            server = stack.enter_context(cluster())
            made = World(server.url("postgres"), folder, server)
            migrate(made.url, folder)
        made.start_server()
        stack.callback(made.kill_server)
        yield made


def migrate(url: str, folder: Path) -> None:
    import flask_migrate

    app = make_app(url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()


def kill_server(world: World) -> None:
    world.kill_server()


def kill_database(world: World) -> None:
    assert world.postgres is not None
    world.postgres.stop(kill=True)


def kill_both(world: World) -> None:
    world.kill_server()
    kill_database(world)


def recover(world: World) -> None:
    """Whatever was killed runs again."""
    if world.postgres is not None and world.postgres.process is None:
        world.postgres.start()
    if world.server is None:
        world.start_server()


def promises_kept(world: World, clients: list[Client]) -> None:
    """What a client was told, the database has, or something newer of the same client."""
    for client in clients:
        stored, told = world.stored(client.desk), dict(client.told)
        for position, given in told.items():
            assert stored[position] >= given, f"{client.desk}: {position}"


def finish(world: World, network: Network, clients: list[Client]) -> None:
    """Until every client has everything acknowledged."""
    for client in clients:
        while client.is_alive():
            if network.port is None:
                network.up(world.port)
            client.join(timeout=0.2)
    assert network.problems == []
    for client in clients:
        assert world.stored(client.desk) == client.last == client.told


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_acknowledged_is_there(world: World, seed: int) -> None:
    rng = random.Random(f"storm {seed}")
    disasters = [kill_server] if world.postgres is None else [kill_server, kill_database, kill_both]
    network = Network()
    network.up(world.port)
    clients = [Client(network, desk, f"{seed}/{at}", CHANGES) for at, desk in enumerate(world.desks())]
    for client in clients:
        client.start()
    network.wait(rng.randrange(1, CLIENTS * CHANGES * 2 // 3))
    rng.choice(disasters)(world)
    network.down()
    recover(world)
    promises_kept(world, clients)
    network.up(world.port)
    finish(world, network, clients)


def fill_disk(world: World) -> None:
    """Start what writes so that its files can't grow much more."""
    world.kill_server()
    if world.postgres is None:
        # What lies in the write-ahead log goes into the database first: a log that is large already would be written again
        # from its beginning, and nothing would grow.
        path = world.folder / "contest.sqlite3"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        world.start_server(file_limit=path.stat().st_size + 200_000)
    else:
        world.postgres.stop()
        world.postgres.start(file_limit=world.postgres.largest_file())
        world.start_server()


def make_room(world: World) -> None:
    """The disk has room again."""
    world.kill_server()
    if world.postgres is not None:
        world.postgres.stop()
    recover(world)


def test_a_full_disk_loses_nothing_that_was_acknowledged(world: World) -> None:
    desks = world.desks()
    fill_disk(world)
    network = Network()
    network.up(world.port)
    clients = [
        Client(network, desk, f"full/{at}", 150, questions=QUESTIONS, size=1900)
        for at, desk in enumerate(desks)
    ]
    for client in clients:
        client.start()
    network.wait(10**9)  # until someone is told that it can't be stored
    promises_kept(world, clients)
    assert sum(len(client.told) for client in clients) > 0
    assert any(client.pending for client in clients)
    make_room(world)
    network.up(world.port)
    finish(world, network, clients)


def test_without_its_database_a_page_says_so_and_comes_back(world: World) -> None:
    if world.postgres is None:
        pytest.skip("SQLite has no server that could be away")
    kill_database(world)
    status, page = get(world, "/")
    assert (status, "Máy chủ dữ liệu chưa trả lời" in page, "Traceback" in page) == (503, True, False)
    recover(world)
    assert get(world, "/")[0] == 200


def test_no_pooled_connection_of_a_database_that_was_restarted_reaches_a_page(world: World) -> None:
    if world.postgres is None:
        pytest.skip("SQLite has no server that could be restarted")
    app = make_app(world.url, world.folder)
    with app.app_context():
        pool = [db.engine.connect() for _ in range(4)]
        for connection in pool:
            connection.close()
        engine = db.engine
    [desk, *_] = world.desks()
    # This thread's own connection too.
    assert tell(app, desk) == 200
    kill_database(world)
    recover(world)
    client = app.test_client()
    assert [client.get("/").status_code for _ in pool] == [200] * 4
    assert tell(app, desk) == 200
    engine.dispose()


def tell(app: Flask, desk: Desk) -> int:
    """Say that a page is there."""
    client = app.test_client()
    client.set_cookie("session", desk.cookie)
    path = f"/play/presence/{desk.attempt}"
    return client.post(path, json={"position": 0, "waiting": 0}).status_code


def get(world: World, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", world.port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()
