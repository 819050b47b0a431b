"""What the guided night asks, without the encoder: `make demo` and `uvx --from . nightdesk demo` install none."""

import json
import re
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from faq.answerer import Answerer
from faq.loading import load
from faq.same_answer import ReplyReader
from faq.trying import try_question
from faq.wordlists import LANGUAGES

STRINGS = (Path(__file__).parents[2] / "bot/sandbox/page/js/strings.js").read_text(encoding="utf-8")
SOME_DAY = date(2026, 11, 30)


def words(key: str) -> dict[str, str]:
    """The page's words for a key, by language."""
    found = re.search(rf"^  {key}: \[(.*?)\],$", STRINGS, re.MULTILINE | re.DOTALL)
    assert found
    return dict(zip(("ru", "en"), json.loads(f"[{found[1].strip().rstrip(',')}]"), strict=True))


@pytest.fixture(scope="module")
def shop() -> Answerer:
    with as_file(files("faq").joinpath("sample")) as root:
        return Answerer.of(load(Path(root)), max_wrong=0.05, semantic=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_show_what_they_say(shop: Answerer, language: str) -> None:
    def outcome(key: str) -> str:
        return try_question(shop, words(key)[language], on=SOME_DAY).outcome

    assert outcome("nightDelivery") == "answered"
    assert outcome("nightStain") == "previewed"
    assert outcome("nightGift") == "handed_off"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reply_teaches_which_entry_was_meant(shop: Answerer, language: str) -> None:
    reader = ReplyReader(shop.library.entries(language), semantic=False)
    asked = shop.match(words("nightGift")[language], language)
    read = reader.read(asked, words("nightReply")[language], shop.bands(language).offer)
    assert read.entry_id == "gift-wrap"
