"""The table of what authors ask of the FAQ in the chat."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from storage.models import Json
from storage.types import BigId, OneOf, UtcDateTime


class TaskState(StrEnum):
    WANTED = "wanted"  # to be worked on
    SHOWN = "shown"  # waits for the author
    APPROVED = "approved"  # to be published
    DONE = "done"
    REJECTED = "rejected"
    FAILED = "failed"


class TaskKind(StrEnum):
    LIST = "list"  # show what is asked and not answered
    GROUP = "group"  # questions that ask for the same, shown with what can be done about them
    PHRASING = "phrasing"  # a learnt phrasing that waits for an author's word
    SHOW = "show"  # an entry, to be changed
    PHRASINGS = "phrasings"  # phrasings for an entry
    ENTRY = "entry"  # a new one, or several
    ANSWER = "answer"  # another answer or question for an entry, or further phrasings
    REMOVAL = "removal"
    FILE = "file"  # a whole file
    FILES = "files"  # show which there are
    FILES_REMOVAL = "files-removal"
    UNDO = "undo"  # take a publication back
    HISTORY = "history"


class FaqTask(SQLModel, table=True):
    """Something that an author asked for, with what is known of it; `content` depends on the kind.

    It stands in the staff group, in `topic_id` if that is set, or in the private chat of `customer_id`.
    """

    __tablename__ = "faqtask"
    __table_args__ = (Index("ix_faqtask_waiting", "id", sqlite_where=text("state IN ('wanted', 'approved')")),)

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    kind: TaskKind = Field(sa_column=Column(OneOf(TaskKind), nullable=False))
    state: TaskState = Field(sa_column=Column(OneOf(TaskState), nullable=False))
    language: str = ""
    content: Json = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    author_id: int = Field(sa_type=BigInteger)
    author_name: str
    customer_id: int | None = Field(default=None, foreign_key="customer.id", sa_type=BigInteger)
    topic_id: int | None = Field(default=None, sa_type=BigInteger)
    reply_to: int = Field(sa_type=BigInteger)  # the author's message
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    changed_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
