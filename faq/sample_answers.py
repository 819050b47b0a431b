"""Answers that are still those of the fictional shop in faq/sample: no real customer should get them."""

from functools import cache
from importlib.resources import as_file, files

from faq.entry import Entry
from faq.folder import read_folder
from faq.library import Library
from faq.parsing import parse_file


def sample_questions(library: Library) -> tuple[str, ...]:
    """The ids of the questions that the sample answers, in whatever language, in the order of files and lines."""
    entries = (entry for language in library.by_language.values() for entry in language)
    return tuple(dict.fromkeys(entry.id for entry in entries if is_of_sample(entry)))


def is_of_sample(entry: Entry) -> bool:
    """Whether its answer stands word for word in the shipped sample.

    The sample's small talk is not meant: any company may greet so. Nor does it count how the question is put, what id
    it has, and where lines break.
    """
    return _words(entry.answer) in _sample_answers()


@cache
def _sample_answers() -> frozenset[str]:
    with as_file(files("faq") / "sample") as root:
        sources = read_folder(root, "ru").sources
    entries = (parsed.entry for source in sources for parsed in parse_file(source).entries)
    return frozenset(_words(entry.answer) for entry in entries if not entry.is_small_talk)


def _words(answer: str) -> str:
    return " ".join(answer.split())
