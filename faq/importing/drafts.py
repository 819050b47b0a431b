"""What is read from another program's file, before it is an entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType

EXTRA = ".[import]"


@dataclass(frozen=True)
class Draft:
    """A question with its answer in markdown; `where` is its place in the source, as "faq.csv:5" or "#360012"."""

    question: str
    answer: str
    where: str
    category: str = ""
    also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """What is not taken; `kind` names the reason in the table "left" of words/LANGUAGE/commands.toml.

    `known` is where the FAQ, or the source itself, has the same question.
    """

    where: str
    kind: str
    text: str = ""
    known: str = ""


@dataclass(frozen=True)
class Read:
    """`pictures` are those within a document, by the path that answers refer to."""

    drafts: tuple[Draft, ...] = ()
    left: tuple[Left, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


class SourceError(Exception):
    """The source can't be read; `kind` names the reason in the table "refused" of words/LANGUAGE/commands.toml."""

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.values = values


def reader(package: str) -> ModuleType:
    """A package of the extra. Raises SourceError when it is not installed."""
    try:
        return import_module(package)
    except ImportError:
        raise SourceError("no-reader", package=package, extra=EXTRA) from None
