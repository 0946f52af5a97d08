"""How far a reader or writer is, for whoever waits for it. PURE."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Told = Callable[[int, int], None]

_EVERY = 100
_listener: ContextVar[Told | None] = ContextVar("listener", default=None)


@contextmanager
def listening(told: Told) -> Iterator[None]:
    """Call `told(done, total)` now and then while something is read or written in the block. What it raises ends
    that."""
    token = _listener.set(told)
    try:
        yield
    finally:
        _listener.reset(token)


def counted(items: Sequence[T]) -> Iterator[T]:
    """The items, one by one; who listens hears how many are done."""
    told = _listener.get()
    for done, item in enumerate(items):
        if told and done % _EVERY == 0:
            told(done, len(items))
        yield item
