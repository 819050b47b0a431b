"""What the night tells the FAQ's authors: what was asked most, which answers did not help, what was not answered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.desk.faq_reading import LackingOf
from bot.desk.unit_of_work import UnitOfWork
from faq import deciphered
from faq.matters import Matter, is_same, matter_of, without_rejections
from storage.models import Question, Ticket

TOP = 5  # of each kind
MOST_READ = 20  # questions without an answer, the newest, that are looked at

Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Gaps:
    """Questions of the FAQ, or a customer's words, each with the number of customers."""

    asked_most: Counted = ()
    unhelpful: Counted = ()
    lacking: Counted = ()

    def __bool__(self) -> bool:
        return bool(self.asked_most or self.unhelpful or self.lacking)


def gaps_of(uow: UnitOfWork, questions: Sequence[Question]) -> Gaps:
    """Raises NotReadError: what the FAQ answers by now, or would have answered, it does not lack."""
    answered = [question for question in questions if question.entry_id]
    return Gaps(
        _by_entry(uow, answered),
        _by_entry(uow, (question for question in answered if question.helped is False)),
        _lacking(uow, [question for question in questions if question.entry_id is None]),
    )


def _by_entry(uow: UnitOfWork, questions: Iterable[Question]) -> Counted:
    askers = {(question.entry_id, question.customer_id) for question in questions}
    counted = Counter(entry_id for entry_id, _ in askers if entry_id)
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:TOP]
    library = uow.context.knowledge.library
    found = ((library.find(entry_id, uow.staff_language), count) for entry_id, count in ranked)
    return tuple((one.entry.question, count) for one, count in found if one)


def _lacking(uow: UnitOfWork, questions: Sequence[Question]) -> Counted:
    """What was asked most, then newest, first; questions about the same are one."""
    newest = {question.text: question for question in questions if question.text}
    looked_at = list(newest.values())[: -MOST_READ - 1 : -1]
    if not looked_at:
        return ()
    texts = tuple((question.text, question.language) for question in looked_at)
    lacking = uow.read(LackingOf(texts, uow.today)).texts
    found: list[tuple[Question, Matter, set[int]]] = []
    for question in (one for one in looked_at if one.text in lacking):
        matter = matter_of(question.text)
        same = next((askers for _, other, askers in found if is_same(other, matter)), None)
        askers = {one.customer_id for one in questions if one.text == question.text}
        if same is None:
            found.append((question, matter, askers))
        else:
            same |= askers
    ranked = sorted(found, key=lambda one: -len(one[2]))[:TOP]
    return tuple((_asked(uow, question), len(askers)) for question, _, askers in ranked)


def _asked(uow: UnitOfWork, question: Question) -> str:
    """The question's words; as they stand in its ticket, where they say what they are about."""
    ticket = uow.session.get(Ticket, question.ticket_id) if question.ticket_id else None
    text = deciphered(question.text) or question.text
    if ticket is None or text not in ticket.subject:
        return without_rejections(text)
    about = without_rejections(ticket.subject)
    return uow.label(uow.staff_language, "pointers.follow_up", words=about, after_answer=ticket.after_answer)
