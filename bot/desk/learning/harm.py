"""Sudden harm: after complaints one after another the desk answers more carefully at once, until the next night.

A bad edit or a prank shows in hours; what was learnt moves with the nights. See faq.matching.moving_lines for the test.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bot.desk.learning.moved_lines import write_lines
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.unit_of_work import UnitOfWork
from faq import Bands, MovedBands
from faq.matching import Outcome, harm_line
from storage.labels import change_version, labels_of_answers, lines_in_force
from storage.learning_models import QuestionLabel
from storage.models import Question

SPAN = timedelta(hours=24)  # complaints of so long are one story
MOST_OF_ONE = 2  # complaints of one person that count: nobody silences the desk alone
MOST_TOLD = 5  # entries that the staff are told of


def tighten_if_harmed(uow: UnitOfWork, language: str) -> None:
    """Raise the line of that language's answers if the latest complaints about them raise an alarm; tell the staff.

    Needs the FAQ to be prepared, which it is when customers are handled.
    """
    settings, answerer = uow.context.settings.faq, uow.context.knowledge.answerer.result()
    if settings.learn == "off":
        return
    uow.session.flush()
    answered = list(_answered(uow, language))
    now = answerer.moved_bands(language)
    line = harm_line([outcome for _, outcome in answered], settings.max_wrong)
    last = lines_in_force(uow.session, language)
    known = last.answer if last and last.is_harm else now.answer
    if line <= known:
        return
    tightened = MovedBands(answerer.shipped_bands(language), Bands(line, now.preview, now.offer))
    write_lines(uow, language, tightened, len(answered), is_harm=True)
    change_version(uow.session)
    if not (last and last.is_harm):
        _tell(uow, [question for question, outcome in answered if not outcome.is_right])


def _answered(uow: UnitOfWork, language: str) -> Iterator[tuple[Question, Outcome]]:
    """The stated answers that somebody has judged lately, by the last word of each, in the order of these words."""
    judged: dict[int, tuple[QuestionLabel, Question]] = {}
    for label, question in labels_of_answers(uow.session, language, uow.now - SPAN):
        judged.pop(question.id, None)
        judged[question.id] = label, question
    complaints: Counter[str] = Counter()
    for label, question in judged.values():
        is_right = label.holds and label.entry_id == question.entry_id
        complaints[label.who] += not is_right
        if is_right or complaints[label.who] <= MOST_OF_ONE:
            yield question, Outcome(question.probability or 0.0, is_right, is_answerable=True)


def _tell(uow: UnitOfWork, questions: list[Question]) -> None:
    library = uow.context.knowledge.library
    found = (library.find(one.entry_id or "", one.language) for one in questions)
    titles = list(dict.fromkeys(one.entry.question for one in found if one))[:MOST_TOLD]
    rich = uow.say(uow.staff_language, Notification.MORE_CAREFUL.template, titles=titles)
    to_staff_room(uow, Post(rich), Notification.MORE_CAREFUL)
