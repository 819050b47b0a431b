"""Tells the operator beforehand which answers can't be given, since they show what config.toml leaves empty."""

import logging

from bot.config import Settings
from faq import Library
from faq.empty_values import empty_value_faults
from faq.problems import to_problems

log = logging.getLogger(__name__)


def warn_of_empty_answers(settings: Settings, library: Library) -> None:
    """A warning for each place, with its remedy, in the company's language."""
    company = settings.company
    entries = (entry for language in library.languages for entry in library.by_language.get(language, ()))
    for problem in to_problems(empty_value_faults(entries, company.answer_values), company.language):
        log.warning("An answer can't be given: %s", problem)
