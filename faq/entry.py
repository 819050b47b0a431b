"""An entry: one question of the FAQ with its other phrasings and its answer; and the keys that fill its fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from faq.keys import DAY, PATH, PHRASINGS, TAGS, YES_NO, Key

SMALL_TALK_TAGS = frozenset({"smalltalk", "болтовня"})


@dataclass(frozen=True)
class Entry:
    """One FAQ question, as its author wrote it.

    `answer` is markdown and a jinja2 template. `valid_from` and `valid_until` are days on the company's calendar, both
    inclusive. `attachment` is a path relative to the FAQ folder; `file` and `line` say where the entry stands, and
    `answer_line` where its answer begins.

    `learnt` and `unlike` are no author's: customers' masked words that people's labels tie to this entry, and words
    that they say it does not answer. See faq.learning.learn.
    """

    id: str
    question: str
    also: tuple[str, ...] = ()
    answer: str = ""
    language: str | None = None
    tags: tuple[str, ...] = ()
    category: str = ""
    urgent: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    attachment: str | None = None
    file: str = ""
    line: int = 0
    learnt: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    answer_line: int = field(default=0, compare=False)

    @property
    def phrasings(self) -> tuple[str, ...]:
        """The question and its other phrasings as the author wrote them, the question first."""
        return (self.question, *self.also)

    @property
    def is_small_talk(self) -> bool:
        return any(tag.casefold() in SMALL_TALK_TAGS for tag in self.tags)

    def is_valid(self, on: date) -> bool:
        """Whether the answer holds on that day of the company's calendar."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )


ALSO = Key(
    field="also",
    names={"ru": "Также спрашивают", "en": "Also asked"},
    other_names=("Ещё спрашивают", "Так же спрашивают", "Спрашивают также", "Also ask"),
    kind=PHRASINGS,
    explained={
        "ru": "другие формулировки, как их пишут клиенты, здесь или списком ниже; от трёх бот заметно увереннее",
        "en": "other phrasings as customers write them, here or as a list below; three or more make the bot surer",
    },
)
"""The only key with a list below it, and the only one that stands in a block of its own."""

KEYS = (
    ALSO,
    Key(
        field="tags",
        names={"ru": "Теги", "en": "Tags"},
        other_names=("Тег", "Tag", "Метки"),
        kind=TAGS,
        explained={
            "ru": "слова о вопросе; smalltalk или болтовня: ответ звучит, только когда всё сообщение об этом",
            "en": "words about the question; smalltalk: the answer is said only when the whole message is that",
        },
    ),
    Key(
        field="urgent",
        names={"ru": "Срочно", "en": "Urgent"},
        kind=YES_NO,
        explained={"ru": "заявки об этом идут первыми", "en": "tickets about it go to the top"},
    ),
    Key(
        field="valid_from",
        names={"ru": "Действует с", "en": "Valid from"},
        kind=DAY,
        explained={"ru": "первый день, когда ответ действует", "en": "the first day on which the answer holds"},
    ),
    Key(
        field="valid_until",
        names={"ru": "Действует до", "en": "Valid until"},
        other_names=("Действует по", "Valid to", "Valid till"),
        kind=DAY,
        explained={"ru": "последний день, когда ответ действует", "en": "the last day on which the answer holds"},
    ),
    Key(
        field="attachment",
        names={"ru": "Вложение", "en": "Attachment"},
        kind=PATH,
        explained={
            "ru": "файл из папки FAQ, который придёт вслед за ответом",
            "en": "a file in the FAQ folder that follows the answer",
        },
    ),
)
"""Every key of the FAQ, in the order in which `nightdesk faq fmt` writes them.

Parsing, formatting, `nightdesk faq try`, its JSON and the docs follow this table. A new key is a row here, its field
in Entry, and its row in docs/faq-format.md and docs/ru/faq-format.md, which tests/faq/test_keys.py spells out.
"""


def keys_set(entry: Entry) -> Iterator[tuple[Key, object]]:
    """The keys beside the phrasings that say something about the entry, with their values."""
    for key in KEYS:
        if key is not ALSO and (value := getattr(entry, key.field)):
            yield key, value
