"""imports: files on their way, what came of them, and work in the background

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", ID, nullable=False),
        sa.Column("work", sa.String(60), nullable=False),
        sa.Column("arguments", JSON, nullable=False),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("beat_at", TIME, nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("result", JSON, nullable=True),
        sa.Column("problem", JSON, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_state"), "job", ["state"])
    op.create_table(
        "question_upload",
        sa.Column("id", ID, nullable=False),
        sa.Column("token", sa.String(40), nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("filename", sa.String(300), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("mapping", JSON, nullable=True),
        sa.Column("encoding", sa.String(40), nullable=False),
        sa.Column("encoding_confirmed", sa.Boolean(), nullable=False),
        sa.Column("encoding_sample", JSON, nullable=True),
        sa.Column("decisions", JSON, nullable=False),
        sa.Column("amended", JSON, nullable=False),
        sa.Column("job_id", ID, nullable=True),
        sa.Column("read_under", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_question_upload_bank_id_bank"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_upload")),
        sa.UniqueConstraint("token", name=op.f("uq_question_upload_token")),
    )
    op.create_index(op.f("ix_question_upload_created_at"), "question_upload", ["created_at"])
    op.create_table(
        "question_upload_media",
        sa.Column("upload_id", ID, nullable=False),
        sa.Column("name", sa.String(70), nullable=False),
        sa.Column("mime", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["question_upload.id"],
            name=op.f("fk_question_upload_media_upload_id_question_upload"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("upload_id", "name", name=op.f("pk_question_upload_media")),
    )
    op.create_table(
        "question_import",
        sa.Column("id", ID, nullable=False),
        sa.Column("bank_id", ID, nullable=False),
        sa.Column("token", sa.String(40), nullable=False),
        sa.Column("filename", sa.String(300), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(
            ["bank_id"], ["bank.id"], name=op.f("fk_question_import_bank_id_bank"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_import")),
        sa.UniqueConstraint("token", name=op.f("uq_question_import_token")),
    )
    op.create_index(op.f("ix_question_import_bank_id"), "question_import", ["bank_id"])
    op.add_column("revision", sa.Column("import_id", ID, nullable=True))
    op.create_index(op.f("ix_revision_import_id"), "revision", ["import_id"])
