"""One computation for a thousand viewers."""

from __future__ import annotations

import threading

import pytest

from contest.publishing.cache import VersionedCache


def test_the_same_version_is_made_once() -> None:
    cache: VersionedCache[int] = VersionedCache(check_seconds=0, make_seconds=0)
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [cache.get("a", lambda: 7, make) for _ in range(1000)] == [1] * 1000
    assert cache.get("a", lambda: 8, make) == 2
    assert cache.get("b", lambda: 8, make) == 3


def test_the_version_itself_is_asked_for_once_a_while() -> None:
    cache: VersionedCache[int] = VersionedCache(check_seconds=60)
    asked: list[int] = []

    def version() -> int:
        asked.append(1)
        return len(asked)

    assert [cache.get("a", version, lambda: 5) for _ in range(1000)] == [5] * 1000
    assert len(asked) == 1


def test_a_storm_of_changes_makes_no_storm_of_computations() -> None:
    cache: VersionedCache[int] = VersionedCache(check_seconds=0, make_seconds=60)
    versions = iter(range(1000))
    assert {cache.get("a", lambda: next(versions), lambda: 1) for _ in range(500)} == {1}
    assert next(versions) == 1


def test_of_many_threads_one_works() -> None:
    cache: VersionedCache[int] = VersionedCache(check_seconds=60)
    made: list[int] = []
    gate = threading.Barrier(16)
    found: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    def look() -> None:
        gate.wait()
        found.append(cache.get("a", lambda: 1, make))

    threads = [threading.Thread(target=look) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 16
    assert len(made) == 1


def test_while_one_works_the_others_take_what_was_there_before() -> None:
    cache: VersionedCache[int] = VersionedCache(check_seconds=0, make_seconds=0)
    assert cache.get("a", lambda: 1, lambda: 10) == 10
    seen: list[int] = []

    def make() -> int:
        other = threading.Thread(target=lambda: seen.append(cache.get("a", lambda: 3, lambda: 30)))
        other.start()
        other.join(30)
        return 20

    assert cache.get("a", lambda: 2, make) == 20
    assert seen == [10]
    assert cache.get("a", lambda: 3, lambda: 30) == 30


def test_an_error_leaves_the_next_one_to_try() -> None:
    cache: VersionedCache[int] = VersionedCache(check_seconds=0, make_seconds=0)

    def broken() -> int:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        cache.get("a", lambda: 1, broken)
    assert cache.get("a", lambda: 1, lambda: 4) == 4


def test_the_oldest_are_dropped() -> None:
    cache: VersionedCache[int] = VersionedCache(most=2)
    for key in "abc":
        cache.get(key, lambda: 1, lambda: 1)
    assert list(cache._entries) == ["b", "c"]
