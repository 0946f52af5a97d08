"""Study sets, and what each learner knows of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel.db import Id, Json, Model, UTCDateTime
from question_bank.models import Bank


class StudySet(Model):
    """A selection of a bank's questions to study in [opens_at, closes_at); an end that is None is open.

    `selection`: the fields of `services.Filter` that narrow it. What the bank adds to the selection later is in the set.
    """

    __tablename__ = "study_set"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    selection: Mapped[dict[str, Any]] = mapped_column(Json)
    audience: Mapped[str] = mapped_column(String(10))  # anyone, or signed_in
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[int] = mapped_column(default=1)

    bank: Mapped[Bank] = relationship()


class StudyAnswer(Model):
    """A learner's last answer to a question of a set. `learner` is an actor's key, or a browser's own."""

    __tablename__ = "study_answer"

    set_id: Mapped[int] = mapped_column(ForeignKey("study_set.id", ondelete="CASCADE"), primary_key=True)
    learner: Mapped[str] = mapped_column(String(80), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    # What was asked: its key is shown with the answer even when the question has changed since.
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    response: Mapped[str] = mapped_column(Text)
    is_right: Mapped[bool]
    times: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
