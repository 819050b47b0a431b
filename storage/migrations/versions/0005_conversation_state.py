"""The state of a conversation as one value instead of a timer for each state"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_DEADLINE = "conversation_until IS NOT NULL"
# A burst that a colleague's reopening of a ticket has overtaken is still gathering: its messages join the ticket when
# it ends. A choice without a question leaves nothing to decide.
_CARRY_OVER = (
    """
    UPDATE customer SET conversation_state = 'gathering', conversation_since = COALESCE(gather_since, gather_until),
        conversation_until = gather_until
    WHERE gather_until IS NOT NULL
    """,
    """
    UPDATE customer SET conversation_state = 'with_person', conversation_since = (
        SELECT ticket.opened_at FROM ticket
        WHERE ticket.customer_id = customer.id AND ticket.state IN ('new', 'open', 'pending')
    )
    WHERE conversation_state = 'idle'
        AND id IN (SELECT ticket.customer_id FROM ticket WHERE ticket.state IN ('new', 'open', 'pending'))
    """,
    """
    UPDATE customer SET conversation_question_id = (
        SELECT MAX(question.id) FROM question
        WHERE question.customer_id = customer.id AND question.decision = 'suggest'
            AND question.entry_id IS NULL AND question.ticket_id IS NULL
    )
    WHERE conversation_state = 'idle' AND choosing_until IS NOT NULL
    """,
    """
    UPDATE customer SET conversation_state = 'choosing', conversation_until = choosing_until, conversation_since = (
        SELECT question.asked_at FROM question WHERE question.id = customer.conversation_question_id
    )
    WHERE conversation_question_id IS NOT NULL
    """,
)
_CARRY_BACK = (
    """
    UPDATE customer SET gather_since = conversation_since, gather_until = conversation_until
    WHERE conversation_state = 'gathering'
    """,
    "UPDATE customer SET choosing_until = conversation_until WHERE conversation_state = 'choosing'",
    """
    UPDATE customer SET question_id = (SELECT MAX(question.id) FROM question WHERE question.customer_id = customer.id)
    WHERE door != 'nobody'
    """,
)


def upgrade() -> None:
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("conversation_state", sa.String(), server_default="idle", nullable=False))
        batch_op.add_column(_when("conversation_since"))
        batch_op.add_column(_when("conversation_until"))
        batch_op.add_column(sa.Column("conversation_question_id", sa.BigInteger(), nullable=True))
    for statement in _CARRY_OVER:
        op.execute(statement)
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_gather_until"))
        batch_op.drop_index(batch_op.f("ix_customer_choosing_until"))
        for name in ("gather_since", "gather_until", "choosing_until", "question_id"):
            batch_op.drop_column(name)
        batch_op.create_index(
            "ix_customer_deadline",
            ["conversation_until"],
            sqlite_where=sa.text(_DEADLINE),
            postgresql_where=sa.text(_DEADLINE),
        )


def downgrade() -> None:
    with op.batch_alter_table("customer", schema=None) as batch_op:
        for name in ("gather_since", "gather_until", "choosing_until"):
            batch_op.add_column(_when(name))
        batch_op.add_column(sa.Column("question_id", sa.BigInteger(), nullable=True))
    for statement in _CARRY_BACK:
        op.execute(statement)
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index("ix_customer_deadline")
        for name in ("state", "since", "until", "question_id"):
            batch_op.drop_column(f"conversation_{name}")
        batch_op.create_index(batch_op.f("ix_customer_gather_until"), ["gather_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_customer_choosing_until"), ["choosing_until"], unique=False)


def _when(name: str) -> sa.Column[sa.DateTime]:
    return sa.Column(name, storage.types.UtcDateTime(timezone=True), nullable=True)
