"""Whatever a file holds, a change is right or refused: it never changes another entry, or a byte beside its own."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from faq.folder import Source
from faq.parsing import ParsedEntry, ParsedFile, parse_file
from faq.publishing import Change, PublishingError, add_phrasing, remove_entry, replace_answer
from faq.publishing.page import meaning
from tests.faq.strange import MARKDOWN


def parsed(text: str) -> ParsedFile:
    return parse_file(Source("a.md", "ru", text))


@given(MARKDOWN)
@settings(max_examples=60, deadline=None)
def test_other_entries_and_lines_stay(text: str) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.md").write_bytes(text.encode("utf-8", "replace"))
        before = parsed((folder / "a.md").read_bytes().decode())
        for entry in [one.entry for one in before.entries][:3]:
            with suppress(PublishingError):
                change = add_phrasing(folder, entry.id, "ru", "совсем новые слова")
                check_others(before, change, entry.id)
                assert "совсем новые слова" in [phrasing for one in after(change) for phrasing in one.entry.also]
            with suppress(PublishingError):
                change = replace_answer(folder, entry.id, "ru", "Совсем новый ответ.")
                check_others(before, change, entry.id)
                assert "Совсем новый ответ." in [one.written.split("\n")[0] for one in after(change)] or "<!--" in text
            with suppress(PublishingError):
                check_others(before, remove_entry(folder, entry.id), entry.id)


def after(change: Change) -> tuple[ParsedEntry, ...]:
    return parsed(change.files[0].after or "").entries


def check_others(before: ParsedFile, change: Change, changed: str) -> None:
    new = parsed(change.files[0].after or "")
    kept = [meaning(one.entry) for one in before.entries if one.entry.id != changed]
    assert [meaning(one.entry) for one in new.entries if one.entry.id != changed] == kept
