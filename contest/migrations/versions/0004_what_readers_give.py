"""what readers give: tags, source, legal basis, media; folders of topics

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media",
        sa.Column("name", sa.String(length=70), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_media")),
    )
    op.add_column("revision", sa.Column("tags", sa.Text(), nullable=False, server_default=""))
    op.add_column("revision", sa.Column("source", sa.String(500), nullable=False, server_default=""))
    op.add_column("revision", sa.Column("legal_basis", sa.String(500), nullable=False, server_default=""))
    op.add_column("revision", sa.Column("legal_date", sa.String(10), nullable=False, server_default=""))
    with op.batch_alter_table("topic") as topic:
        topic.add_column(
            sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        topic.create_foreign_key(
            op.f("fk_topic_parent_id_topic"), "topic", ["parent_id"], ["id"], ondelete="SET NULL"
        )
