"""Lines, bytes and ranges of places in a text are what counting from its beginning gives."""

from hypothesis import given
from hypothesis import strategies as st

from faq.rendering.places import Lines, byte_places, is_within

TEXTS = st.text("а\n 🚚b", max_size=30)


@given(TEXTS)
def test_lines_and_bytes_are_as_counted(text: str) -> None:
    data, place = text.encode(), byte_places(text)
    assert place == [len(text[:end].encode()) for end in range(len(text) + 1)]
    assert [Lines(text).at(at) for at in range(len(text))] == [text.count("\n", 0, at) for at in range(len(text))]
    assert [Lines(data).at(at) for at in range(len(data))] == [data.count(b"\n", 0, at) for at in range(len(data))]


@given(st.lists(st.integers(0, 40), unique=True, max_size=10).map(sorted), st.integers(0, 41))
def test_a_place_is_within_a_range_that_has_it(ends: list[int], place: int) -> None:
    ranges = list(zip(ends[::2], ends[1::2], strict=False))
    assert is_within(place, ranges) == any(start <= place < end for start, end in ranges)
