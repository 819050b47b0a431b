"""What authors ask of the FAQ in the chat, and who is an administrator of the group"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_WAITING = sa.text("state IN ('wanted', 'approved')")


def upgrade() -> None:
    op.create_table(
        "faqtask",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("reply_to", sa.BigInteger(), nullable=False),
        sa.Column("made_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("changed_at", storage.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_faqtask_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faqtask")),
    )
    op.create_index("ix_faqtask_waiting", "faqtask", ["id"], sqlite_where=_WAITING, postgresql_where=_WAITING)
    with op.batch_alter_table("staffmember", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_admin", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("staffmember", schema=None) as batch_op:
        batch_op.drop_column("is_admin")
    op.drop_index("ix_faqtask_waiting", table_name="faqtask")
    op.drop_table("faqtask")
