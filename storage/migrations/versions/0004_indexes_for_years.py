"""Indexes for frequent queries on databases with years of data"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PARTIAL = (
    ("ix_customer_banned", "customer", "banned_at", "banned_at IS NOT NULL"),
    ("ix_ticket_waiting", "ticket", "promised_at", "waiting_since IS NOT NULL"),
    ("ix_inbox_aside", "inbox", "update_id", "set_aside_at IS NOT NULL"),
    ("ix_outbox_sent", "outbox", "sent_at", "sent_at IS NOT NULL"),
    ("ix_outbox_failed", "outbox", "failed_at", "failed_at IS NOT NULL"),
    ("ix_posting_outside_supergroups", "posting", "telegram_id", "chat_id > -1000000000000"),
)


def upgrade() -> None:
    op.create_index(op.f("ix_customer_created_at"), "customer", ["created_at"])
    for name, table, column, where in _PARTIAL:
        op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.drop_index(op.f("ix_ticket_waiting_since"), table_name="ticket")


def downgrade() -> None:
    op.create_index(op.f("ix_ticket_waiting_since"), "ticket", ["waiting_since"])
    for name, table, _, _ in _PARTIAL:
        op.drop_index(name, table_name=table)
    op.drop_index(op.f("ix_customer_created_at"), table_name="customer")
