"""Attempts at a quiz and the answers in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel.db import Id, Json, Model, UTCDateTime
from contest.organising.models import Entrant, Part


class Attempt(Model):
    """One sitting of one entrant. `paper` is fixed when it begins: [[revision id, [option order]], …].

    `deadline` is min(start + length, the window's close): answers are taken while now < deadline.
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
    deadline: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # None: runs to the deadline

    entrant: Mapped[Entrant] = relationship()
    part: Mapped[Part] = relationship()


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
