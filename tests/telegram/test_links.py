"""Links to messages: only supergroups have them."""

import pytest

from bot.telegram.links import message_link


@pytest.mark.parametrize(
    ("chat_id", "link"),
    [
        (-1002000000001, "https://t.me/c/2000000001/7"),
        (-1000000000000, None),
        (-4012345678, None),
        (5200000001, None),
    ],
)
def test_a_link(chat_id: int, link: str | None) -> None:
    assert message_link(chat_id, 7) == link
