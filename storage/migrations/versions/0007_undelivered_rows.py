"""Outbox rows that fail by themselves become dead letters"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PARTIAL = (
    ("ix_outbox_failing", "failing_since", "failing_since IS NOT NULL"),
    ("ix_outbox_aside", "id", "set_aside_at IS NOT NULL"),
)
_RENAMED_ISSUE = "UPDATE memo SET value = replace(value, '\"{before}\"', '\"{after}\"') WHERE key = 'unwell'"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("failing_since", UtcDateTime(), nullable=True))
    op.add_column("outbox", sa.Column("lone_failures", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("set_aside_at", UtcDateTime(), nullable=True))
    for name, column, where in _PARTIAL:
        op.create_index(name, "outbox", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.execute(_RENAMED_ISSUE.format(before="unsent", after="outbox"))


def downgrade() -> None:
    op.execute(_RENAMED_ISSUE.format(before="outbox", after="unsent"))
    for name, _, _ in _PARTIAL:
        op.drop_index(name, table_name="outbox")
    for column in ("set_aside_at", "lone_failures", "failing_since"):
        op.drop_column("outbox", column)
