"""What `nightdesk faq gaps` prints: the advice of the weekly note, whole."""

from datetime import datetime

from bot.commands.faq_objects import Json
from bot.commands.terminal import plain_lines
from bot.wording import Wording
from faq.advice import Advice


def gaps_text(wording: Wording, language: str, now: datetime, advice: Advice) -> str:
    """For people. `now` is aware."""
    return "\n".join(plain_lines(wording.say(language, "advice.gaps", now, advice=advice).text))


def gaps_object(advice: Advice) -> Json:
    """For programs: the lists whole, entries by their ids; `met` counts questions of the week."""
    return {
        "questions": advice.questions,
        "phrasings": [{"entry": one.entry.id, "phrasing": one.phrasing, "met": one.met} for one in advice.phrasings],
        "entries": [
            {"heading": one.heading, "questions": list(one.questions), "met": one.met, "reply": one.reply}
            for one in advice.entries
        ],
        "disliked": [
            {"entry": one.entry.id, "dislikes": one.dislikes, "likes": one.likes, "answered": one.answered}
            for one in advice.disliked
        ],
        "unknown_words": [
            {"word": one.word, "count": one.count, "example": one.example} for one in advice.unknown_words
        ],
        "unasked": [entry.id for entry in advice.unasked],
    }
