"""What an answer said and where it stands, so that it is pointed at instead of being repeated"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_digest", sa.String(), nullable=True))
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("question_id", sa.BigInteger(), nullable=True))
        batch_op.create_index(batch_op.f("ix_posting_question_id"), ["question_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posting_question_id"))
        batch_op.drop_column("question_id")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_column("answer_digest")
