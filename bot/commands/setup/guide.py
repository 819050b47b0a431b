"""Leads the owner through the set-up: updates come in, the machine says how it goes on, its wishes are carried out."""

import logging
import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.commands.console import Console
from bot.commands.qr_code import can_draw, qr_code
from bot.commands.setup.groups import checked_group
from bot.commands.setup.premises import Premises
from bot.commands.setup.record import RecordFile, record_beside
from bot.config import TelegramSettings, spoken
from bot.desk.start_links import start_url
from bot.runtime.clock import Clock
from bot.setup import (
    Access,
    Group,
    GroupChecked,
    GroupNamed,
    Heard,
    Line,
    Pressed,
    Setup,
    Tried,
    Turn,
    Wish,
    Wrote,
    begin,
    keyboard,
    not_opened,
    pressed,
    repeat,
    say,
    step,
)
from bot.telegram.setup_checks import NotAnsweredError, SetupChecks
from bot.telegram.setup_door import Came, RefusedError, SetupDoor, came_in, reply_keyboard, setup_door
from bot.wording import Rich, Wording
from faq import FaqError
from storage.models import Json

log = logging.getLogger(__name__)

_SPEAKS_RUSSIAN = frozenset({"ru", "be", "uk", "kk", "ky"})  # languages of apps whose users read Russian
_LATE_REPEATS = 100  # updates: those handled before a restart may come again


async def set_up(access: Access, config: Path, clock: Clock) -> None:
    """Ask the owner in Telegram until the configuration and the FAQ are written. Raises InvalidToken, CommandError."""
    console = Console(spoken(os.environ), "run")
    file = record_beside(config)
    telegram = TelegramSettings(token=SecretStr(access.token), api_url=access.api_url)
    async with setup_door(telegram) as (door, checks):
        guide = Guide(door, checks, Premises(config, access), file, clock)
        _print_link(console, door.username, guide, file)
        await guide.run()
    console.say("set_up", config=config)


def _print_link(console: Console, username: str, guide: "Guide", file: RecordFile) -> None:
    if guide.has_owner:
        console.say("resumed", bot=f"@{username}", file=file.path)
        return
    url = start_url(username, guide.code)
    console.say("link", url=url)
    if can_draw():
        print(qr_code(url), flush=True)


class Guide:
    """One set-up. It is written down after each step, before the update that led there is confirmed."""

    def __init__(
        self, door: SetupDoor, checks: SetupChecks, premises: Premises, file: RecordFile, clock: Clock
    ) -> None:
        self._door = door
        self._checks = checks
        self._premises = premises
        self._file = file
        self._clock = clock
        self._record = file.read()
        self._wording = Wording({}, ZoneInfo("UTC"))
        self._turned_away = set[int]()

    @property
    def has_owner(self) -> bool:
        return self._record.owner is not None

    @property
    def code(self) -> str:
        return self._record.code

    async def run(self) -> None:
        """Until the desk can be opened."""
        self._remember()
        is_open, offset = await self._resume(), 0
        while not is_open:
            updates = await self._door.updates(offset)
            offset = 0  # see Polling: an offset must not be kept over an empty answer
            for update in updates:
                is_open = await self._handle(update)
                offset = update["update_id"] + 1
                if is_open:
                    await self._door.confirm(offset)  # the later ones are the desk's
                    break
        self._file.remove()

    async def _resume(self) -> bool:
        """Greet the owner again after a restart. Returns whether the desk is open, as after each step."""
        if self._record.owner is None or self._record.setup is None:
            return False
        return await self._go_on_with(self._record.setup, say("setup.resumed"))

    async def _go_on_with(self, setup: Setup, greeting: Line) -> bool:
        await self._say((greeting,))
        return await self._go_on(repeat(setup, self._clock.now()))

    async def _handle(self, update: Json) -> bool:
        came = came_in(update)
        if came is None or self._is_repeated(came):
            return False
        self._record = replace(self._record, latest=came.update_id)
        if self._record.setup is None or came.person != self._record.owner:
            return await self._meet(came)
        heard = self._heard(came, self._record.setup)
        if heard is None:
            return False
        turn = repeat if came.command == "start" else partial(step, heard=heard)
        return await self._go_on(turn(self._record.setup, now=self._clock.now()))

    def _is_repeated(self, came: Came) -> bool:
        latest = self._record.latest
        return latest is not None and 0 <= latest - came.update_id < _LATE_REPEATS

    async def _meet(self, came: Came) -> bool:
        """Somebody who is not the owner: the one with the link becomes it, others are asked to wait."""
        if not came.is_private:
            return False
        language: Literal["ru", "en"] = "ru" if came.language_code.split("-")[0] in _SPEAKS_RUSSIAN else "en"
        if self._is_owner(came):
            self._record = replace(self._record, owner=came.person)
            if self._record.setup:
                return await self._go_on_with(self._record.setup, say("setup.begun_at_shell"))
            return await self._go_on(begin(language, self._clock.now(), self._premises.has_faq))
        if came.person not in self._turned_away:
            self._turned_away.add(came.person)
            await self._tell(came.chat, self._to_stranger(came, language))
        self._remember()
        return False

    def _to_stranger(self, came: Came, language: str) -> Rich:
        if came.command == "start" and came.argument:
            return self._wording.say(language, "setup.old_link", self._clock.now())
        return self._wording.say(language, "setup.stranger", self._clock.now())

    def _is_owner(self, came: Came) -> bool:
        is_code = came.command == "start" and secrets.compare_digest(came.argument.encode(), self.code.encode())
        return is_code and not self.has_owner

    def _heard(self, came: Came, setup: Setup) -> Heard | None:
        """What the owner said, in the private chat or by /here in a group."""
        if not came.is_private:
            return GroupNamed(came.chat) if came.command == "here" else None
        if came.shared is not None:
            return GroupNamed(came.shared)
        button = pressed(setup, came.text, partial(self._label, setup))
        return Pressed(button) if button else Wrote(came.text, came.markdown)

    async def _go_on(self, turn: Turn) -> bool:
        """Say what the machine says, and do what it wishes, until it waits for the owner."""
        while True:
            self._record = replace(self._record, setup=turn.setup)
            self._remember()
            buttons = reply_keyboard(keyboard(turn.setup), partial(self._label, turn.setup))
            await self._say(turn.said, None if turn.wish else buttons)  # what is wished for has something to say, too
            match turn.wish:
                case None:
                    return False
                case Wish.OPEN:
                    if (problem := await self._open(turn.setup)) is None:
                        return True
                    turn = not_opened(turn.setup, problem)
                case Wish.CHECK_GROUP:
                    turn = step(turn.setup, await self._checked_group(turn.setup, int(turn.about)), self._clock.now())
                case Wish.TRY_QUESTION:
                    turn = await self._tried(turn.setup, str(turn.about))

    async def _checked_group(self, setup: Setup, chat_id: int) -> GroupChecked:
        """Whether the desk can work in the group: tried by a card."""
        try:
            checked = await checked_group(self._checks, chat_id, setup.language)
        except NotAnsweredError as error:
            return GroupChecked(None, (error.reason,))
        if checked.group is None:
            return checked
        try:
            await self._post_test_card(setup, checked.group)
        except RefusedError as error:
            return GroupChecked(None, (*checked.problems, str(error)))
        return checked

    async def _post_test_card(self, setup: Setup, group: Group) -> None:
        now, language = self._clock.now(), setup.language
        topic = self._wording.label(language, "setup.test_topic", now)
        await self._door.post_test_card(
            group, topic, self._wording.say(language, "setup.test_card", now, topics=group.topics)
        )

    async def _tried(self, setup: Setup, question: str) -> Turn:
        try:
            trial = await self._premises.tried(setup, question, self._clock.now())
        except FaqError as error:
            return not_opened(setup, str(error))
        for text in trial.texts:
            await self._tell(self._owner, text)
        return step(setup, Tried(trial.outcome), self._clock.now())

    async def _open(self, setup: Setup) -> str | None:
        """Write everything down and tell the owner; what is wrong with the FAQ when it can't be used."""
        assert setup.group is not None  # the machine asks for one before
        try:
            self._premises.open(setup)
        except FaqError as error:
            return str(error)
        opened = {
            "link": f"https://t.me/{self._door.username}",
            "title": setup.group.title,
            "config": self._premises.config.name,
            "faq": self._premises.faq.name,
            "with_example": not setup.has_own_faq and not setup.entries,
        }
        await self._say((say("setup.opened", **opened),), reply_keyboard((), partial(self._label, setup)))
        return None

    async def _say(self, lines: Sequence[Line], markup: Json | None = None) -> None:
        """To the owner; the keyboard comes with the last line."""
        assert self._record.setup is not None
        now, language = self._clock.now(), self._record.setup.language
        for place, line in enumerate(lines, 1):
            text = self._wording.say(language, line.name, now, **line.values)
            await self._tell(self._owner, text, markup if place == len(lines) else None)

    async def _tell(self, chat: int, text: Rich, markup: Json | None = None) -> None:
        try:
            await self._door.say(chat, text, markup)
        except RefusedError as error:  # whoever has blocked the bot hears nothing
            log.warning("Telegram refuses a message of the set-up: %s", error)

    def _label(self, setup: Setup, name: str) -> str:
        return self._wording.label(setup.language, f"setup.button_{name}", self._clock.now())

    @property
    def _owner(self) -> int:
        """The chat with the owner, which has their id."""
        assert self._record.owner is not None
        return self._record.owner

    def _remember(self) -> None:
        self._file.write(self._record)
