"""The FAQ in figures: files, entries, phrasings, and the kinds of its problems. None of its words."""

from collections import Counter
from collections.abc import Iterator

from bot.config import Settings
from faq import FaqError
from faq.loading import check, load


def faq_lines(settings: Settings) -> Iterator[str]:
    """The kinds of problems are the program's own names for them."""
    path, language = settings.faq.path, settings.company.language
    files = [one for one in path.rglob("*.md") if one.is_file()]
    yield f"files: {len(files)}, {sum(one.stat().st_size for one in files)} bytes"
    for (severity, kind), count in sorted(Counter(_kinds(settings)).items()):
        yield f"{severity} {kind}: {count}"
    try:
        library = load(path, default_language=language)
    except FaqError:
        yield "it can't be used"
        return
    for one in library.languages:
        entries = library.entries(one)
        phrasings = sum(len(entry.phrasings) for entry in entries)
        yield f"{one}: {len(entries)} entries, {phrasings} phrasings"


def _kinds(settings: Settings) -> Iterator[tuple[str, str]]:
    company = settings.company
    for problem in check(settings.faq.path, default_language=company.language, company=company.answer_values):
        yield problem.severity, problem.kind
