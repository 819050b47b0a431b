"""Whether a colleague has renamed a ticket's topic by hand: such a name stays"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("staffthread", schema=None) as batch_op:
        batch_op.add_column(sa.Column("named_by_hand", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("staffthread", schema=None) as batch_op:
        batch_op.drop_column("named_by_hand")
