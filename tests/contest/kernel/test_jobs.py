"""Work in the background: one try at a time, progress, failures, lost processes, both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from contest.kernel import clock, jobs
from contest.kernel.db import db
from contest.kernel.errors import Refused
from contest.kernel.messages import message

Freeze = Callable[[datetime], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def work(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Works under the names `add`, `refuse`, `break`; `seen` are the tries that ran."""
    kept: dict[str, Any] = {"seen": [], "during": lambda run: None}
    monkeypatch.setattr(jobs, "_works", {})

    @jobs.work("add")
    def add(run: jobs.Run) -> dict[str, Any]:
        kept["seen"].append((run.id, run.tries))
        kept["during"](run)
        return {"sum": run.arguments["one"] + run.arguments["other"]}

    @jobs.work("refuse")
    def refuse(run: jobs.Run) -> None:
        raise Refused(message("Không đọc được %(what)s.", what=message("tệp")))

    @jobs.work("break")
    def fail(run: jobs.Run) -> None:
        raise ZeroDivisionError

    return kept


def again(job: jobs.Job) -> jobs.Job:
    db.session.expire_all()
    return job


def test_jobs_are_done_in_turn_and_leave_their_results(app: Flask) -> None:
    first, second = (jobs.start("add", {"one": 1, "other": other}, "user:1") for other in (2, 3))
    assert (first.state, first.percent, first.is_over) == ("waiting", 0, False)
    assert [jobs.run_next(), jobs.run_next(), jobs.run_next()] == [True, True, False]
    assert [(again(job).state, job.result, job.percent) for job in (first, second)] == [
        ("done", {"sum": 3}, 100),
        ("done", {"sum": 4}, 100),
    ]


def test_progress_is_seen_from_outside(app: Flask, work: dict[str, Any]) -> None:
    job = jobs.start("add", {"one": 1, "other": 1}, "user:1")
    seen: list[tuple[str, int]] = []

    def look(run: jobs.Run) -> None:
        run.tell(30, 120)
        run.tell(60, 120)  # too soon after
        with db.engine.connect() as connection:
            seen.extend(tuple(row) for row in connection.execute(select(jobs.Job.state, jobs.Job.done)))

    work["during"] = look
    jobs.run_next()
    assert seen == [("running", 30)]
    assert again(job).total == 120


@pytest.mark.parametrize(
    ("name", "said"), [("refuse", "Không đọc được tệp."), ("break", "Việc này gặp lỗi ở máy chủ")]
)
def test_a_failure_says_why(app: Flask, name: str, said: str) -> None:
    job = jobs.start(name, {}, "user:1")
    jobs.run_next()
    assert (again(job).state, job.is_over) == ("failed", True)
    assert said in str(job.refusal)


def test_a_job_that_is_called_off_stops(app: Flask, work: dict[str, Any]) -> None:
    job = jobs.start("add", {"one": 1, "other": 1}, "user:1")
    reached: list[str] = []

    def call_off(run: jobs.Run) -> None:
        jobs.call_off(run.id)
        db.session.commit()
        run.tell(1, 2)
        reached.append("after")

    work["during"] = call_off
    id_ = job.id
    assert jobs.run_next()
    assert reached == []
    db.session.expunge_all()
    assert db.session.get(jobs.Job, id_) is None


def test_a_job_of_a_lost_process_is_taken_again_once(
    app: Flask, work: dict[str, Any], freeze: Freeze
) -> None:
    job = jobs.start("add", {"one": 1, "other": 1}, "user:1")
    taken = jobs._take()
    assert taken is not None
    assert jobs._take() is None  # it is being done
    later = clock.now() + timedelta(seconds=jobs.SILENCE + 1)
    with freeze(later):
        assert jobs.run_next()
    assert work["seen"] == [(job.id, 2)]
    assert again(job).state == "done"
    # The first process was only slow: its word counts no more.
    with pytest.raises(jobs.Gone):
        taken[0].note(done=1)
    assert again(job).done == 0


def test_a_job_that_takes_its_process_with_it_is_given_up(app: Flask, freeze: Freeze) -> None:
    job = jobs.start("add", {"one": 1, "other": 1}, "user:1")
    db.session.execute(update(jobs.Job).values(state="running", beat_at=clock.now(), tries=jobs.MOST_TRIES))
    db.session.commit()
    with freeze(clock.now() + timedelta(minutes=5)):
        assert not jobs.run_next()
    assert again(job).state == "failed"
    assert "bị ngắt giữa chừng" in str(job.refusal)


def test_of_those_who_come_at_once_one_gets_it(app: Flask, work: dict[str, Any]) -> None:
    jobs.start("add", {"one": 1, "other": 1}, "user:1")
    start, got = threading.Barrier(4), []

    def come() -> None:
        with app.app_context():
            start.wait()
            got.append(jobs.run_next())

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False, False, False, True]
    assert len(work["seen"]) == 1


def test_what_is_long_over_is_forgotten(app: Flask, freeze: Freeze) -> None:
    jobs.start("add", {"one": 1, "other": 1}, "user:1")
    jobs.run_next()
    with freeze(clock.now() + timedelta(days=2)):
        last = jobs.start("add", {"one": 1, "other": 2}, "user:1")
    assert list(db.session.scalars(select(jobs.Job.id))) == [last.id]


def test_an_unknown_work_is_not_started(app: Flask) -> None:
    with pytest.raises(LookupError):
        jobs.start("nothing", {}, "user:1")
