"""The intent of a message, as far as it can be told without matching it with the FAQ."""

import faq
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry
from storage.models import Customer, Message

_DECORATIVE = frozenset({"sticker", "animation", "dice"})


def needs_human_reader(message: Message) -> bool:
    """Whether only a person can tell what it says: a photo, a voice message, a location …"""
    return message.attachment is not None and message.kind not in _DECORATIVE


def is_wordless_reaction(message: Message) -> bool:
    """Whether it is only an emoji, a sticker or punctuation, without a question mark."""
    return not needs_human_reader(message) and not faq.has_words(message.text) and "?" not in message.text


def expects_reply(message: Message) -> bool:
    """False for a mere "thank you" or a thumb: nobody has to answer it."""
    return not is_wordless_reaction(message) and (needs_human_reader(message) or not faq.is_thanks(message.text))


def wants_human(uow: UnitOfWork, customer: Customer, message: Message) -> bool:
    """ "Are you a real person?" is small talk; "a real person, please" is not."""
    return faq.wants_human(message.text) and small_talk(uow, customer, message) is None


def small_talk(uow: UnitOfWork, customer: Customer, message: Message) -> Entry | None:
    """The small talk entry, if the message is nothing but small talk."""
    return uow.context.knowledge.small_talk(message.text, uow.language_of(customer))
