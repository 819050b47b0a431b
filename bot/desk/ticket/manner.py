"""Requests that go straight to a person: what each is about, and what the customer is told of it."""

from dataclasses import dataclass

import faq
from bot.desk.faq_reading import Intent
from bot.desk.unit_of_work import UnitOfWork
from faq import Purpose

FOREIGN = "foreign"


@dataclass(frozen=True)
class Manner:
    """Why a person takes over at once: a `Purpose`, or `FOREIGN` with the `language`.

    `phones`: the numbers to call back on, as they were typed.
    """

    about: str
    phones: tuple[str, ...] = ()
    language: str = ""


def manner_of(uow: UnitOfWork, intent: Intent, text: str) -> Manner | None:
    """Why the message of this intent goes straight to a person; None for one that the FAQ is asked about first."""
    purpose = next((one for one in intent.purposes if one.wants_person or _is_wanted_offer(uow, one)), None)
    if purpose is not None:
        return Manner(purpose, faq.phone_numbers(text) if Purpose.CALLBACK in intent.purposes else ())
    if intent.foreign and not intent.foreign.is_greeting:
        return Manner(FOREIGN, language=intent.foreign.language)
    return None


def _is_wanted_offer(uow: UnitOfWork, purpose: Purpose) -> bool:
    wanted = uow.context.settings.faq.to_person
    return (purpose is Purpose.JOB and "jobs" in wanted) or (purpose is Purpose.SUPPLIER and "suppliers" in wanted)
