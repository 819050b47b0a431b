"""`nightdesk faq try`: what the desk would send to a question, and why."""

import asyncio
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import faq
from bot.commands.faq_chat import Json, chat_lines, message_object, said_by
from bot.commands.faq_desk import Names, knowledge_of, moment_of, names_in, remark_on_settings
from bot.commands.faq_objects import trial_object
from bot.commands.rehearsal import Said, rehearsal
from bot.commands.terminal import json_text
from bot.commands.words import words
from bot.config import Settings
from bot.desk.conversation.talk import TALK
from bot.desk.faq_reading import IntentOf
from bot.desk.knowledge import Knowledge
from bot.desk.notifications import Notification
from bot.desk.ticket.manner import manner_of
from bot.desk.unit_of_work import UnitOfWork
from bot.wording.dates import moment
from faq.commands import Printed, command_texts
from faq.explaining import trial_text
from faq.trying import Trial, try_question

_DECISIONS: Mapping[Notification, str] = {
    Notification.ANSWER: "answer",
    Notification.SMALL_TALK: "answer",
    Notification.PREVIEW: "preview",
    Notification.SUGGEST: "suggest",
    Notification.EMERGENCY: "danger",
    Notification.HOURS: "fact",
    Notification.ADDRESS: "fact",
    Notification.PHONE: "fact",
    Notification.ACCEPTED: "hand_off",
    **dict.fromkeys((*TALK.values(), Notification.FOREIGN_HELLO, Notification.WELCOME), "talk"),
}
"""What the first message to the customer means."""

_OTHER = "other"  # commands, messages without words
_STRAIGHT = "straight"  # to a person, the FAQ is not asked
_REFUSED = "refused"  # the answer can't be sent


@dataclass(frozen=True)
class Tried:
    """A question with what the matcher says and what the desk did. `decision` is explained in docs/faq-files.md."""

    trial: Trial
    said: Said
    at: datetime
    is_open: bool
    goes_straight: bool

    @property
    def decision(self) -> str:
        return _DECISIONS.get(self.said.kinds[0], _OTHER) if self.said.kinds else _OTHER

    @property
    def answered(self) -> list[str]:
        """The ids of the entries whose answers are sent."""
        given = (message.answer for message in self.said.to_customer if message.kind not in _OFFERS)
        return list(dict.fromkeys(answer.entry_id for answer in given if answer))

    @property
    def why(self) -> str:
        """Why it is not the matches that decide: a key of the texts in words/LANGUAGE/faq.toml; "" when they do."""
        if self.decision == "hand_off":
            if self.goes_straight:
                return _STRAIGHT
            return "" if self.trial.outcome == "handed_off" else _REFUSED
        return self.decision if self.decision in ("danger", "fact", "talk", _OTHER) else ""


_OFFERS = (Notification.PREVIEW, Notification.SUGGEST)


def try_question_at(settings: Settings, language: str, arguments: Namespace) -> Printed:
    """What `faq try` prints, in that language, and its exit status. Raises FaqError when the FAQ has errors."""
    at, names = moment_of(arguments, settings), names_in(language)
    tried = asyncio.run(_tried(settings, knowledge_of(settings, language), arguments.question, at, names))
    if arguments.json:
        return json_text(tried_object(tried)), 0
    lines = [tried_text(tried, names.customer, language), *remark_on_settings(arguments, language)]
    return "\n".join(lines), 0


async def _tried(settings: Settings, knowledge: Knowledge, question: str, at: datetime, names: Names) -> Tried:
    language = settings.company.language

    def look(uow: UnitOfWork) -> tuple[bool, bool]:
        intent = uow.read(IntentOf(question, faq.language_of(question, language)))
        return uow.is_open, manner_of(uow, intent, question) is not None

    async with rehearsal(settings, knowledge, at, language, names) as desk:
        is_open, goes_straight = await desk.run(look)
        said = await desk.writes(question)
        trial = try_question(knowledge.answerer.result(), question, on=desk.today)
    return Tried(trial, said, at, is_open, goes_straight)


def tried_text(tried: Tried, customer: str, language: str) -> str:
    """The chat, and below it why it went so. `customer`: what the one who asks is called."""
    texts = words(language, "faq")["chat"]
    state = texts["open" if tried.is_open else "closed"]
    asked = said_by(f"{customer} · {moment(tried.at, language)} · {state}", tried.trial.question)
    lines = [*asked, *chat_lines(tried.said.to_customer, language)]
    if tried.said.opens_ticket:
        lines += ["", texts["ticket"]]
    if tried.said.to_colleagues:
        lines += [
            "",
            texts["colleagues"],
            *(line for one in tried.said.to_colleagues for line in said_by("", one.text)[1:]),
        ]
    decided = texts[tried.why] if tried.why else ""
    return "\n".join([*lines, "", trial_text(tried.trial, command_texts(language)["try"], language, decided)])


def tried_object(tried: Tried) -> Json:
    """What the matcher says, and under `messages` what is sent."""
    suggested = [] if tried.why else [entry.id for entry in tried.trial.suggested]
    return trial_object(tried.trial) | {
        "decision": tried.decision,
        "answered": tried.answered,
        "suggested": suggested,
        "at": tried.at.isoformat(),
        "is_open": tried.is_open,
        "messages": [message_object(message) for message in tried.said.to_customer],
        "opens_ticket": tried.said.opens_ticket,
        "colleagues": [message_object(message) for message in tried.said.to_colleagues],
    }
