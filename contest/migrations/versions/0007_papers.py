"""papers that several people get; answer sheets typed in

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "drawn_paper",
        sa.Column("id", _ID, nullable=False),
        sa.Column("part_id", _ID, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("unit_id", _ID, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("paper", _JSON, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["part_id"], ["part.id"], name=op.f("fk_drawn_paper_part_id_part"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_drawn_paper_unit_id_unit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawn_paper")),
    )
    op.create_index(
        "uq_drawn_paper_place",
        "drawn_paper",
        ["part_id", "code", sa.text("coalesce(unit_id, 0)"), "number"],
        unique=True,
    )
    op.create_table(
        "typed_sheet",
        sa.Column("attempt_id", _ID, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("typed_by", sa.String(length=200), nullable=False),
        sa.Column("typed_by_key", sa.String(length=80), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.String(length=200), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_typed_sheet_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_typed_sheet")),
    )
