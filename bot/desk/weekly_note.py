"""The weekly note to the FAQ's authors: what would help most, in one message."""

from datetime import datetime

from bot.wording import Rich, Wording
from faq.advice import Advice


def weekly_note(wording: Wording, language: str, now: datetime, advice: Advice) -> Rich | None:
    """The note, at most one Telegram message; None after a week with nothing new to say. `now` is aware."""
    return wording.say(language, "advice.note", now, advice=advice) if advice.is_news else None
