"""Work that takes longer than a person waits for a page: a row in the database, taken by a thread of a serving process.

The row is the queue, the progress and the result (decisions/0010). Whoever takes a row says so every few seconds; one
that has been silent for `SILENCE` was on a process that is gone, and another process takes it again. So work must be
such that doing it twice is the same as doing it once.

A room registers its work under a name and starts it with plain data:

    @jobs.work("question_bank.read")
    def read(run: jobs.Run) -> dict[str, Any]: ...

    job = jobs.start("question_bank.read", {"upload": 7}, owner=current_actor().key)
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import String, delete, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from contest.kernel import clock
from contest.kernel.db import Id, Json, Model, UTCDateTime, db
from contest.kernel.errors import Refused
from contest.kernel.messages import N_, Message, message

BEAT, SILENCE = 5, 30  # seconds
KEPT = timedelta(days=1)  # a finished row
MOST_TRIES = 2  # a third time would take a third process with it
REST = 5  # seconds between looks for what others left, while nothing is started here
_TELL_EVERY = 0.5  # seconds

_log = logging.getLogger(__name__)


class Job(Model):
    """A piece of work: what is to be done, how far it is, what came of it.

    `state`: waiting → running → done or failed. `done` of `total` steps; `total` is 0 where nobody knows.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    work: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(Json)
    owner: Mapped[str] = mapped_column(String(80))  # an actor's key
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    beat_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    problem: Mapped[dict[str, Any] | None] = mapped_column(Json)  # why it failed: a message's text and values

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in ("done", "failed")

    @property
    def percent(self) -> int:
        """How far it is, from 0 to 100."""
        if self.state == "done":
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def refusal(self) -> Message | None:
        """Why it failed, in words."""
        return Message(self.problem["text"], self.problem["values"]) if self.problem else None


class Gone(Exception):
    """The job was called off, or is another process's by now: stop."""


@dataclass
class Run:
    """One try at a job, as the work sees it."""

    id: int
    arguments: dict[str, Any]
    owner: str
    tries: int
    _told_at: float = field(default=0.0)

    def tell(self, done: int, total: int) -> None:
        """Say how far the work is, as often as one likes. Not while a transaction of the work has written: this writes
        in one of its own. Raises Gone."""
        if time.monotonic() - self._told_at >= _TELL_EVERY:
            self._told_at = time.monotonic()
            self.note(done=done, total=total)

    def note(self, **values: Any) -> None:
        """Write into the job's row while it is this try's. Raises Gone."""
        mine = (Job.id == self.id, Job.state == "running", Job.tries == self.tries)
        with db.engine.begin() as connection:
            found = connection.execute(update(Job).where(*mine).values(beat_at=clock.now(), **values))
            if found.rowcount != 1:
                raise Gone


Work = Callable[[Run], dict[str, Any] | None]

_works: dict[str, Work] = {}


def work(name: str) -> Callable[[Work], Work]:
    """Register what a job of this name does. What it returns is the job's result; a `Refused` is its problem."""

    def register(function: Work) -> Work:
        _works[name] = function
        return function

    return register


def start(name: str, arguments: dict[str, Any], owner: str) -> Job:
    """Put a job into the queue, and let this process look for it. Commits."""
    if name not in _works:
        raise LookupError(f"no work is called {name}")
    old = clock.now() - KEPT
    db.session.execute(delete(Job).where(Job.finished_at < old))
    job = Job(work=name, arguments=arguments, owner=owner, created_at=clock.now())
    db.session.add(job)
    db.session.commit()
    _wake(current_app._get_current_object())  # type: ignore[attr-defined]
    return job


def call_off(job_id: int | None) -> None:
    """Forget a job; a try that runs stops at its next word. The caller commits."""
    db.session.execute(delete(Job).where(Job.id == job_id))


def run_next() -> bool:
    """Do the oldest job that nobody does; whether there was one. In an application context."""
    run_and_work = _take()
    if run_and_work is None:
        return False
    run, function = run_and_work
    over = threading.Event()
    beats = threading.Thread(target=_beat, args=(current_app._get_current_object(), run, over), daemon=True)  # type: ignore[attr-defined]
    beats.start()
    try:
        outcome: dict[str, Any] = {"state": "done", "result": function(run)}
    except Gone:
        outcome = {}
    except Refused as refusal:
        outcome = {"state": "failed", "problem": _plain(refusal.message)}
    except Exception:
        _log.exception("job %s (%s) broke", run.id, function)
        outcome = {"state": "failed", "problem": _plain(_BROKE)}
    finally:
        db.session.rollback()
        over.set()
        beats.join()
    if outcome:
        try:
            run.note(finished_at=clock.now(), **outcome)
        except Gone:
            _log.info("job %s was called off", run.id)
    return True


_BROKE = message(N_("Việc này gặp lỗi ở máy chủ nên không làm xong được. Hãy thử lại."))
_LOST = message(
    N_("Việc này bị ngắt giữa chừng nhiều lần nên đã dừng. Hãy thử lại, hoặc chia thành phần nhỏ hơn.")
)


def _plain(text: Message) -> dict[str, Any]:
    # A message within a message is put into words here: the reader's language is not known.
    values = {
        name: str(value) if isinstance(value, Message) else value for name, value in text.values.items()
    }
    return {"text": text.text, "values": values}


def _take() -> tuple[Run, Work] | None:
    """Take the oldest job that waits or whose process is gone. Of two who try, the statement lets one."""
    now = clock.now()
    silent = now - timedelta(seconds=SILENCE)
    is_free = or_(Job.state == "waiting", (Job.state == "running") & (Job.beat_at < silent))
    with db.engine.connect() as connection:
        found = connection.execute(
            select(Job.id, Job.work, Job.arguments, Job.owner, Job.tries)
            .where(is_free, Job.work.in_(_works))
            .order_by(Job.id)
            .limit(1)
        ).first()
    if found is None:
        return None
    given_up = found.tries >= MOST_TRIES
    values: dict[str, Any] = {"state": "running", "beat_at": now, "done": 0, "tries": found.tries + 1}
    if given_up:
        values = {"state": "failed", "finished_at": now, "problem": _plain(_LOST)}
    with db.engine.begin() as connection:
        statement = update(Job).where(Job.id == found.id, Job.tries == found.tries, is_free).values(**values)
        is_mine = connection.execute(statement).rowcount == 1
    if given_up or not is_mine:
        return _take()
    return Run(found.id, found.arguments, found.owner, found.tries + 1), _works[found.work]


def _beat(app: Flask, run: Run, over: threading.Event) -> None:
    with app.app_context():
        while not over.wait(BEAT):
            try:
                run.note()
            except Gone:
                return
            except Exception:  # the database rests; the next beat may reach it
                _log.warning("job %s could not say that it lives", run.id)


class _Worker(threading.Thread):
    """The thread of a process that does jobs, one after the other: they must not take the cores from the pages."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="jobs", daemon=True)
        self.app = app
        self.called = threading.Event()

    def run(self) -> None:
        while True:
            self.called.clear()
            try:
                with self.app.app_context():
                    while run_next():
                        pass
                    db.session.remove()
            except Exception:  # the database is away or not made yet; the row waits
                _log.warning("jobs can't be looked for", exc_info=True)
            self.called.wait(REST)


_workers: dict[int, _Worker] = {}
_lock = threading.Lock()


def _wake(app: Flask) -> None:
    if app.testing:  # tests do their jobs themselves, by `run_next`
        return
    with _lock:
        worker = _workers.get(id(app))
        if worker is None or not worker.is_alive():
            worker = _workers[id(app)] = _Worker(app)
            worker.start()
        worker.called.set()


def serve(app: Flask) -> None:
    """Let this process do jobs, those too that one before it left unfinished. For who serves pages."""
    _wake(app)
