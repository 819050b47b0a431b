"""The tables of learning: what people's acts said of questions, and what the desk made of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel

from storage.types import BigId, OneOf, UtcDateTime


class QuestionLabel(SQLModel, table=True):
    """What one act of one person said of a question: see `faq.Label`. The words are masked.

    It goes when the words of its question are erased. Of a customer who is forgotten only what others said, too, stays,
    without its person.
    """

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    question_id: int = Field(foreign_key="question.id", index=True, sa_type=BigInteger)
    question: str = Field(sa_type=Text)
    language: str  # of the entries that serve the question
    entry_id: str | None = None  # None: no entry answers it
    holds: bool
    by: str  # customer, colleague
    who: str  # tells people apart
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))


class PhrasingState(StrEnum):
    ACTIVE = "active"  # the matcher uses it
    PROPOSED = "proposed"  # waits for an author's word
    DECLINED = "declined"  # an author does not want it


class LearntPhrasing(SQLModel, table=True):
    """A phrasing that was made of labels. With `is_unlike` the entry does not answer it; without an entry none does."""

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    language: str
    entry_id: str | None = None
    is_unlike: bool = False
    text: str = Field(sa_type=Text)
    state: PhrasingState = Field(sa_column=Column(OneOf(PhrasingState), nullable=False))
    learnt_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    decided_by: str = ""  # the author's name


class MovedLines(SQLModel, table=True):
    """Where the bands of a language begin since that moment, and where they would without labels; 0 to 1.

    The last row of a language is in force; the others are its history.
    """

    id: int = Field(default=None, sa_column=Column(BigId, primary_key=True))
    language: str
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    answer: float
    preview: float
    offer: float
    shipped_answer: float
    shipped_preview: float
    shipped_offer: float
    outcomes: int  # labels that it was found with; of an alarm, judged answers
    is_harm: bool = False  # tightened at once after complaints, until the next night
