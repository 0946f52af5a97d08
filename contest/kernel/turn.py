"""Whose turn it is to write to an SQLite database: one lock for all threads and processes of this machine.

SQLite lets one write at a time, and whoever finds it busy sleeps and tries again, for longer each time: under load some
wait for seconds while others overtake them. Here they stand in line and are woken. The lock is a file beside the
database; the operating system lets go of it when its process ends, however it ends.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows: one process there (`commands.serving`), so the threads' lock is enough
    fcntl = None  # type: ignore[assignment]

ACROSS_PROCESSES = fcntl is not None

_threads = threading.Lock()
_files: dict[Path, IO[bytes]] = {}


def take(database: Path) -> None:
    """Wait for the right to write to a database, and hold it until `give_back`. Not to be taken twice."""
    _threads.acquire()
    if fcntl is None:
        return
    try:
        file = _files.get(database)
        if file is None:
            file = _files[database] = database.with_name(f"{database.name}-turn").open("wb")
        fcntl.flock(file, fcntl.LOCK_EX)
    except BaseException:
        _threads.release()
        raise


def give_back(database: Path) -> None:
    """Let the next one write."""
    if fcntl is not None:
        fcntl.flock(_files[database], fcntl.LOCK_UN)
    _threads.release()


def forget(database: Path) -> None:
    """Close a database's lock file, once nobody here writes to it any more."""
    with _threads:
        file = _files.pop(database, None)
        if file is not None:
            file.close()


@contextmanager
def turn(database: Path) -> Iterator[None]:
    """Hold the right to write to a database for a while."""
    take(database)
    try:
        yield
    finally:
        give_back(database)
