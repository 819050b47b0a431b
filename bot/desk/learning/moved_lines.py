"""Writes down where the bands of a language begin from now on."""

from bot.desk.unit_of_work import UnitOfWork
from faq import MovedBands
from storage.learning_models import MovedLines


def write_lines(uow: UnitOfWork, language: str, bands: MovedBands, outcomes: int, is_harm: bool = False) -> None:
    """outcomes: how many labels it was found with, of an alarm how many judged answers.

    is_harm: tightened at once, until the next night.
    """
    row = MovedLines(
        language=language,
        at=uow.now,
        answer=bands.after.answer,
        preview=bands.after.preview,
        offer=bands.after.offer,
        shipped_answer=bands.before.answer,
        shipped_preview=bands.before.preview,
        shipped_offer=bands.before.offer,
        outcomes=outcomes,
        is_harm=is_harm,
    )
    uow.session.add(row)
