"""Writing together: requests that wait at the same moment share one transaction, and its one sync to disk.

Whoever finds nobody writing writes at once. Those who come meanwhile wait; then the first of them writes for all of
them. So nobody waits for company, and the more ask, the more each sync carries ("group commit").
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

Job = TypeVar("Job", bound=Hashable)
Result = TypeVar("Result")

MOST = 64  # jobs of a transaction: more would make the first wait for the last


class _Waiting(Generic[Job, Result]):
    """A job in the line. Its lock is released when it has its result, or when it is its turn to write."""

    __slots__ = ("job", "outcome", "problem", "ready")

    def __init__(self, job: Job) -> None:
        self.job = job
        self.outcome: Result | None = None
        self.problem: BaseException | None = None
        self.ready = threading.Lock()
        self.ready.acquire()


class Line(Generic[Job, Result]):
    """A line of jobs before one writer. `write` takes jobs and returns their results in order; `key` names what a job
    changes: of several jobs with one key, each goes into a transaction of its own, in the order that they came."""

    def __init__(
        self, write: Callable[[Sequence[Job]], Sequence[Result]], key: Callable[[Job], Hashable]
    ) -> None:
        self._write, self._key = write, key
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting[Job, Result]] = deque()
        self._is_writing = False

    def put(self, job: Job) -> Result:
        """Write a job, with others if there are any; its result once it is on disk. Raises what `write` raises."""
        mine: _Waiting[Job, Result] = _Waiting(job)
        with self._lock:
            self._waiting.append(mine)
            waits, self._is_writing = self._is_writing, True
        if waits:
            mine.ready.acquire()
        if mine.outcome is None and mine.problem is None:
            self._lead()
        if mine.problem is not None:
            raise mine.problem
        return mine.outcome  # type: ignore[return-value]  # written: it has one

    def _lead(self) -> None:
        """Write what waits, the own job first among it, and hand the line on."""
        batch = self._next()
        try:
            for one, outcome in zip(batch, self._write([one.job for one in batch]), strict=True):
                one.outcome = outcome
        except BaseException as problem:
            for one in batch:
                one.problem = problem
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._is_writing = following is not None
            for one in batch[1:]:
                one.ready.release()
            if following:
                following.ready.release()

    def _next(self) -> list[_Waiting[Job, Result]]:
        with self._lock:
            keys: set[Hashable] = set()
            batch: list[_Waiting[Job, Result]] = []
            later: list[_Waiting[Job, Result]] = []
            while self._waiting and len(batch) < MOST:
                one = self._waiting.popleft()
                key = self._key(one.job)
                (later if key in keys else batch).append(one)
                keys.add(key)
            self._waiting.extendleft(reversed(later))
        return batch
