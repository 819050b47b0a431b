"""The digest: at each opening the staff see what came while nobody was there."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import col, select

from bot.calendar import Calendar, Closure, Shift
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.ticket.card import digest_buttons, taker_name
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import cut
from storage.customers import banned_customers, questions_between, writers_between
from storage.models import Digest, Memo, Question, Ticket
from storage.tickets import closures, customer_of, opened_between, waiting

BREAK = timedelta(hours=3)  # after a shorter closed period there is a digest only if something came
LATE = timedelta(minutes=10)  # a digest this long after the opening says that it is late
TICKETS_A_POST = 8
TOP_QUESTIONS = 3
TOP_UNANSWERED = 5
LONGEST_CLOSED_PERIOD = timedelta(days=31)
WATCHING_SINCE = "watching_since"
EXCERPT = 120


@dataclass(frozen=True)
class Waiting:
    """A ticket in the digest."""

    ticket: Ticket
    customer_name: str
    excerpt: str
    taken_by: str | None
    waits: timedelta


@dataclass(frozen=True)
class Summary:
    """What came between two moments, and who waits now."""

    since: datetime
    customers: int
    answered: int  # customers helped without a person
    opened: int
    waiting: tuple[Waiting, ...]
    asked_most: tuple[tuple[str, int], ...]
    unanswered: tuple[str, ...]

    @property
    def is_calm(self) -> bool:
        return not (self.customers or self.waiting)


def due(uow: UnitOfWork) -> list[Callable[[UnitOfWork], None]]:
    """The job of showing the digest of the shift that runs, if it was not considered yet."""
    shift = _calendar(uow).current_shift(uow.now)
    if shift is None or _was_shown(uow, shift) or shift.start < _watching_since(uow):
        return []
    return [partial(show_digest_of, shift=shift)]


def start_watching(uow: UnitOfWork) -> None:
    """Openings before the desk first ran have no digest."""
    if uow.session.get(Memo, WATCHING_SINCE) is None:
        uow.session.add(Memo(key=WATCHING_SINCE, value=uow.now.isoformat()))


def show_digest_of(uow: UnitOfWork, shift: Shift) -> None:
    if _was_shown(uow, shift):
        return
    since = _end_of_shift_before(uow, shift)
    uow.session.add(Digest(opening_at=shift.start, since=since, shown_at=uow.now))
    summary = summarise(uow, since, uow.now)
    was_a_break = shift.start - since < BREAK
    if was_a_break and not summary.opened:
        return
    for post in posts(uow, summary, late=uow.now - shift.start > LATE):
        to_staff_room(uow, post, Notification.DIGEST)


def _was_shown(uow: UnitOfWork, shift: Shift) -> bool:
    return uow.session.exec(select(Digest).where(Digest.opening_at == shift.start)).first() is not None


def posts(uow: UnitOfWork, summary: Summary, late: bool = False) -> list[Post]:
    """One calm line, or the summary and then the tickets that wait, with their buttons."""
    first = summary.waiting[:TICKETS_A_POST]
    rich = uow.say(uow.staff_language, "digest.digest", summary=summary, tickets=first, late=late)
    post = Post(rich, [digest_buttons(uow, one.ticket) for one in first])
    return [post, *queue_posts(uow, summary.waiting[TICKETS_A_POST:])]


def queue_posts(uow: UnitOfWork, shown: Sequence[Waiting]) -> list[Post]:
    """The tickets with their buttons, some in each message."""
    pages = [shown[start : start + TICKETS_A_POST] for start in range(0, len(shown), TICKETS_A_POST)]
    return [
        Post(
            uow.say(uow.staff_language, "digest.queue", tickets=page),
            [digest_buttons(uow, one.ticket) for one in page],
        )
        for page in pages
    ]


def last_closing(uow: UnitOfWork) -> datetime:
    """When the closed period began that is shown by the last digest, or that lasts now."""
    reach = uow.now - LONGEST_CLOSED_PERIOD
    ends = [shift.end for shift in _calendar(uow).shifts(reach, uow.now) if shift.end < uow.now]
    return ends[-1] if ends else max(reach, _watching_since(uow))


def summarise(uow: UnitOfWork, since: datetime, until: datetime) -> Summary:
    opened = opened_between(uow.session, since, until)
    unwanted = banned_customers(uow.session) | {ticket.customer_id for ticket in opened if ticket.is_spam}
    opened = [ticket for ticket in opened if ticket.customer_id not in unwanted]
    questions = questions_between(uow.session, since, until)
    questions = [question for question in questions if question.customer_id not in unwanted]
    wrote = writers_between(uow.session, since, until) - unwanted
    answered = {question.customer_id for question in questions if question.entry_id}
    with_person = {ticket.customer_id for ticket in opened}
    with_person |= {question.customer_id for question in questions if question.ticket_id}
    return Summary(
        since=since,
        customers=len(wrote | answered | with_person),
        answered=len(answered - with_person),
        opened=len(opened),
        waiting=tuple(listed(uow, ticket) for ticket in waiting(uow.session)),
        asked_most=_asked_most(uow, questions),
        unanswered=_unanswered(questions),
    )


def listed(uow: UnitOfWork, ticket: Ticket) -> Waiting:
    return Waiting(
        ticket=ticket,
        customer_name=customer_of(uow.session, ticket).name,
        excerpt=cut(" ".join(ticket.subject.split()), EXCERPT),
        taken_by=taker_name(uow, ticket),
        waits=uow.now - (ticket.waiting_since or ticket.opened_at),
    )


def _asked_most(uow: UnitOfWork, questions: Sequence[Question]) -> tuple[tuple[str, int], ...]:
    """The entries asked for most often, with how many customers asked."""
    askers = {(question.entry_id, question.customer_id) for question in questions if question.entry_id}
    counted = Counter(entry_id for entry_id, _ in askers)
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:TOP_QUESTIONS]
    library = uow.context.knowledge.library
    found = ((library.find(entry_id, uow.staff_language), count) for entry_id, count in ranked)
    return tuple((one.entry.question, count) for one, count in found if one)


def _unanswered(questions: Sequence[Question]) -> tuple[str, ...]:
    """What the FAQ had no answer for, or a wrong one, newest first."""
    missed = [question for question in reversed(questions) if question.entry_id is None or question.helped is False]
    texts = [question.text for question in missed if question.text]
    return tuple(cut(" ".join(text.split()), EXCERPT) for text in dict.fromkeys(texts))[:TOP_UNANSWERED]


def _watching_since(uow: UnitOfWork) -> datetime:
    memo = uow.session.get(Memo, WATCHING_SINCE)
    return datetime.fromisoformat(memo.value) if memo else uow.now


def _end_of_shift_before(uow: UnitOfWork, shift: Shift) -> datetime:
    """When the closed period before `shift` began; further back when digests between were missed."""
    last_shown = uow.session.exec(select(Digest).order_by(col(Digest.opening_at).desc()).limit(1)).first()
    reach = last_shown.opening_at if last_shown else _watching_since(uow)
    reach = max(reach, shift.start - LONGEST_CLOSED_PERIOD)
    first = next(_calendar(uow).shifts(reach, shift.start), None)
    return first.end if first and first.start <= reach else reach


def _calendar(uow: UnitOfWork) -> Calendar:
    """The calendar with announced closures that are over, too: their end is an opening."""
    announced = closures(uow.session, uow.now - LONGEST_CLOSED_PERIOD)
    return uow.context.calendar.with_closures([Closure(one.starts_at, one.ends_at) for one in announced])
