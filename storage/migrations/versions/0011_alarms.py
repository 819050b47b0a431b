"""Alarms with who accepted them, turns on call that were set by hand, and messages that say they can't wait"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", storage.types.BigId, nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("raised_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("next_call_at", storage.types.UtcDateTime(), nullable=True),
        sa.Column("accepted_by", sa.BigInteger(), nullable=True),
        sa.Column("accepted_name", sa.String(), nullable=False),
        sa.Column("accepted_at", storage.types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_alarm_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    with op.batch_alter_table("alarm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alarm_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index(
            "ix_alarm_calling",
            ["next_call_at"],
            unique=False,
            sqlite_where=sa.text("next_call_at IS NOT NULL"),
            postgresql_where=sa.text("next_call_at IS NOT NULL"),
        )
    op.create_table(
        "oncallturn",
        sa.Column("id", storage.types.BigId, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("ends_at", storage.types.UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oncallturn")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_pressing", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("is_pressing")
    op.drop_table("oncallturn")
    op.drop_table("alarm")
