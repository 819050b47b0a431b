"""Labels of questions, and what the desk learns from them"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "questionlabel",
        sa.Column("id", _ID, nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_questionlabel_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionlabel")),
    )
    op.create_index(op.f("ix_questionlabel_question_id"), "questionlabel", ["question_id"])
    op.create_index(op.f("ix_questionlabel_at"), "questionlabel", ["at"])
    op.create_table(
        "learntphrasing",
        sa.Column("id", _ID, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=True),
        sa.Column("is_unlike", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("learnt_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learntphrasing")),
    )
    lines = ("answer", "preview", "offer", "shipped_answer", "shipped_preview", "shipped_offer")
    op.create_table(
        "movedlines",
        sa.Column("id", _ID, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("at", storage.types.UtcDateTime(), nullable=False),
        *(sa.Column(line, sa.Float(), nullable=False) for line in lines),
        sa.Column("outcomes", sa.Integer(), nullable=False),
        sa.Column("is_harm", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movedlines")),
    )


def downgrade() -> None:
    for table in ("movedlines", "learntphrasing", "questionlabel"):
        op.drop_table(table)
