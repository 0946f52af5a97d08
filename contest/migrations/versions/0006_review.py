"""review: members of a bank, states of revisions, replaced legal bases

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("bank", sa.Column("approved_only", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("question", sa.Column("retired_reason", sa.String(500), nullable=False, server_default=""))
    op.add_column("revision", sa.Column("author", sa.String(80), nullable=False, server_default=""))
    op.create_table(
        "bank_member",
        sa.Column("id", ID, nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_bank_member_bank_id_bank"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_bank_member_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_member")),
        sa.UniqueConstraint("bank_id", "user_id", "role", name=op.f("uq_bank_member_bank_id_user_id_role")),
    )
    op.create_index(op.f("ix_bank_member_user_id"), "bank_member", ["user_id"])
    op.create_table(
        "review_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("revision_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("before", sa.String(10), nullable=False),
        sa.Column("after", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_review_event_revision_id_revision"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_event")),
    )
    op.create_index(op.f("ix_review_event_revision_id"), "review_event", ["revision_id"])
    op.create_table(
        "replaced_basis",
        sa.Column("id", ID, nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("legal_basis", sa.String(500), nullable=False),
        sa.Column("replaced_by", sa.String(500), nullable=False),
        sa.Column("replaced_on", sa.String(10), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_replaced_basis_bank_id_bank"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replaced_basis")),
        sa.UniqueConstraint("bank_id", "legal_basis", name=op.f("uq_replaced_basis_bank_id_legal_basis")),
    )
