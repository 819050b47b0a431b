"""Until when a ticket is snoozed, and until when a colleague is absent"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


_SNOOZED = sa.text("snoozed_until IS NOT NULL")


def upgrade() -> None:
    op.add_column("ticket", sa.Column("snoozed_until", storage.types.UtcDateTime(), nullable=True))
    op.create_index("ix_ticket_snoozed", "ticket", ["snoozed_until"], sqlite_where=_SNOOZED, postgresql_where=_SNOOZED)
    op.add_column("staffmember", sa.Column("absent_until", storage.types.UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("staffmember", "absent_until")
    op.drop_index("ix_ticket_snoozed", table_name="ticket")
    op.drop_column("ticket", "snoozed_until")
