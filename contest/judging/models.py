"""Panels, judges, sheets and marks; the performance clock; points that are typed in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.accounts.models import User
from contest.kernel.db import Id, Model, Points, UTCDateTime
from contest.organising.models import Entrant, Part, Stage, Unit


class Panel(Model):
    """Who marks: a stage's parts, or one part, for everyone or for one unit. The most specific panel counts."""

    __tablename__ = "panel"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"), index=True)
    part_id: Mapped[int | None] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=1)

    stage: Mapped[Stage] = relationship()
    part: Mapped[Part | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    judges: Mapped[list[Judge]] = relationship(
        back_populates="panel", order_by="Judge.code", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def contest_id(self) -> int:
        return self.stage.contest_id


class Judge(Model):
    """A seat on a panel. `user` signs in for it; without one the secretary types the paper sheets.

    A removed judge's marks stay on record and no longer count.
    """

    __tablename__ = "judge"
    __table_args__ = (UniqueConstraint("panel_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    is_head: Mapped[bool] = mapped_column(default=False)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="SET NULL"), index=True
    )
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed_reason: Mapped[str | None] = mapped_column(String(500))

    panel: Mapped[Panel] = relationship(back_populates="judges")
    user: Mapped[User | None] = relationship()


class Sheet(Model):
    """One judge's marks for one entrant in one part. Only a locked sheet counts."""

    __tablename__ = "sheet"
    __table_args__ = (UniqueConstraint("part_id", "entrant_id", "judge_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id", ondelete="CASCADE"), index=True)
    judge_id: Mapped[int] = mapped_column(ForeignKey("judge.id", ondelete="CASCADE"), index=True)
    locked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    typed_by: Mapped[str | None] = mapped_column(String(200))  # the secretary who typed a paper sheet
    note: Mapped[str] = mapped_column(String(1000), default="")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    part: Mapped[Part] = relationship()
    entrant: Mapped[Entrant] = relationship()
    judge: Mapped[Judge] = relationship()
    marks: Mapped[list[Mark]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}

    @property
    def contest_id(self) -> int:
        return self.entrant.contest_id


class Mark(Model):
    """A mark for one criterion. No row is no mark, which is not zero."""

    __tablename__ = "mark"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheet.id", ondelete="CASCADE"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(60), primary_key=True)
    mark: Mapped[Decimal] = mapped_column(Points)


class ClockEvent(Model):
    """A press on the performance clock. The log is kept whole; a correction is a further event."""

    __tablename__ = "clock_event"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # start | stop | reset
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200))


class EnteredPoints(Model):
    """Points, seconds, submit time and prediction that were typed in or came with a package.

    For a judged part, a row with seconds and no points is the confirmed length of the performance.
    """

    __tablename__ = "entered_points"
    __table_args__ = (UniqueConstraint("part_id", "entrant_id", "number"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id", ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    points: Mapped[Decimal | None] = mapped_column(Points)
    seconds: Mapped[Decimal | None] = mapped_column(Points)
    submitted: Mapped[str] = mapped_column(String(40), default="")
    prediction: Mapped[Decimal | None] = mapped_column(Points)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(String(200), default="")
