"""What kind of thing a message is, before the FAQ is asked."""

import faq
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry
from storage.models import Customer, Message

_SAYS_NOTHING_ITSELF = frozenset({"sticker", "animation", "dice"})


def needs_eyes(message: Message) -> bool:
    """Whether only a person can see what it says: a photo, a voice message, a place …"""
    return message.attachment is not None and message.kind not in _SAYS_NOTHING_ITSELF


def is_mere_sign(message: Message) -> bool:
    """An emoji, a sticker, a dot: nothing to read in it, nothing asked. «???» asks."""
    return not needs_eyes(message) and not faq.has_words(message.text) and "?" not in message.text


def expects_reply(message: Message) -> bool:
    """False for a mere "thank you" or a thumb: nobody has to answer it."""
    return not is_mere_sign(message) and (needs_eyes(message) or not faq.is_thanks(message.text))


def wants_human(uow: UnitOfWork, customer: Customer, message: Message) -> bool:
    """ "Are you a real person?" is small talk; "a real person, please" is not."""
    return faq.wants_human(message.text) and small_talk(uow, customer, message) is None


def small_talk(uow: UnitOfWork, customer: Customer, message: Message) -> Entry | None:
    """The small talk that the message is, if it is nothing else."""
    return uow.context.knowledge.small_talk(message.text, uow.language_of(customer))
