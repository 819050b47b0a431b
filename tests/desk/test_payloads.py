"""What a row of the outbox says survives the database: each payload is read from its JSON as it was written."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.payloads import (
    ACTIONS,
    Album,
    AlbumPart,
    Button,
    Payload,
    PayloadError,
    TextMessage,
    action_of,
    from_json,
    to_json,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON_OBJECTS = st.dictionaries(TEXTS, st.integers() | TEXTS | st.none(), max_size=3)
ENTITIES = st.lists(
    st.fixed_dictionaries({"type": TEXTS, "offset": st.integers(0), "length": st.integers(1)}), max_size=3
).map(tuple)
BUTTONS = st.lists(st.lists(st.builds(Button, TEXTS, TEXTS), max_size=3).map(tuple), max_size=3).map(tuple)
ATTACHMENTS = st.none() | JSON_OBJECTS
PARTS = st.builds(AlbumPart, text=TEXTS, entities=ENTITIES, attachment=ATTACHMENTS)
OF_FIELD = {
    "text": TEXTS,
    "press_id": TEXTS,
    "entities": ENTITIES,
    "instead_entities": ENTITIES,
    "buttons": BUTTONS,
    "attachment": ATTACHMENTS,
    "parts": st.lists(PARTS, max_size=3).map(tuple),
}
"""What a field can hold, where its type alone does not say it."""


def payloads(kind: type[Payload]) -> st.SearchStrategy[Payload]:
    return st.builds(kind, **{name: OF_FIELD.get(name, st.from_type(of)) for name, of in types_of(kind).items()})


def types_of(kind: type[Payload]) -> dict[str, type]:
    return dict(kind.__annotations__)


each_kind = pytest.mark.parametrize("kind", get_args(Payload), ids=lambda kind: kind.__name__)


def test_each_payload_has_one_action() -> None:
    assert sorted(kind.__name__ for kind in ACTIONS.values()) == sorted(kind.__name__ for kind in get_args(Payload))


@each_kind
@given(st.data())
def test_a_payload_is_read_as_it_was_written(kind: type[Payload], data: st.DataObject) -> None:
    payload = data.draw(payloads(kind))
    assert from_json(action_of(payload), json.loads(json.dumps(to_json(payload)))) == payload


@each_kind
@given(st.data())
def test_a_later_programs_new_field_is_passed_over(kind: type[Payload], data: st.DataObject) -> None:
    payload = data.draw(payloads(kind))
    assert from_json(action_of(payload), {**to_json(payload), "v": 99, "unheard_of": [1]}) == payload


@pytest.mark.parametrize("kind", [TextMessage, Album])
@given(st.data())
def test_the_first_version_called_the_kind_a_role(kind: type[TextMessage | Album], data: st.DataObject) -> None:
    payload = data.draw(payloads(kind))
    content = to_json(payload)
    del content["v"]
    content["role"] = content.pop("kind")
    assert from_json(action_of(payload), content) == payload


@pytest.mark.parametrize(
    ("action", "content"),
    [
        ("shout", {}),
        ("say", {"kind": "unheard_of"}),
        ("say", {"kind": "answer", "buttons": [[{"label": "no action"}]]}),
        ("say", {}),
        ("say", None),
        ("album", {"kind": "answer", "parts": [{"message_id": "7"}]}),
        ("rewrite", {"chat_id": "7", "telegram_id": 1, "text": ""}),
    ],
)
def test_what_is_no_payload_is_an_error(action: str, content: dict[str, object]) -> None:
    with pytest.raises(PayloadError):
        from_json(action, content)
