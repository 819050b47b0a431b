"""Whoever adds a notification and forgets a part of it is told by one of these tests."""

import re
from pathlib import Path

import pytest

import bot
from bot.desk.notifications import Notification
from bot.wording import LANGUAGES
from tests.wording.names import macros

BOT = Path(bot.__file__).parent
TABLE = BOT / "desk" / "notifications.py"
WORDS_OF_PEOPLE = {
    Notification.ANSWER,
    Notification.SMALL_TALK,
    Notification.STAFF_MESSAGE_MORE,
    Notification.FOREIGN_HELLO,
    Notification.COMMAND_REPLY,
}
"""Their words are an author's or a colleague's, or several templates'; all others have one template."""

each_notification = pytest.mark.parametrize("kind", Notification)


@each_notification
def test_it_has_its_template_in_each_language(kind: Notification) -> None:
    if kind in WORDS_OF_PEOPLE:
        assert kind.template == ""
        return
    for language in LANGUAGES:
        assert kind.template in macros(language), f"{language}/{kind.template.replace('.', '.j2 lacks the macro ')}"


@each_notification
def test_something_sends_it(kind: Notification) -> None:
    named = re.compile(rf"\bNotification\.{kind.name}\b")
    assert any(named.search(path.read_text("utf-8")) for path in BOT.rglob("*.py") if path != TABLE)
