"""Lines that begin with `//` never reach a customer, and formatting stays where it was."""

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.ticket.internal_lines import public_part
from bot.wording import Entity, utf16

WORDS = st.text(alphabet="аб /😀", max_size=8)
LINES = st.lists(st.tuples(st.booleans(), WORDS), max_size=6)


def written(lines: list[tuple[bool, str]]) -> str:
    return "\n".join(f"// {words}" if internal else f".{words}" for internal, words in lines)


def covered(text: str, entity: Entity) -> str:
    raw = text.encode("utf-16-le")
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    return raw[2 * begin : 2 * end].decode("utf-16-le")


@given(LINES)
def test_only_the_public_lines_are_left(lines: list[tuple[bool, str]]) -> None:
    public = "\n".join(f".{words}" for internal, words in lines if not internal)
    found = public_part(written(lines)).text
    assert found == (public.rstrip() if any(internal for internal, _ in lines) else public)


@given(LINES, st.data())
def test_an_entity_covers_what_is_left_of_its_text(lines: list[tuple[bool, str]], data: st.DataObject) -> None:
    text = written(lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    begin, end = (utf16(text[:cut]) for cut in cuts)
    part = public_part(text, [{"type": "bold", "offset": begin, "length": end - begin}])
    marked = [text[at] for at in range(*cuts)]
    for entity in part.entities:
        assert entity["offset"] >= 0
        assert entity["offset"] + entity["length"] <= utf16(part.text)
        left = covered(part.text, entity)
        assert "//" not in text or all(char in marked for char in left)


def test_a_message_without_such_lines_is_left_alone() -> None:
    assert public_part("a // b\n").text == "a // b\n"


def test_nothing_is_left_of_a_note() -> None:
    part = public_part("//a\n  // b", [{"type": "bold", "offset": 2, "length": 1}])
    assert (part.text, part.entities) == ("", ())


def test_a_quote_over_several_lines_stays_one() -> None:
    part = public_part("раз\n// два\nтри", [{"type": "blockquote", "offset": 0, "length": 14}])
    assert part.text == "раз\nтри"
    assert part.entities == ({"type": "blockquote", "offset": 0, "length": 7},)
