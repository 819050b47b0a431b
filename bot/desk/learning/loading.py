"""The FAQ of the configuration, with what it has learnt."""

from functools import partial

from sqlmodel import Session

from bot.config import Settings
from bot.desk.knowledge import Knowledge
from bot.desk.learning.studying import learnt
from bot.inference.remote_models import RemoteModels
from bot.runtime.cache_folder import cache_folder
from faq import BandStarts


def knowledge_with_learnt(settings: Settings, session: Session) -> Knowledge:
    """Raises FaqError as `Knowledge` does. The session is used only until this returns."""
    faq = settings.faq
    starts = BandStarts(faq.preview_from, faq.offer_from)
    cache, read = cache_folder(settings.storage.url), partial(learnt, session, mode=faq.learn)
    return Knowledge(faq.path, settings.company.language, faq.max_wrong, cache, starts, read, RemoteModels.of(faq))
