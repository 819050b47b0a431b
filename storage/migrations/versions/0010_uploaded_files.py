"""Files of answers that were uploaded to Telegram, and the ids by which they are sent again"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "uploadedfile",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("uploaded_at", storage.types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "kind", "digest"),
    )


def downgrade() -> None:
    op.drop_table("uploadedfile")
