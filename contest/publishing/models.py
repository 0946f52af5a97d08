"""Published results: frozen copies with the rules that made them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contest.kernel.db import Id, Json, Model, UTCDateTime
from contest.organising.models import Contest, Stage, Unit


class Publication(Model):
    """A stage's result as it was published, whole or for one unit. Never changed: a newer one replaces it, with a reason."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id", ondelete="CASCADE"), index=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id", ondelete="CASCADE"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))  # provisional | official
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_by: Mapped[str] = mapped_column(String(200))
    rules: Mapped[dict[str, Any]] = mapped_column(Json)  # the definition, as in contest.toml
    standings: Mapped[dict[str, Any]] = mapped_column(Json)  # the table as shown (`table.to_plain`)
    csv: Mapped[str] = mapped_column(Text)  # the same rows as standings.csv
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of csv
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    contest: Mapped[Contest] = relationship()
    stage: Mapped[Stage] = relationship()
    unit: Mapped[Unit | None] = relationship()
