"""The link that a customer came by, kept until their next ticket opens, and that ticket's"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("customer", "ticket"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("start_link", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    for table in ("customer", "ticket"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("start_link")
