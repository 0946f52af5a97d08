"""What every test may ask for: an application on SQLite and on a real PostgreSQL, a server process, a browser."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import argon2
import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from playwright.sync_api import ConsoleMessage, Page, expect

from contest.accounts import passwords
from contest.kernel import clock
from contest.kernel.db import db
from tests.support import postgres as postgresql
from tests.support.remembering import CompiledTemplates, RememberingRule
from tests.support.server import serve

# The same examples on every run: a red build must be red for whoever looks at it.
settings.register_profile(
    "tests",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("tests")

# Playwright's own Node needs libatomic, which a bare machine lacks; a Node of the machine will do.
if node := shutil.which("node"):
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)

# How long a page may take is no test's subject, and two cores carry a database, a server and a browser for each of two
# workers.
expect.set_options(timeout=20_000)

# Modules that start servers and browsers of their own.
_LONG = ("storm", "wheel")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests first: one that begins last keeps the other workers waiting. `worksteal` gives each worker its share of
    the list as it stands, so the long ones stand at the head of each share, module by module."""
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers == 1:
        return
    long: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if {"live_server", "browser"} & set(
            getattr(item, "fixturenames", ())
        ) or item.path.parent.name in _LONG:
            long[item.path] = []
    short = [item for item in items if item.path not in long]
    for item in items:
        if item.path in long:
            long[item.path].append(item)
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for at, module in enumerate(long.values()):
        shares[at % workers] += module
    for at, share in enumerate(shares):
        room = len(items) if at == workers - 1 else max(0, len(items) // workers - len(share))
        share += short[:room]
        del short[:room]
    items[:] = [item for share in shares for item in share]


# What makes a stolen hash costly to guess makes hundreds of accounts costly to create. Server processes keep the real one.
passwords._hasher = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

Flask.url_rule_class = RememberingRule
_templates = CompiledTemplates()

DATABASES = ("sqlite", "postgresql")
SECRET = "for-tests-only-0123456789"


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.Cluster]:
    """One PostgreSQL for the session (and for each of xdist's workers)."""
    # What these tests store need not outlive the machine.
    with postgresql.cluster(durable=False) as cluster:
        yield cluster


@cache
def _loaded() -> Callable[[dict[str, Any]], Flask]:
    # Tests of pure code start without loading the whole application.
    from contest.app import create_app

    gc.freeze()  # as a server does: it would be looked through for garbage in every other test
    return create_app


def _create_app(override: dict[str, Any]) -> Flask:
    app = _loaded()(override)
    app.jinja_env.bytecode_cache = _templates
    return app


def _migrate(url: str, instance: Path) -> None:
    app = _create_app({"INSTANCE": str(instance), "SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": SECRET})
    with app.app_context():
        flask_migrate.upgrade()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def migrated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Path], str]:
    """`migrated(backend, folder)` gives the URL of a fresh database, copied from one that was migrated once."""
    ready: dict[str, str] = {}
    count = 0

    def make(backend: str, folder: Path) -> str:
        nonlocal count
        count += 1
        if backend == "sqlite":
            if backend not in ready:
                template = tmp_path_factory.mktemp("migrated") / "contest.sqlite3"
                _migrate(f"sqlite:///{template}", template.parent)
                ready[backend] = str(template)
            shutil.copy(ready[backend], folder / "contest.sqlite3")
            return f"sqlite:///{folder / 'contest.sqlite3'}"
        cluster: postgresql.Cluster = request.getfixturevalue("postgres")
        if backend not in ready:
            cluster.run("CREATE DATABASE migrated")
            _migrate(cluster.url("migrated"), tmp_path_factory.mktemp("migrated"))
            ready[backend] = "migrated"
        # Files are copied faster than a log is written of them.
        cluster.run(f"CREATE DATABASE test_{count} TEMPLATE migrated STRATEGY file_copy")
        return cluster.url(f"test_{count}")

    return make


@pytest.fixture(params=DATABASES)
def database_url(
    request: pytest.FixtureRequest, migrated: Callable[[str, Path], str], tmp_path: Path
) -> Iterator[str]:
    """A migrated, empty database; a test that asks for it runs on both kinds."""
    url = migrated(request.param, tmp_path)
    if request.param == "sqlite":
        yield url
        return
    cluster: postgresql.Cluster = request.getfixturevalue("postgres")
    yield url
    # Hundreds of them would fill a machine's memory.
    cluster.run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application, inside its context. Forms need no token here; walks over HTTP keep theirs."""
    app = _create_app(
        {
            "INSTANCE": str(tmp_path),
            "SQLALCHEMY_DATABASE_URI": database_url,
            "SECRET_KEY": SECRET,
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
            "RATELIMIT_ENABLED": False,
        }
    )
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script."""
    return app.test_client()


@pytest.fixture
def freeze() -> Callable[[datetime], AbstractContextManager[None]]:
    """`with freeze(moment):` holds the server's clock."""
    return clock.freeze


@pytest.fixture
def live_server(app: Flask, database_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a server process on the same database as `app`."""
    with serve(database_url, tmp_path) as address:
        yield address


def _chromium() -> str | None:
    """A Chromium of the machine; None lets Playwright use its own."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    fetched = (
        Path(sys.prefix) / "chromium" / "chromium"
    )  # by scripts/setup_env.py, where the machine has none
    found = os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)
    return found or (str(fetched) if fetched.exists() else None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium without its own traffic; root needs --no-sandbox."""
    arguments = [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    arguments += ["--disable-sync", "--disable-gpu", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    found = _chromium()
    return {"args": arguments} | ({"executable_path": found} if found else {})


@pytest.fixture(autouse=True)
def _no_page_errors(request: pytest.FixtureRequest) -> Iterator[None]:
    """A page on which a script fails or the content policy blocks something fails its test."""
    if "page" not in request.fixturenames:
        yield
        return
    problems: list[str] = []
    watch(request.getfixturevalue("page"), problems)
    yield
    assert problems == []


def watch(page: Page, problems: list[str]) -> None:
    """Collect a page's script errors and policy violations in `problems`."""
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))

    def policy(entry: ConsoleMessage) -> None:
        if entry.type == "error" and "Content Security Policy" in entry.text:
            problems.append(f"console: {entry.text}")

    page.on("console", policy)
