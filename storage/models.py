"""The tables. `table=True` models validate nothing: values are checked where they enter.

The conditions of partial indexes are those for both databases: `storage.postgres` gives them to PostgreSQL.

An `id` is set by the first flush. All datetimes are aware and in UTC. A door is a channel that customers write through
(Telegram, later others). A customer's `address` is their address there; only that door's code interprets it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import JSON, BigInteger, Column, Index, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from storage.types import BigId, OneOf, UtcDateTime

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Json: TypeAlias = dict[str, Any]


class State(StrEnum):
    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    SOLVED = "solved"
    CLOSED = "closed"


class Priority(StrEnum):
    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class ConversationState(StrEnum):
    IDLE = "idle"  # nothing is open: the next message is a question of its own
    GATHERING = "gathering"  # a burst of messages is being gathered into one question
    CHOOSING = "choosing"  # suggestions are shown and none is chosen yet
    WITH_PERSON = "with_person"  # a ticket is active: what the customer writes goes to the staff


class Author(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    BOT = "bot"


ACTIVE = (State.NEW, State.OPEN, State.PENDING)
_ACTIVE_SQL = text("state IN ('new', 'open', 'pending')")


def _partial(name: str, column: str, where: str) -> Index:
    """A partial index. SQLite uses it only for queries with the same condition, without parameters."""
    return Index(name, column, sqlite_where=text(where))


def _when(nullable: bool = True, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(UtcDateTime, nullable=nullable, index=index))


# Not `list` and `dict` themselves: pydantic would inspect their signature for 0.2 ms at each call.
def _nothing() -> list[Any]:
    return []


def _no_details() -> Json:
    return {}


@dataclass(frozen=True)
class Conversation:
    """The state of a customer's conversation with the bot, and what belongs to that state.

    `bot.desk.conversation.states` says which event leads from which state to which.
    """

    state: ConversationState = ConversationState.IDLE
    since: datetime | None = None  # when the state began; not of an idle conversation
    until: datetime | None = None  # the deadline: when the burst ends, or a person takes over from the choice
    question_id: int | None = None  # the question that suggestions are shown for, or were when the burst began

    def __post_init__(self) -> None:
        """Raises ValueError when a value is missing for the state, or present without belonging to it."""
        present = (self.since is not None, self.until is not None, self.question_id is not None)
        if present not in _BELONGS_TO_STATE[self.state]:
            raise ValueError(f"the values don't belong to the state: {self}")


_BELONGS_TO_STATE = {
    # state: (since, until, question_id)
    ConversationState.IDLE: {(False, False, False)},
    ConversationState.GATHERING: {(True, True, False), (True, True, True)},
    ConversationState.CHOOSING: {(True, True, True)},
    ConversationState.WITH_PERSON: {(True, False, False)},
}


class Customer(SQLModel, table=True):
    """Somebody who writes to the desk, and the state of their conversation with the bot.

    `flooding_until` is independent of that state: flood control applies in each state and changes none.
    """

    __table_args__ = (
        UniqueConstraint("door", "address"),
        _partial("ix_customer_banned", "banned_at", "banned_at IS NOT NULL"),
        _partial("ix_customer_deadline", "conversation_until", "conversation_until IS NOT NULL"),
    )

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    door: str = "telegram"
    address: str
    name: str = ""
    username: str | None = None
    language: str | None = None  # chosen by /language
    spoken: str | None = None  # the language they last wrote in
    app_language: str | None = None  # what their app says
    created_at: datetime = _when(nullable=False, index=True)
    unreachable_since: datetime | None = _when()
    banned_at: datetime | None = _when()
    conversation_state: ConversationState = Field(
        default=ConversationState.IDLE,
        sa_column=Column(OneOf(ConversationState), nullable=False, server_default=ConversationState.IDLE),
    )
    conversation_since: datetime | None = _when()
    conversation_until: datetime | None = _when()
    conversation_question_id: int | None = Field(default=None, sa_type=BigInteger)
    flooding_until: datetime | None = _when()  # flood control: the customer is not told again before this
    start_link: Json | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True))
    )  # the link they came by, for their next ticket

    @property
    def conversation(self) -> Conversation:
        """The four `conversation_` columns as one value. Raises ValueError when they don't belong together."""
        return Conversation(
            self.conversation_state, self.conversation_since, self.conversation_until, self.conversation_question_id
        )

    @conversation.setter
    def conversation(self, now: Conversation) -> None:
        self.conversation_state, self.conversation_since = now.state, now.since
        self.conversation_until, self.conversation_question_id = now.until, now.question_id


class StaffMember(SQLModel, table=True):
    """A user seen in the staff group; `is_member` and `is_admin` are what Telegram said at `checked_at`."""

    telegram_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    name: str
    is_member: bool = True
    is_admin: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # of the group
    checked_at: datetime = _when(nullable=False)
    absent_until: datetime | None = _when()  # gets no tickets before this


class Question(SQLModel, table=True):
    """What a customer asked, with what was decided about it."""

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=BigInteger)
    text: str = Field(sa_type=Text)
    before: str | None = Field(default=None, sa_type=Text)  # the answered question that it follows up
    put_off: str | None = Field(default=None, sa_type=Text)  # what else its message asks, until this is settled
    language: str
    asked_at: datetime = _when(nullable=False, index=True)
    in_hours: bool
    decision: str  # answer, preview, suggest, hand_off, small_talk, menu, danger
    withheld: str | None = None  # of a hand_off in a pilot: what the decision would have been; see bot.desk.pilot
    entry_id: str | None = None  # the entry that was answered or chosen
    probability: float | None = None
    suggested: list[str] = Field(default_factory=_nothing, sa_column=Column(JSON, nullable=False))
    helped: bool | None = None
    answer_digest: str | None = None  # of the answer as it was shown, to recognise that it would be repeated
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True, sa_type=BigInteger)

    @property
    def in_context(self) -> str:
        """Its words behind those that they follow up: «почём доставка» and «а в область?»"""
        return f"{self.before}\n{self.text}" if self.before else self.text


class Ticket(SQLModel, table=True):
    """A captured request. Its number is its id. At most one active ticket a customer."""

    __table_args__ = (
        Index(
            "uq_ticket_one_active_a_customer",
            "customer_id",
            unique=True,
            sqlite_where=_ACTIVE_SQL,
        ),
        Index("ix_ticket_queue", "state", "promised_at"),
        _partial("ix_ticket_waiting", "promised_at", "waiting_since IS NOT NULL"),
        _partial("ix_ticket_snoozed", "snoozed_until", "snoozed_until IS NOT NULL"),
        {"sqlite_autoincrement": True},
    )

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=BigInteger)
    state: State = Field(default=State.NEW, sa_column=Column(OneOf(State), nullable=False))
    priority: Priority = Field(default=Priority.NORMAL, sa_column=Column(OneOf(Priority), nullable=False))
    subject: str = Field(default="", sa_type=Text)  # the words to be answered; up to 1000 characters
    after_answer: str | None = Field(default=None, sa_type=Text)  # the title of the answer that this follows up
    language: str = "ru"
    suggested: list[str] = Field(default_factory=_nothing, sa_column=Column(JSON, nullable=False))
    opened_at: datetime = _when(nullable=False, index=True)
    in_hours: bool = True  # whether it was opened in business hours
    waiting_since: datetime | None = _when()  # the customer waits for a person; None: nobody waits
    promised_at: datetime | None = _when()  # the last promise; open while waiting_since is set
    reminded: int = 0  # stage of reminders about this promise
    late_told: bool = False  # the customer was told that a promise of this wait could not be kept
    taken_by: int | None = Field(default=None, foreign_key="staffmember.telegram_id", sa_type=BigInteger)
    taken_at: datetime | None = _when()
    replied_at: datetime | None = _when()  # the staff's last reply
    snoozed_until: datetime | None = _when()  # out of the queue and the digest until then, or until the customer writes
    solved_at: datetime | None = _when()
    closed_at: datetime | None = _when(index=True)
    is_spam: bool = False
    start_link: Json | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True))
    )  # the link that the customer came by


class Message(SQLModel, table=True):
    """One message of a conversation, by the customer, the staff or the bot."""

    __table_args__ = (Index("ix_message_source", "source_chat", "source_id"),)

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    customer_id: int = Field(foreign_key="customer.id", index=True, sa_type=BigInteger)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True, sa_type=BigInteger)
    question_id: int | None = Field(default=None, foreign_key="question.id", sa_type=BigInteger)
    author: Author = Field(sa_column=Column(OneOf(Author), nullable=False))
    author_name: str = ""
    kind: str = "text"  # text, photo, video, voice, document, sticker, location, contact …
    text: str = Field(default="", sa_type=Text)
    entities: list[Json] = Field(default_factory=_nothing, sa_column=Column(JSON, nullable=False))
    attachment: Json | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    album: str | None = None
    points_at: Json | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))  # replied to, forwarded …
    at: datetime = _when(nullable=False, index=True)
    edited_at: datetime | None = _when()
    is_internal: bool = False  # staff only: never goes to the customer
    is_held: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )  # by flood control: not relayed to the staff yet
    is_pressing: bool = Field(
        default=False, sa_column_kwargs={"server_default": false()}
    )  # its words say that it can't wait
    gathering: bool = False  # part of a burst that is not decided yet
    source_chat: int | None = Field(default=None, sa_type=BigInteger)  # the chat's id at the door
    source_id: int | None = Field(default=None, sa_type=BigInteger)


class Event(SQLModel, table=True):
    """Something that happened to a ticket."""

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    ticket_id: int = Field(foreign_key="ticket.id", index=True, sa_type=BigInteger)
    at: datetime = _when(nullable=False)
    kind: str
    actor: str = ""
    details: Json = Field(default_factory=_no_details, sa_column=Column(JSON, nullable=False))


class Alarm(SQLModel, table=True):
    """A danger that a customer wrote of: colleagues are called until one of them accepts it, or the ticket ends."""

    __table_args__ = (_partial("ix_alarm_calling", "next_call_at", "next_call_at IS NOT NULL"),)

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    ticket_id: int = Field(foreign_key="ticket.id", index=True, sa_type=BigInteger)
    kind: str  # a value of `faq.emergencies.DangerKind`
    raised_at: datetime = _when(nullable=False)
    rounds: int = 0  # of calls so far
    next_call_at: datetime | None = _when()  # None: nobody is called any more
    accepted_by: int | None = Field(default=None, sa_type=BigInteger)  # a Telegram id
    accepted_name: str = ""
    accepted_at: datetime | None = _when()


class OnCallTurn(SQLModel, table=True):
    """Somebody was put on call by hand, in place of whose turn it is. `person` is a Telegram id."""

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person: int = Field(sa_type=BigInteger)
    name: str
    starts_at: datetime = _when(nullable=False)
    ends_at: datetime = _when(nullable=False)
    set_by: str = ""


class Closure(SQLModel, table=True):
    """An unplanned closure, announced by /away; open-ended without `ends_at`."""

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    starts_at: datetime = _when(nullable=False)
    ends_at: datetime | None = _when()
    reason: str = ""
    announced_by: str = ""


class Digest(SQLModel, table=True):
    """A digest that was shown: at most one for each opening."""

    opening_at: datetime = Field(sa_column=Column(UtcDateTime, primary_key=True))
    since: datetime = _when(nullable=False)
    shown_at: datetime = _when(nullable=False)


class Memo(SQLModel, table=True):
    """A value that the desk remembers about itself."""

    key: str = Field(primary_key=True)
    value: str


class InboxUpdate(SQLModel, table=True):
    """An update as received. The primary key is Telegram's id, so an update delivered twice is one row.

    Pending while `handled_at` and `set_aside_at` are None. A dead letter has `set_aside_at`.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "lane",
            "update_id",
            sqlite_where=text("handled_at IS NULL AND set_aside_at IS NULL"),
        ),
        _partial("ix_inbox_aside", "update_id", "set_aside_at IS NOT NULL"),
    )

    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    lane: str  # updates of one lane are handled in order
    payload: str = Field(sa_type=Text)
    received_at: datetime = _when(nullable=False, index=True)
    due_at: datetime = _when(nullable=False)
    attempts: int = 0
    error: str | None = Field(default=None, sa_type=Text)
    handled_at: datetime | None = _when()
    set_aside_at: datetime | None = _when()


class OutboxRow(SQLModel, table=True):
    """A message, edit or other call to be made to Telegram. Rows of one lane are sent in order.

    It waits while `sent_at` and `failed_at` are None. A dead letter has `set_aside_at`, too.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "lane",
            "id",
            sqlite_where=text("sent_at IS NULL AND failed_at IS NULL"),
        ),
        _partial("ix_outbox_sent", "sent_at", "sent_at IS NOT NULL"),
        _partial("ix_outbox_failed", "failed_at", "failed_at IS NOT NULL"),
        _partial("ix_outbox_failing", "failing_since", "failing_since IS NOT NULL"),
        _partial("ix_outbox_aside", "id", "set_aside_at IS NOT NULL"),
    )

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    lane: str
    action: str
    customer_id: int | None = Field(default=None, foreign_key="customer.id", sa_type=BigInteger)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", sa_type=BigInteger)
    message_id: int | None = Field(default=None, foreign_key="message.id", sa_type=BigInteger)
    content: Json = Field(default_factory=_no_details, sa_column=Column(JSON, nullable=False))
    silent: bool = False
    merge_key: str | None = Field(default=None, index=True)
    created_at: datetime = _when(nullable=False)
    due_at: datetime = _when(nullable=False)
    expires_at: datetime | None = _when()
    attempts: int = 0
    error: str | None = Field(default=None, sa_type=Text)
    claimed_at: datetime | None = _when()  # it is being sent since then
    doubted_since: datetime | None = _when()  # maybe sent since then: no response arrived
    failing_since: datetime | None = _when()  # its first failed try
    lone_failures: int = Field(
        default=0, sa_column_kwargs={"server_default": "0"}
    )  # failed tries while other rows got through
    sent_at: datetime | None = _when()
    failed_at: datetime | None = _when()
    set_aside_at: datetime | None = _when()


class SentTimes(SQLModel, table=True):
    """When the last messages to a chat were sent, by any machine; the row of chat 0 counts those to all chats.

    The rate limiter of several machines. The table is called `pacing`.
    """

    __tablename__ = "pacing"

    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    sent: list[float] = Field(default_factory=_nothing, sa_column=Column(JSON, nullable=False))  # seconds since 1970


class Lease(SQLModel, table=True):
    """Which of several replicas does a duty for all; written only on PostgreSQL, see `storage.leases`."""

    # `fencing` is in a unique key so that a heartbeat (FOR NO KEY UPDATE) does not wait for transactions that hold the
    # lease (FOR KEY SHARE), and a new holder does: https://www.postgresql.org/docs/current/explicit-locking.html
    __table_args__ = (UniqueConstraint("duty", "fencing"),)

    duty: str = Field(primary_key=True)
    fencing: int = Field(sa_type=BigInteger)  # one higher with each holder
    holder: str | None = None  # the id of the process; None when it was given up
    name: str  # of the holder, for people
    session: int  # the server's process id of the holder's connection: when it is gone, so is the holder
    since: datetime = _when(nullable=False)  # the holder has had it; by the server's clock, like the next
    heartbeat_at: datetime = _when(nullable=False)


class Posting(SQLModel, table=True):
    """A message that the bot posted to Telegram."""

    __table_args__ = (
        UniqueConstraint("chat_id", "telegram_id"),
        _partial("ix_posting_outside_supergroups", "telegram_id", "chat_id > -1000000000000"),
    )

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    chat_id: int = Field(sa_type=BigInteger)
    telegram_id: int = Field(sa_type=BigInteger)
    role: str  # the kind: a value of `bot.desk.notifications.Notification`
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id", index=True, sa_type=BigInteger)
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True, sa_type=BigInteger)
    outbox_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    question_id: int | None = Field(default=None, sa_type=BigInteger, index=True)  # that it answers
    posted_at: datetime = _when(nullable=False)


class UploadedFile(SQLModel, table=True):
    """A file of an answer that was uploaded to Telegram, with the id by which it is sent again."""

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    kind: str = Field(primary_key=True)  # photo, document
    digest: str = Field(primary_key=True)  # SHA-256 of the content, in hexadecimal
    path: str  # relative to the FAQ folder, with forward slashes
    file_id: str
    uploaded_at: datetime = _when(nullable=False)


class Publication(SQLModel, table=True):
    """A change of the FAQ that a colleague published; in it is nothing of customers but what was published.

    `files` has the texts before and after it, as `faq.publishing.file_rows` gives them.
    """

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    at: datetime = _when(nullable=False)
    author_id: int = Field(sa_type=BigInteger)  # a Telegram id
    author_name: str
    kind: str  # a value of `faq.publishing.Kind`
    summary: str = Field(sa_type=Text)
    about: str = Field(default="", sa_type=Text)  # the question or the file
    detail: str = Field(default="", sa_type=Text)  # the phrasing that was added
    language: str = ""  # of the entry; "" for files that have none
    files: list[Json] = Field(default_factory=_nothing, sa_column=Column(JSON, nullable=False))
    commit_hash: str | None = None  # None: it is in no repository
    undone_at: datetime | None = _when()
    undone_by: int | None = Field(default=None, sa_type=BigInteger)  # a Telegram id
    undone_name: str = ""


class StaffThread(SQLModel, table=True):
    """Where the staff discuss a ticket: a forum topic, or the card in the main chat when `topic_id` is None.

    `named_by_hand`: a colleague gave the topic its name, which the desk leaves as it is.
    """

    ticket_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    chat_id: int = Field(sa_type=BigInteger)
    topic_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    name: str = ""
    is_closed: bool = False
    named_by_hand: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
