"""What the guided night asks, without the encoder: `make demo` and `uvx --from . nightdesk demo` install none."""

import json
import re
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from faq import Label, Learnt, lessons
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


def shop_with(*, semantic: bool) -> Answerer:
    with as_file(files("faq").joinpath("sample")) as root:
        return Answerer.of(load(Path(root)), max_wrong=0.05, semantic=semantic)


@pytest.fixture(scope="module")
def shop() -> Answerer:
    return shop_with(semantic=False)


@pytest.fixture(scope="module", params=[False, True], ids=["without", "with-encoder"])
def any_shop(request: pytest.FixtureRequest, shop: Answerer) -> Answerer:
    return shop_with(semantic=True) if request.param else shop


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_nobody_wrote_before_are_answered_after_the_night(any_shop: Answerer, language: str) -> None:
    asked_again = words("nightGiftToo")[language]
    assert try_question(any_shop, asked_again, on=SOME_DAY).outcome == "handed_off"
    taught = after_a_night(any_shop, language, words("nightGift")[language])
    assert [entry.id for entry in try_question(taught, asked_again, on=SOME_DAY).answered] == ["gift-wrap"]


def after_a_night(shop: Answerer, language: str, question: str) -> Answerer:
    """The shop that has learnt from the colleague's reply to the question."""
    label = Label(question, "gift-wrap", True, "colleague", "Anna", datetime(2026, 11, 30, 9, tzinfo=UTC))
    found = lessons((one for one in shop.library.entries(language) if not one.is_small_talk), [label])
    using = shop.updated(shop.library, {language: Learnt(found)})
    return using.updated(shop.library, {language: Learnt(found, using.lines_after([label], language))})
