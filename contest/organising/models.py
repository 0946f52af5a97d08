"""Contests, stages, parts, units, entrants, windows, draws and decisions.

A stage's and a part's rules are kept as the very tables of the definition file (`definition.py`), so that
the pages, the package and the ranking read the same thing with the same parser.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, column, exists, func, table, tuple_
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from contest.kernel.db import Id, Json, Model, UTCDateTime
from question_bank.models import Bank


class Contest(Model):
    """The whole event. A rehearsal is a contest of its own that points to the real one: their data never meet."""

    __tablename__ = "contest"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    timezone: Mapped[str] = mapped_column(String(60), default="Asia/Ho_Chi_Minh")
    layout: Mapped[str] = mapped_column(String(20), default="party")  # party | government
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id"))
    rehearsal_of_id: Mapped[int | None] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    is_public: Mapped[bool] = mapped_column(default=True)
    # Keys of the definition file that the program doesn't know, carried along.
    extra: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    bank: Mapped[Bank | None] = relationship()
    stages: Mapped[list[Stage]] = relationship(
        back_populates="contest", order_by="Stage.position", cascade="all, delete-orphan"
    )
    units: Mapped[list[Unit]] = relationship(
        back_populates="contest", order_by="Unit.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_rehearsal(self) -> bool:
        return self.rehearsal_of_id is not None

    @property
    def contest_id(self) -> int:
        """So that every noun of a contest answers the same question."""
        return self.id


class Unit(Model):
    """A unit as it was for this contest: the tree changes from year to year, an old contest keeps its own."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("contest_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(40), default="")
    headcount: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)

    contest: Mapped[Contest] = relationship(back_populates="units")
    parent: Mapped[Unit | None] = relationship(remote_side=[id])


class Room(Model):
    """A room of a quiz (phòng thi). `entry_code` is said aloud in it and asked for at the start; `networks` are the
    addresses, one CIDR a line, that a quiz may be sat from. Both empty: anywhere."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("contest_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    entry_code: Mapped[str] = mapped_column(String(20), default="")
    networks: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    contest: Mapped[Contest] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Entrant(Model):
    """A person or team in a contest. Signs in with the candidate number and the code on a slip."""

    __tablename__ = "entrant"
    __table_args__ = (
        UniqueConstraint("contest_id", "code"),
        Index("ix_entrant_contest_sort", "contest_id", "sort_key"),
    )

    is_signed_in = True
    is_admin = False
    # Flask-Login's names.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(40))  # số báo danh
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(400))  # vietnamese.name_key
    search: Mapped[str] = mapped_column(String(400))  # vietnamese.fold of code and name
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id", ondelete="SET NULL"), index=True)
    group: Mapped[str] = mapped_column(String(60), default="")
    born: Mapped[str] = mapped_column(String(20), default="")
    status: Mapped[str] = mapped_column(String(20), default="in")  # in reserve withdrawn disqualified guest
    stage_id: Mapped[int | None] = mapped_column(
        ForeignKey("stage.id", ondelete="SET NULL")
    )  # begins here; None = first
    extra: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    # A keyed hash of the slip's code. The code itself is shown once, on the printed sheet.
    slip_hash: Mapped[str | None] = mapped_column(String(64))
    slip_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Part of the session cookie: taking over on another device raises it and ends the former sitting.
    session_version: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)

    contest: Mapped[Contest] = relationship()
    unit: Mapped[Unit | None] = relationship()
    room: Mapped[Room | None] = relationship()

    @property
    def key(self) -> str:
        return f"entrant:{self.id}"

    def get_id(self) -> str:
        return f"entrant:{self.id}:{self.session_version}"

    def roles(self, contest_id: int) -> frozenset[str]:
        return frozenset({"contestant"}) if contest_id == self.contest_id else frozenset()


_earlier = table("stage", column("id"), column("contest_id"), column("position")).alias("earlier")


class Stage(Model):
    """A level that ranks and promotes. `rules` is its table of the definition file, without code, name and parts."""

    __tablename__ = "stage"
    __table_args__ = (UniqueConstraint("contest_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    rules: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    # What the public board shows before a result is published: "live" or "hidden".
    board: Mapped[str] = mapped_column(String(10), default="live")
    version: Mapped[int] = mapped_column(default=1)
    # The stage of all entrants who aren't put into another. Read with its row, so that nobody's way into a quiz asks for it.
    is_first: Mapped[bool] = column_property(
        ~exists()
        .where(
            _earlier.c.contest_id == contest_id,
            tuple_(_earlier.c.position, _earlier.c.id) < tuple_(position, id),
        )
        .correlate_except(_earlier)
    )

    contest: Mapped[Contest] = relationship(back_populates="stages")
    parts: Mapped[list[Part]] = relationship(
        back_populates="stage", order_by="Part.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class Part(Model):
    """One scored piece of a stage. `rules` is its table of the definition file, without code, name, kind and method."""

    __tablename__ = "part"
    __table_args__ = (UniqueConstraint("stage_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(30))
    method: Mapped[str] = mapped_column(String(20))  # quiz | panel | markers | entered
    position: Mapped[int] = mapped_column(default=0)
    rules: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(default=1)

    stage: Mapped[Stage] = relationship(back_populates="parts")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_practice(self) -> bool:
        """Whether nothing in it counts."""
        return bool(self.rules.get("quiz", {}).get("practice"))

    @property
    def contest_id(self) -> int:
        return self.stage.contest_id

    @property
    def contest(self) -> Contest:
        return self.stage.contest


class Window(Model):
    """When a stage or a part is open, [opens, closes), for everyone or for one unit.

    The most specific window counts: part and unit, then part, then unit, then the stage's own (`rules.window_for`).
    """

    __tablename__ = "window"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"))
    part_id: Mapped[int | None] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    stage: Mapped[Stage] = relationship()
    part: Mapped[Part | None] = relationship()
    unit: Mapped[Unit | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


# NULLs are distinct in a plain unique constraint, on both databases.
Index(
    "uq_window_place",
    Window.stage_id,
    func.coalesce(Window.part_id, 0),
    func.coalesce(Window.unit_id, 0),
    unique=True,
)


class Place(Model):
    """An entrant's place in a stage that they did not begin in: promoted by the rules, or substituted."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("stage_id", "entrant_id"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"))
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id", ondelete="CASCADE"), index=True)
    origin: Mapped[str] = mapped_column(String(20))  # promoted | substitute
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    stage: Mapped[Stage] = relationship()
    entrant: Mapped[Entrant] = relationship()


class Draw(Model):
    """A draw of lots. From `seed` and `pool` anyone can replay `result` (`organising.draw`). A void draw stays."""

    __tablename__ = "draw"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"), index=True)
    part_id: Mapped[int | None] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))  # order | question
    seed: Mapped[str] = mapped_column(String(64))
    # order: {"entrants": [codes]}; question: that and {"revisions": [ids]}
    pool: Mapped[dict[str, Any]] = mapped_column(Json)
    # order: {entrant code: place from 1}; question: {entrant code: revision id}
    result: Mapped[dict[str, Any]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_by: Mapped[str] = mapped_column(String(200))
    void_reason: Mapped[str | None] = mapped_column(String(500))

    stage: Mapped[Stage] = relationship()
    part: Mapped[Part | None] = relationship()
    unit: Mapped[Unit | None] = relationship()


class Decision(Model):
    """A recorded decision of the head: penalty, order, withdraw, disqualify, waive, substitute, external:CODE."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"), index=True)
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(60), default="")
    part_id: Mapped[int | None] = mapped_column(ForeignKey("part.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    stage: Mapped[Stage] = relationship()
    entrant: Mapped[Entrant] = relationship()
    part: Mapped[Part | None] = relationship()
