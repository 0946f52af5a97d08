"""One computation for a thousand viewers: values kept in the process until a cheap version says they are old."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass
class _Entry(Generic[T]):
    lock: Lock = field(default_factory=Lock)
    version: Hashable = None
    checked_at: float = float("-inf")
    made_at: float = float("-inf")
    value: T | None = None


class VersionedCache(Generic[T]):
    """Values by key. The version is asked for at most every `check_seconds`, and a new value is made at most every
    `make_seconds`; of the threads that come at once, one works and the others take what was there before, or at the very
    first what it made."""

    def __init__(self, check_seconds: float = 1.0, make_seconds: float = 2.0, most: int = 500) -> None:
        self.check_seconds = check_seconds
        self.make_seconds = make_seconds
        self.most = most
        self._entries: OrderedDict[Hashable, _Entry[T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, version: Callable[[], Hashable], make: Callable[[], T]) -> T:
        """The value of `key`, made anew where `version()` has changed."""
        entry = self._entry(key)
        former = entry.value
        # Nobody waits for a newer value where there is one: few pages are made at a time (`kernel.lean`).
        if not entry.lock.acquire(blocking=former is None) and former is not None:
            return former
        try:
            now = time.monotonic()
            if entry.value is not None and now - entry.checked_at < self.check_seconds:
                return entry.value
            if entry.value is not None and now - entry.made_at < self.make_seconds:
                return entry.value
            current = version()
            if entry.value is None or current != entry.version:
                # The version was read first: a change in between shows as a new version the next time.
                entry.value, entry.version, entry.made_at = make(), current, now
            entry.checked_at = now
            return entry.value
        finally:
            entry.lock.release()

    def _entry(self, key: Hashable) -> _Entry[T]:
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
            while len(self._entries) > self.most:
                self._entries.popitem(last=False)
            return entry
