"""The intent of a message, as far as it can be told without matching it with the FAQ."""

import faq
from bot.desk.faq_reading import Intent, IntentOf
from bot.desk.ticket.pointing import is_forwarded
from bot.desk.unit_of_work import UnitOfWork
from faq import Purpose
from storage.models import Customer, Message

LONGEST_QUESTION = 4096  # characters, as of a text message; what a formatted message has beyond that, a person reads
_DECORATIVE = frozenset({"sticker", "animation", "dice"})


def needs_human_reader(message: Message) -> bool:
    """Whether only a person can tell what it says: a photo, a voice message, a location, a treatise …"""
    is_long = len(message.text) > LONGEST_QUESTION
    return is_long or (message.attachment is not None and message.kind not in _DECORATIVE)


def is_wordless_reaction(message: Message) -> bool:
    """Whether it is only an emoji, a sticker or punctuation, without a question mark."""
    return not needs_human_reader(message) and not faq.has_words(message.text) and "?" not in message.text


def intent_of(uow: UnitOfWork, customer: Customer, text: str) -> Intent:
    """What the text says without being matched. Raises NotReadError."""
    if not text:
        return Intent()
    return uow.read(IntentOf(text, faq.language_of(text, uow.language_of(customer))))


def intent_of_message(uow: UnitOfWork, customer: Customer, message: Message) -> Intent:
    """The same of a message. Forwarded words thank nobody and ask for nothing. Raises NotReadError."""
    return Intent() if is_forwarded(message) else intent_of(uow, customer, message.text)


def expects_reply(message: Message, intent: Intent) -> bool:
    """False for a mere "thank you", a goodbye or a thumb: nobody has to answer it."""
    return not is_wordless_reaction(message) and (needs_human_reader(message) or not only_takes_leave(message, intent))


def only_takes_leave(message: Message, intent: Intent) -> bool:
    """Whether it is a mere "thank you" or a goodbye, also where the FAQ has small talk for that."""
    return intent.is_thanks or _purpose(message, intent) is Purpose.GOODBYE


def greets(message: Message, intent: Intent) -> bool:
    """Whether it is a mere greeting, «алло?» or "may I ask?", also where the FAQ has small talk for that."""
    return _purpose(message, intent) in (Purpose.GREETING, Purpose.OPENER)


def _purpose(message: Message, intent: Intent) -> Purpose | None:
    return faq.purpose_of(message.text) if intent.small_talk else intent.purpose
