"""Text with entities: lengths as Telegram counts them, cutting, and other people's words taken literally."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.wording import LANGUAGES, Rich, cut, split, utf16, visible
from bot.wording.markup import rich
from bot.wording.safe_text import one_line, safe_text
from tests.wording.cases import customer, said, ticket

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
NAMES = WORDS.filter(lambda name: name == name.strip())
HOSTILE = (
    "<b>",
    "</b>",
    "&lt;b&gt;",
    "&#0;",
    "{{ 7*7 }}",
    "{% raw %}",
    "<!--",
    "<![CDATA[",
    "]]>",
    "مرحبا \u202e",
    "👩‍👩‍👧",
    "№\x00",
)


@settings(deadline=None)
@given(WORDS)
@example("😀")
def test_a_length_counts_what_is_beyond_the_first_plane_twice(text: str) -> None:
    assert utf16(text) == sum(2 if ord(character) > 0xFFFF else 1 for character in text)


@settings(deadline=None)
@given(WORDS, st.integers(1, 20))
@example("ab😀", 3)
def test_a_cut_text_is_a_beginning_that_fits(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert utf16(short) <= limit
    if utf16(text) <= limit:
        assert short == text
    else:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


def test_a_cut_leaves_no_half_character_and_no_space_at_the_end() -> None:
    assert cut("a😀b", 3) == "a…"
    assert cut("два слова", 5) == "два…"
    assert cut("впору", 5) == "впору"


def test_tags_become_entities_in_utf16_units() -> None:
    read = rich('😀 <b>жир <i>и</i></b> <a href="https://example.com/?a=1&amp;b=2">там</a>')
    assert read.text == "😀 жир и там"
    assert read.entities == (
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "italic", "offset": 7, "length": 1},
        {"type": "text_link", "url": "https://example.com/?a=1&b=2", "offset": 9, "length": 3},
    )


def test_a_mention_names_the_person_by_number() -> None:
    [entity] = rich('<a href="tg://user?id=42">Анна</a>').entities
    assert entity["type"] == "text_mention"
    assert entity["user"]["id"] == 42


def test_a_quote_can_be_folded() -> None:
    kinds = [one["type"] for one in rich("<blockquote expandable>а</blockquote><blockquote>б</blockquote>").entities]
    assert kinds == ["expandable_blockquote", "blockquote"]


def test_an_entity_of_nothing_is_left_out() -> None:
    assert rich("<b></b>а") == Rich("а")


@pytest.mark.parametrize("broken", ["<b>а", "а</b>", "<b><i>а</b></i>", "<font>а</font>", "<br>"])
def test_a_mistake_in_a_template_is_an_error(broken: str) -> None:
    with pytest.raises(ValueError, match=r"^<"):
        rich(broken)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_the_entities_of_what_is_added_move_along(first: str, second: str) -> None:
    joined = Rich(first) + Rich(second, ({"type": "bold", "offset": 0, "length": utf16(second)},))
    assert joined.text == first + second
    assert joined.entities == ({"type": "bold", "offset": utf16(first), "length": utf16(second)},)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE)
def test_strange_names_are_only_names(language: str, name: str) -> None:
    who = customer(name=name)
    shown = safe_text(visible(name))
    assert said(language, "staff.customer_says", customer=who).text == f"{shown}:"
    greeting = said(language, "customer.start", customer=who, is_open=True, opening=None, closure=None)
    assert f", {shown}!" in greeting.text
    assert greeting.entities == ()


@settings(deadline=None)
@given(NAMES)
def test_any_name_comes_out_as_it_is(name: str) -> None:
    head = said("ru", "staff.customer_says", customer=customer(name=name))
    shown = safe_text(cut(visible(name), 64) or "клиент")
    assert head == Rich(f"{shown}:", ({"type": "bold", "offset": 0, "length": utf16(shown) + 1},))


@settings(deadline=None)
@given(NAMES)
def test_any_colleague_is_named_as_they_are(name: str) -> None:
    assert f"занимается {safe_text(name)}. Ответим" in said("ru", "customer.taken", ticket=ticket(), name=name).text


@settings(deadline=None)
@given(WORDS)
def test_any_subject_is_a_piece_of_text_on_the_list(subject: str) -> None:
    shown = said("ru", "customer.my", tickets=[(ticket(subject=subject), None)])
    assert {entity["type"] for entity in shown.entities} == {"bold", "date_time"}
    assert shown.text.endswith(safe_text(cut(one_line(subject), 80)))


@given(WORDS, st.integers(2, 40))
def test_split_text_fits_and_loses_nothing_but_white_space(words: str, limit: int) -> None:
    pieces = split(Rich(words), limit)
    assert all(0 < utf16(piece.text) <= limit for piece in pieces)
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(words.split())


def test_split_text_breaks_at_lines_and_keeps_its_formatting() -> None:
    bold = {"type": "bold", "offset": 2, "length": 12}
    first, second = split(Rich("У меня\nсломался чайник", (bold,)), 17)
    assert (first.text, second.text) == ("У меня\nсломался", "чайник")
    assert first.entities == ({"type": "bold", "offset": 2, "length": 12},)
    [whole] = split(Rich("коротко", (bold,)), 17)
    assert whole == Rich("коротко", (bold,))
    one, two = split(Rich("😀" * 4, ({"type": "bold", "offset": 2, "length": 4},)), 4)
    assert [one.entities, two.entities] == [
        ({"type": "bold", "offset": 2, "length": 2},),
        ({"type": "bold", "offset": 0, "length": 2},),
    ]
