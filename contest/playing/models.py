"""Attempts at a quiz, the answers in them, what moves their clocks, and what happens around them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel.db import Id, Json, Model, UTCDateTime
from contest.organising.models import Entrant, Part, Room, Unit


class Attempt(Model):
    """One sitting of one entrant. `paper` is fixed when it begins: [[revision id, [option order]], …].

    Answers are taken while now < `deadline`, which is `base_deadline` = min(start + length, the window's close) with the
    extra time and the removed intervals that count for the entrant (`timing.clock`); while `paused_at` is set it stands.
    Where each question has a clock of its own, the extra time is in `base_deadline` and `question_seconds` already.
    """

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("entrant_id", "part_id", "number"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id", ondelete="CASCADE"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    seed: Mapped[str] = mapped_column(String(64))
    paper: Mapped[list[Any]] = mapped_column(Json)
    size: Mapped[int]  # questions of the paper: the statement that stores an answer asks for it
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    base_deadline: Mapped[datetime] = mapped_column(UTCDateTime)
    deadline: Mapped[datetime] = mapped_column(UTCDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Of the rules at the start, for the statement that stores: seconds of each question's own clock (0: none), and
    # whether what lies behind the newest answer is closed.
    question_seconds: Mapped[int] = mapped_column(default=0)
    forward_only: Mapped[bool] = mapped_column(default=False)
    # A retake was granted: this attempt counts no more.
    void_reason: Mapped[str | None] = mapped_column(String(500))
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # None: runs to the deadline

    entrant: Mapped[Entrant] = relationship()
    part: Mapped[Part] = relationship()

    @property
    def contest_id(self) -> int:
        return self.part.contest_id


class DrawnPaper(Model):
    """A paper that several people get, drawn once and never changed: its questions' revisions, with an order of options.

    On screen (`code` empty): of everybody, or of a unit, for their attempt `number`; whoever sits it gets an order of their
    own where the rules shuffle. On paper: `code` is the mã đề, and the order is what was printed.
    """

    __tablename__ = "drawn_paper"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(20), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(default=1)
    seed: Mapped[str] = mapped_column(String(64))
    paper: Mapped[list[Any]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str] = mapped_column(String(200), default="")

    part: Mapped[Part] = relationship()
    unit: Mapped[Unit | None] = relationship()

    @property
    def contest_id(self) -> int:
        return self.part.contest_id


# As `uq_window_place`: NULLs are distinct in a plain unique constraint.
Index(
    "uq_drawn_paper_place",
    DrawnPaper.part_id,
    DrawnPaper.code,
    func.coalesce(DrawnPaper.unit_id, 0),
    DrawnPaper.number,
    unique=True,
)


class TypedSheet(Model):
    """An answer sheet on paper that was typed in, as an attempt that is over. `checked_by`: a second person typed it
    again, and it was the same."""

    __tablename__ = "typed_sheet"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    typed_by: Mapped[str] = mapped_column(String(200))
    typed_by_key: Mapped[str] = mapped_column(String(80))
    typed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    checked_by: Mapped[str] = mapped_column(String(200), default="")
    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    attempt: Mapped[Attempt] = relationship()


class Answer(Model):
    """The stored response to one question of an attempt (from 0). `sequence` is the browser's count of its changes:
    a later one wins, whatever order they arrive in. An empty response is an answer taken back."""

    __tablename__ = "answer"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    response: Mapped[str] = mapped_column(Text, default="")
    flagged: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(BigInteger)
    stored_at: Mapped[datetime] = mapped_column(UTCDateTime)


class LateAnswer(Model):
    """An answer that was given in time by the page's clock, and came after the deadline but within the grace. It counts
    only once an invigilator accepts it. `made_ms`: milliseconds from the attempt's start, as the page counted them."""

    __tablename__ = "late_answer"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    response: Mapped[str] = mapped_column(Text, default="")
    flagged: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(BigInteger)
    made_ms: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime)
    source: Mapped[str] = mapped_column(String(10))  # sent | file
    decision: Mapped[str] = mapped_column(String(10), default="")  # accepted | refused; empty: not yet
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    attempt: Mapped[Attempt] = relationship()


class Presence(Model):
    """What the page of a running attempt last told: where it stands, and what it has not been able to send."""

    __tablename__ = "presence"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    position: Mapped[int]
    waiting: Mapped[int]  # answers in the page's log that the server has not acknowledged


class Sitting(Model):
    """A device on which an attempt was opened: for the report of unusual patterns, and the invigilator."""

    __tablename__ = "sitting"
    __table_args__ = (UniqueConstraint("attempt_id", "device", "address"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    device: Mapped[str] = mapped_column(String(64))  # a keyed hash of the browser's own cookie
    address: Mapped[str] = mapped_column(String(45))
    first_at: Mapped[datetime] = mapped_column(UTCDateTime)


class HelpRequest(Model):
    """A contestant asks the invigilator to come."""

    __tablename__ = "help_request"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str] = mapped_column(String(200), default="")

    attempt: Mapped[Attempt] = relationship()

    @property
    def contest_id(self) -> int:
        return self.attempt.part.contest_id


class Retake(Model):
    """A person may sit a quiz again, or late, within [opens_at, closes_at): the attempt that it replaces is void."""

    __tablename__ = "retake"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"), index=True)
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id", ondelete="CASCADE"), index=True)
    attempt_id: Mapped[int | None] = mapped_column(
        ForeignKey("attempt.id", ondelete="CASCADE")
    )  # the void one
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by: Mapped[str] = mapped_column(String(200), default="")

    entrant: Mapped[Entrant] = relationship()
    attempt: Mapped[Attempt | None] = relationship()
    part: Mapped[Part] = relationship()

    @property
    def contest_id(self) -> int:
        return self.part.contest_id


class Scoped:
    """For one entrant, one unit with those below it, one room, or (all three empty) everyone in the part."""

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"), index=True)
    entrant_id: Mapped[int | None] = mapped_column(ForeignKey("entrant.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_by: Mapped[str] = mapped_column(String(200), default="")


class Accommodation(Scoped, Model):
    """Extra seconds, before or during the attempt. Several add up; a revoked one stays on record."""

    __tablename__ = "accommodation"

    seconds: Mapped[int]

    entrant: Mapped[Entrant | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    room: Mapped[Room | None] = relationship()
    part: Mapped[Part] = relationship()

    @property
    def contest_id(self) -> int:
        return self.part.contest_id


class Disruption(Scoped, Model):
    """An interval [from_at, until_at) that counts for nobody's time: an outage, or a pause (no end yet)."""

    __tablename__ = "disruption"

    from_at: Mapped[datetime] = mapped_column(UTCDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    entrant: Mapped[Entrant | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    room: Mapped[Room | None] = relationship()
    part: Mapped[Part] = relationship()

    @property
    def contest_id(self) -> int:
        return self.part.contest_id
