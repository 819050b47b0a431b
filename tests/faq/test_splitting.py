import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.rendering.splitting import split
from faq.rendering.styled import Span, Styled, utf16_length


def texts(text: str, limit: int, *spans: Span) -> list[str]:
    return [piece.text for piece in split(Styled(text, spans), limit)]


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("один", 4, ["один"]),
        ("один два.\n\nтри\nчетыре", 14, ["один два.", "три\nчетыре"]),
        ("один два\nтри четыре", 12, ["один два", "три четыре"]),
        ("Раз два. Три четыре", 14, ["Раз два.", "Три четыре"]),
        ("раз два три", 8, ["раз два", "три"]),
        ("абвгдежз", 3, ["абв", "где", "жз"]),
        ("👍👍👍", 4, ["👍👍", "👍"]),
        ("абe\u0301г", 3, ["аб", "e\u0301г"]),
        ("аб👨\u200d👩г", 5, ["аб", "👨\u200d👩"[:3], "г"]),
        ("   ", 2, []),
    ],
)
def test_long_text_is_cut_at_the_best_pause(text: str, limit: int, pieces: list[str]) -> None:
    assert texts(text, limit) == pieces


def test_a_pause_inside_formatting_is_no_place_to_cut() -> None:
    assert texts("раз два три четыре", 13, Span("bold", 4, 11)) == ["раз два три", "четыре"]
    assert texts("раз два три четыре", 9, Span("bold", 4, 11)) == ["раз", "два три", "четыре"]
    assert texts("раздватри", 7, Span("bold", 3, 9)) == ["раз", "дватри"]


def test_formatting_longer_than_a_message_goes_on_in_the_next() -> None:
    pieces = split(Styled("раз два три", (Span("bold", 0, 11),)), 8)
    assert pieces == [Styled("раз два", (Span("bold", 0, 7),)), Styled("три", (Span("bold", 0, 3),))]


@st.composite
def styled(draw: st.DrawFn) -> Styled:
    words = draw(
        st.lists(st.sampled_from(["да", "слово", "👍🏽", "e\u0301", "очень-длинное-слово"]), min_size=1, max_size=40)
    )
    text, spans = "", []
    for word in words:
        if draw(st.booleans()):
            spans.append(Span("bold", len(text), len(text) + len(word)))
        text += word + draw(st.sampled_from([" ", "\n", "\n\n", ". "]))
    return Styled(text, tuple(spans))


@given(styled(), st.integers(20, 60))
def test_no_piece_is_too_long_and_nothing_is_lost(whole: Styled, limit: int) -> None:
    pieces = split(whole, limit)
    assert all(0 < utf16_length(piece.text) <= limit for piece in pieces)
    assert "".join("".join(piece.text.split()) for piece in pieces) == "".join(whole.text.split())


@given(styled(), st.integers(20, 60))
def test_formatting_that_fits_is_never_cut(whole: Styled, limit: int) -> None:
    kept = [piece.text[span.start : span.end] for piece in split(whole, limit) for span in piece.spans]
    assert kept == [whole.text[span.start : span.end] for span in whole.spans]
