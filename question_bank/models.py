"""Banks, their people, topics, questions, revisions, which never change once stored, and what reviewers said of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
    inspect,
    type_coerce,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.accounts.models import User
from contest.kernel.db import Id, Json, Model, UTCDateTime


class Tags(TypeDecorator[tuple[str, ...]]):
    """Words on a line each, with a line end before and after each, so that one can be looked for in SQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return "".join(f"\n{tag}" for tag in value) + "\n" if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(value.split("\n")[1:-1]) if value else ()


class Bank(Model):
    """A collection of questions that one or more contests draw from."""

    __tablename__ = "bank"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    # The column mapping of the last import, proposed for the next.
    import_mapping: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # New papers and draws take only revisions that were approved.
    approved_only: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    topics: Mapped[list[Topic]] = relationship(
        back_populates="bank", order_by="Topic.position", cascade="all, delete-orphan"
    )
    members: Mapped[list[BankMember]] = relationship(cascade="all, delete-orphan")


class BankMember(Model):
    """What a person may do in a bank (`rules.ROLES`). Keepers by right (owner, administrators, organisers of contests that
    draw from it) have no row."""

    __tablename__ = "bank_member"
    __table_args__ = (UniqueConstraint("bank_id", "user_id", "role"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))

    user: Mapped[User] = relationship()


class Topic(Model):
    """A subject that questions belong to; one with a `parent` is a folder within it."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("bank_id", "name"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id", ondelete="SET NULL"))
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
    retired_reason: Mapped[str] = mapped_column(String(500), default="")
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
    tags: Mapped[tuple[str, ...]] = mapped_column(Tags, default=())
    source: Mapped[str] = mapped_column(String(500), default="")
    legal_basis: Mapped[str] = mapped_column(String(500), default="")
    legal_date: Mapped[str] = mapped_column(String(10), default="")  # of that document: 2019-11-20
    search: Mapped[str] = mapped_column(Text)  # folded text, options and code
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by: Mapped[str] = mapped_column(String(80), default="")
    author: Mapped[str] = mapped_column(
        String(80), default=""
    )  # their key, "user:3"; not known of the oldest ones
    import_id: Mapped[int | None] = mapped_column(Id, index=True)  # the import that it came by

    question: Mapped[Question] = relationship(back_populates="revisions", foreign_keys=[question_id])

    @classmethod
    def has_tag(cls, tag: str) -> ColumnElement[bool]:
        """The condition that a revision carries a tag."""
        return type_coerce(cls.tags, Text).contains(f"\n{tag}\n", autoescape=True)


class Import(Model):
    """A file whose questions were stored: what came of it. Its revisions have its id."""

    __tablename__ = "question_import"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)  # of the upload: it is stored once
    filename: Mapped[str] = mapped_column(String(300))
    added: Mapped[int]
    revised: Mapped[int]
    unchanged: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    owner: Mapped[str] = mapped_column(String(80))  # an actor's key

    bank: Mapped[Bank] = relationship()


class ReviewEvent(Model):
    """A step of a revision's review, or (both states empty) no more than a note. A revision is in the state that its newest
    step led to, and a draft before the first. Rows are only ever added."""

    __tablename__ = "review_event"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(String(80))
    actor_name: Mapped[str] = mapped_column(String(200))
    before: Mapped[str] = mapped_column(String(10), default="")
    after: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    revision: Mapped[Revision] = relationship()


class ReplacedBasis(Model):
    """A legal document, as questions name it, that another one has replaced."""

    __tablename__ = "replaced_basis"
    __table_args__ = (UniqueConstraint("bank_id", "legal_basis"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    bank_id: Mapped[int] = mapped_column(ForeignKey("bank.id", ondelete="CASCADE"))
    legal_basis: Mapped[str] = mapped_column(String(500))
    replaced_by: Mapped[str] = mapped_column(String(500))
    replaced_on: Mapped[str] = mapped_column(String(10))  # 2026-07-01


class Media(Model):
    """A picture or a sound, named by its content, so that it is kept once and never changes. In the database, which
    all nodes share."""

    __tablename__ = "media"

    name: Mapped[str] = mapped_column(String(70), primary_key=True)  # SHA-256 in hex, dot, extension
    mime: Mapped[str] = mapped_column(String(40))  # found from the content
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    width: Mapped[int] = mapped_column(default=0)  # of a picture, in pixels
    height: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_by: Mapped[str] = mapped_column(String(80), default="")


@event.listens_for(Revision, "before_update")
def _keep_as_stored(_mapper: Any, _connection: Any, revision: Revision) -> None:
    """A revision never changes. Only its search text may, which follows the question's code."""
    changed = {attribute.key for attribute in inspect(revision).attrs if attribute.history.has_changes()}
    if changed - {"search", "question"}:
        raise RuntimeError(f"revision {revision.id} is immutable: {', '.join(sorted(changed))}")
