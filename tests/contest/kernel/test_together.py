"""Writing together: who waits at the same moment shares a transaction, and everyone gets their own result."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event, Thread

import pytest

from contest.kernel.together import MOST, Line

Job = tuple[str, int]


class Writer:
    """Writes batches; the first one waits until it may go on, so that others gather behind it."""

    def __init__(self) -> None:
        self.batches: list[list[Job]] = []
        self.began, self.may_go_on = Event(), Event()

    def __call__(self, jobs: Sequence[Job]) -> list[int]:
        self.batches.append(list(jobs))
        self.began.set()
        if len(self.batches) == 1:
            self.may_go_on.wait(10)
        if any(number < 0 for _key, number in jobs):
            raise ValueError("no negative numbers")
        return [number * 2 for _key, number in jobs]


def line(writer: Writer) -> Line[Job, int]:
    return Line(writer, lambda job: job[0])


def put_behind_the_first(writer: Writer, jobs: Sequence[Job]) -> dict[Job, int | str]:
    """Put ("first", 0), and while it is being written the others, one after the other."""
    found: dict[Job, int | str] = {}
    here = line(writer)

    def put(job: Job) -> None:
        try:
            found[job] = here.put(job)
        except ValueError as problem:
            found[job] = str(problem)

    threads = [Thread(target=put, args=(("first", 0),))]
    threads[0].start()
    assert writer.began.wait(10)
    for count, job in enumerate(jobs, 1):
        threads.append(Thread(target=put, args=(job,)))
        threads[-1].start()
        while len(here._waiting) < count:  # until it stands in the line
            pass
    writer.may_go_on.set()
    for thread in threads:
        thread.join(10)
    return found


def test_alone_it_is_written_at_once() -> None:
    writer = Writer()
    writer.may_go_on.set()
    here = line(writer)
    assert [here.put(("a", 1)), here.put(("a", 2))] == [2, 4]
    assert writer.batches == [[("a", 1)], [("a", 2)]]


def test_those_who_wait_are_written_together() -> None:
    writer = Writer()
    found = put_behind_the_first(writer, [("a", 1), ("b", 2), ("c", 3)])
    assert writer.batches == [[("first", 0)], [("a", 1), ("b", 2), ("c", 3)]]
    assert found == {("first", 0): 0, ("a", 1): 2, ("b", 2): 4, ("c", 3): 6}


def test_jobs_on_the_same_thing_keep_their_order_in_transactions_of_their_own() -> None:
    writer = Writer()
    put_behind_the_first(writer, [("a", 1), ("a", 2), ("b", 3), ("a", 4)])
    assert writer.batches[1:] == [[("a", 1), ("b", 3)], [("a", 2)], [("a", 4)]]


def test_a_transaction_has_a_limit() -> None:
    writer = Writer()
    put_behind_the_first(writer, [(str(number), number) for number in range(MOST + 2)])
    assert [len(batch) for batch in writer.batches] == [1, MOST, 2]


def test_what_fails_is_told_to_all_of_the_batch_and_to_nobody_else() -> None:
    writer = Writer()
    found = put_behind_the_first(writer, [("a", 1), ("b", -2), ("a", 3)])
    assert found == {
        ("first", 0): 0,
        ("a", 1): "no negative numbers",
        ("b", -2): "no negative numbers",
        ("a", 3): 6,
    }


def test_after_a_failure_the_line_is_free() -> None:
    writer = Writer()
    writer.may_go_on.set()
    here = line(writer)
    with pytest.raises(ValueError, match="negative"):
        here.put(("a", -1))
    assert here.put(("a", 1)) == 2
