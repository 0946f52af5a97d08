"""People with an account, and what they are in each contest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel.db import Id, Model, UTCDateTime

ROLES = ("organiser", "secretary", "judge", "invigilator")


class User(Model):
    """A person who signs in with a password. Contestants sign in with a slip instead: see `Entrant`."""

    __tablename__ = "user_account"

    is_signed_in = True
    # Flask-Login's names.
    is_authenticated = True
    is_anonymous = False

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)  # folded
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    # Part of the session cookie: raising it signs the person out everywhere.
    session_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    grants: Mapped[list[Grant]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def key(self) -> str:
        return f"user:{self.id}"

    def get_id(self) -> str:
        return f"user:{self.id}:{self.session_version}"

    def roles(self, contest_id: int) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants if grant.contest_id == contest_id)


class Grant(Model):
    """A role of a person in a contest."""

    __tablename__ = "grant"
    __table_args__ = (UniqueConstraint("user_id", "contest_id", "role"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))

    user: Mapped[User] = relationship(back_populates="grants")
