"""study sets

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "study_set",
        sa.Column("id", _ID, nullable=False),
        sa.Column("bank_id", _ID, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("selection", _JSON, nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("opens_at", _TIME, nullable=True),
        sa.Column("closes_at", _TIME, nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_study_set_bank_id_bank"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_set")),
        sa.UniqueConstraint("code", name=op.f("uq_study_set_code")),
    )
    op.create_index(op.f("ix_study_set_bank_id"), "study_set", ["bank_id"])
    op.create_table(
        "study_answer",
        sa.Column("set_id", _ID, nullable=False),
        sa.Column("learner", sa.String(length=80), nullable=False),
        sa.Column("question_id", _ID, nullable=False),
        sa.Column("revision_id", _ID, nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_study_answer_{column}_{table}"), ondelete="CASCADE"
            )
            for column, table in (
                ("set_id", "study_set"),
                ("question_id", "question"),
                ("revision_id", "revision"),
            )
        ),
        sa.PrimaryKeyConstraint("set_id", "learner", "question_id", name=op.f("pk_study_answer")),
    )
