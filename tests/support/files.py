"""A full disk, for one process."""

from __future__ import annotations

import resource
from collections.abc import Callable
from functools import partial


def limit_files(size: int | None) -> Callable[[], None] | None:
    """What a new process does so that none of its files may grow beyond so many bytes: a disk that is full for it."""
    return None if size is None else partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
