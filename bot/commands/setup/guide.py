"""Leads the owner through the set-up: updates come in, the machine says how it goes on, its wishes are carried out."""

import asyncio
import logging
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.commands.console import Console
from bot.commands.qr_code import can_draw, qr_code
from bot.commands.setup.groups import checked_group
from bot.commands.setup.premises import Premises
from bot.commands.setup.record import NotWrittenError, RecordFile, record_beside
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
    Step,
    Tried,
    Turn,
    Wish,
    Wrote,
    begin,
    group_lost,
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
_MOST_WAITING = 1000  # people who are told when the desk opens
_MOST_OTHERS = 20  # times that the owner is told of a /here that is not theirs
_LATE_REPEATS = 100  # updates: those handled before a restart may come again


async def set_up(access: Access, config: Path, clock: Clock) -> None:
    """Ask the owner in Telegram until the configuration and the FAQ are written. Raises InvalidToken, CommandError."""
    console = Console(spoken(os.environ), "run")
    file = record_beside(config)
    telegram = TelegramSettings(token=SecretStr(access.token), api_url=access.api_url)
    async with setup_door(telegram) as (door, checks):
        guide = Guide(door, checks, Premises(config, access), file, clock)
        guide.remember()  # before anybody relies on the link
        await _end_webhook(console, door, checks)
        _print_link(console, door.username, guide, file)
        try:
            await guide.run()
        except asyncio.CancelledError:
            console.say("stopped")
            raise
    console.say("set_up", config=config)


async def _end_webhook(console: Console, door: SetupDoor, checks: SetupChecks) -> None:
    """A bot with a webhook gets no updates by polling: whoever had them until now is named."""
    with suppress(NotAnsweredError):
        if url := (await checks.webhook()).url:
            console.say("had_webhook", address=urlsplit(url).hostname)
    await door.end_webhook()


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
        self._told = set[tuple[int, bool]]()  # strangers, and whether they had a link
        self._others_by_command = 0

    @property
    def has_owner(self) -> bool:
        return self._record.owner is not None

    @property
    def code(self) -> str:
        return self._record.code

    async def run(self) -> None:
        """Until the desk can be opened. Raises NotWrittenError, of which the owner is told."""
        try:
            await self._lead()
        except NotWrittenError as error:
            if self._record.setup is not None:
                await self._say((say("setup.not_written", why=error.why),))
            raise

    async def _lead(self) -> None:
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
            if self._record.setup is not None:
                await self._tell_of_other(came, self._record.setup)
            return False
        language: Literal["ru", "en"] = "ru" if came.language_code.split("-")[0] in _SPEAKS_RUSSIAN else "en"
        if self._is_owner(came):
            self._record = replace(self._record, owner=came.person)
            if self._record.setup:
                return await self._go_on_with(self._record.setup, say("setup.begun_at_shell"))
            return await self._go_on(begin(language, self._clock.now(), self._premises.has_faq))
        await self._turn_away(came, language)
        self.remember()
        return False

    async def _turn_away(self, came: Came, language: Literal["ru", "en"]) -> None:
        """Told once that the link is another one, and once to wait until the desk is open."""
        has_link = came.command == "start" and bool(came.argument)
        waiting = self._record.waiting
        if (came.person, has_link) in self._told or (len(waiting) >= _MOST_WAITING and came.person not in waiting):
            return
        self._told.add((came.person, has_link))
        if has_link:
            line = say("setup.old_link", has_owner=self.has_owner)
        else:
            line = say("setup.stranger", has_owner=self.has_owner)
            self._record = replace(self._record, waiting={**waiting, came.person: language})
        await self._tell(came.chat, self._wording.say(language, line.name, self._clock.now(), **line.values))

    async def _tell_waiting(self) -> None:
        """Keep the promise to those who wrote too early, but for the owner."""
        for person, language in self._record.waiting.items():
            if person != self._record.owner:
                await self._tell(person, self._wording.say(language, "setup.open_now", self._clock.now()))
            left = {one: spoken for one, spoken in self._record.waiting.items() if one != person}
            self._record = replace(self._record, waiting=left)
            self.remember()

    async def _tell_of_other(self, came: Came, setup: Setup) -> None:
        """The owner's own /here comes from somebody else in a channel, or if they are an anonymous administrator.

        They are told in private: a channel is read by the company's customers.
        """
        if setup.step is Step.GROUP and came.command == "here" and self._others_by_command < _MOST_OTHERS:
            self._others_by_command += 1
            by_other = say("setup.group_by_other", title=came.chat_title)
            await self._say((say("setup.group_is_channel", title=came.chat_title) if came.is_channel else by_other,))

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
            self.remember()
            buttons = reply_keyboard(keyboard(turn.setup), partial(self._label, turn.setup))
            await self._say(turn.said, None if turn.wish else buttons)  # what is wished for has something to say, too
            match turn.wish:
                case None:
                    return False
                case Wish.OPEN:
                    if (not_yet := await self._open(turn.setup)) is None:
                        return True
                    turn = not_yet
                case Wish.CHECK_GROUP:
                    turn = step(turn.setup, await self._checked_group(turn.setup, int(turn.about)), self._clock.now())
                case Wish.TRY_QUESTION:
                    turn = await self._tried(turn.setup, str(turn.about))

    async def _checked_group(self, setup: Setup, chat_id: int) -> GroupChecked:
        """Whether the desk can work in the group: tried by a card, unless it was tried before."""
        checked = await self._examined(setup, chat_id)
        if checked.group is None or checked.group == setup.group:
            return checked
        try:
            await self._post_test_card(setup, checked.group)
        except RefusedError as error:
            return GroupChecked(None, (*checked.problems, str(error)))
        return checked

    async def _examined(self, setup: Setup, chat_id: int) -> GroupChecked:
        try:
            return await checked_group(self._checks, chat_id, setup.language)
        except NotAnsweredError as error:
            return GroupChecked(None, (error.reason,))

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

    async def _open(self, setup: Setup) -> Turn | None:
        """Write everything down and tell the owner; how it goes on when the group or the FAQ can't be used."""
        assert setup.group is not None  # the machine asks for one before
        checked = await self._examined(setup, setup.group.chat_id)
        if checked.group is None:
            return group_lost(setup, checked.problems)
        setup = replace(setup, group=checked.group)
        try:
            self._premises.write_faq(setup)
        except FaqError as error:
            return not_opened(setup, str(error))
        await self._tell_waiting()
        settings = self._premises.write_config(setup)
        opened = {
            "link": f"https://t.me/{self._door.username}",
            "title": checked.group.title,
            "config": self._premises.config.name,
            "faq": self._premises.faq.name,
            "with_example": not setup.has_own_faq and not setup.entries,
            "reply_within": settings.promise.reply_within,
            "fictional": self._premises.sample_answers(setup.language),
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
    def _wording(self) -> Wording:
        """It tells times in the zone that the owner has chosen."""
        return Wording({}, self._record.setup.zone if self._record.setup else ZoneInfo("UTC"))

    @property
    def _owner(self) -> int:
        """The chat with the owner, which has their id."""
        assert self._record.owner is not None
        return self._record.owner

    def remember(self) -> None:
        """Raises NotWrittenError."""
        self._file.write(self._record)
