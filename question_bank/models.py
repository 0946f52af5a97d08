"""Banks, topics, questions, and revisions, which never change once stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel.db import Id, Json, Model, UTCDateTime


class Bank(Model):
    """A collection of questions that one or more contests draw from."""

    __tablename__ = "bank"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    # The column mapping of the last import, proposed for the next.
    import_mapping: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    topics: Mapped[list[Topic]] = relationship(
        back_populates="bank", order_by="Topic.position", cascade="all, delete-orphan"
    )


class Topic(Model):
    """A subject that questions belong to."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("bank_id", "name"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)

    bank: Mapped[Bank] = relationship(back_populates="topics")


class Question(Model):
    """A question that lives through revisions; `current` is the one that new papers take."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("bank_id", "code"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"), index=True)
    # No foreign key: revision.question_id has one, and tables that need each other can't be made in order.
    current_id: Mapped[int | None] = mapped_column(Id, index=True)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    bank: Mapped[Bank] = relationship()
    topic: Mapped[Topic | None] = relationship()
    current: Mapped[Revision | None] = relationship(
        primaryjoin="foreign(Question.current_id) == Revision.id", post_update=True, viewonly=False
    )
    revisions: Mapped[list[Revision]] = relationship(
        back_populates="question",
        foreign_keys="Revision.question_id",
        order_by="Revision.number",
        passive_deletes=True,
    )

    @property
    def latest(self) -> Revision:
        """The current revision; a question lacks one only in the middle of being stored."""
        if self.current is None:
            raise LookupError(f"question {self.code} has no revision yet")
        return self.current


class Revision(Model):
    """What a question said at one time. Attempts and draws point here, so a later change never alters them.

    `body` has the shape that its kind declares (see `question_bank.kinds`).
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30), index=True)
    text: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    explanation: Mapped[str] = mapped_column(Text, default="")
    difficulty: Mapped[str] = mapped_column(String(10), default="")  # easy, medium, hard, or not said
    search: Mapped[str] = mapped_column(Text)  # folded text, options and code
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by: Mapped[str] = mapped_column(String(80), default="")

    question: Mapped[Question] = relationship(back_populates="revisions", foreign_keys=[question_id])


@event.listens_for(Revision, "before_update")
def _keep_as_stored(_mapper: Any, _connection: Any, revision: Revision) -> None:
    """A revision never changes. Only its search text may, which follows the question's code."""
    changed = {attribute.key for attribute in inspect(revision).attrs if attribute.history.has_changes()}
    if changed - {"search", "question"}:
        raise RuntimeError(f"revision {revision.id} is immutable: {', '.join(sorted(changed))}")
