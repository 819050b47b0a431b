"""The digest: at each opening the staff see what came during the closed period."""

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

BREAK = timedelta(hours=3)  # after a shorter closed period a digest is sent only if tickets were opened
LATE = timedelta(minutes=10)  # a digest sent later than this after the opening says that it is late
TICKETS_A_POST = 8
TOP_QUESTIONS = 3
TOP_UNANSWERED = 5
LONGEST_CLOSED_PERIOD = timedelta(days=31)
FIRST_RUN_AT = "watching_since"
EXCERPT = 120  # characters


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
    """What came between two moments (aware), and who waits now."""

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
    """The job that sends the digest of the current shift, unless that was done or skipped already."""
    shift = _calendar(uow).current_shift(uow.now)
    if shift is None or _was_shown(uow, shift) or shift.start < _first_run_at(uow):
        return []
    return [partial(show_digest_of, shift=shift)]


def note_first_run(uow: UnitOfWork) -> None:
    """Record when the desk first ran: openings before that get no digest."""
    if uow.session.get(Memo, FIRST_RUN_AT) is None:
        uow.session.add(Memo(key=FIRST_RUN_AT, value=uow.now.isoformat()))


def show_digest_of(uow: UnitOfWork, shift: Shift) -> None:
    """Send the digest of the shift to the staff, at most once; after a short break without tickets only record it."""
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


def show_again(uow: UnitOfWork) -> None:
    """Send the last digest anew, as things are now, since its rows were recalled."""
    last = uow.session.exec(select(Digest).order_by(col(Digest.opening_at).desc()).limit(1)).first()
    if last is not None:
        for post in posts(uow, summarise(uow, last.since, uow.now), late=uow.now - last.opening_at > LATE):
            to_staff_room(uow, post, Notification.DIGEST)


def _was_shown(uow: UnitOfWork, shift: Shift) -> bool:
    return uow.session.exec(select(Digest).where(Digest.opening_at == shift.start)).first() is not None


def posts(uow: UnitOfWork, summary: Summary, late: bool = False) -> list[Post]:
    """The messages of the digest: a summary, and the waiting tickets with their buttons; one line if nothing came."""
    first = summary.waiting[:TICKETS_A_POST]
    rich = uow.say(uow.staff_language, "digest.digest", summary=summary, tickets=first, late=late)
    post = Post(rich, [digest_buttons(uow, one.ticket) for one in first])
    return [post, *queue_posts(uow, summary.waiting[TICKETS_A_POST:])]


def queue_posts(uow: UnitOfWork, shown: Sequence[Waiting]) -> list[Post]:
    """Messages that list the tickets with their buttons, `TICKETS_A_POST` in each."""
    pages = [shown[start : start + TICKETS_A_POST] for start in range(0, len(shown), TICKETS_A_POST)]
    return [
        Post(
            uow.say(uow.staff_language, "digest.queue", tickets=page),
            [digest_buttons(uow, one.ticket) for one in page],
        )
        for page in pages
    ]


def last_closing(uow: UnitOfWork) -> datetime:
    """When the current closed period began, or else the last one (aware)."""
    reach = uow.now - LONGEST_CLOSED_PERIOD
    ends = [shift.end for shift in _calendar(uow).shifts(reach, uow.now) if shift.end < uow.now]
    return ends[-1] if ends else max(reach, _first_run_at(uow))


def summarise(uow: UnitOfWork, since: datetime, until: datetime) -> Summary:
    """Count what came in [since, until), aware, without banned customers and spam."""
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
        unanswered=_unanswered(uow, questions),
    )


def excerpt_of(text: str) -> str:
    """A customer's words as one short line."""
    return cut(" ".join(text.split()), EXCERPT)


def listed(uow: UnitOfWork, ticket: Ticket) -> Waiting:
    return Waiting(
        ticket=ticket,
        customer_name=customer_of(uow.session, ticket).name,
        excerpt=excerpt_of(ticket.subject),
        taken_by=taker_name(uow, ticket),
        waits=uow.now - (ticket.waiting_since or ticket.opened_at),
    )


def _asked_most(uow: UnitOfWork, questions: Sequence[Question]) -> tuple[tuple[str, int], ...]:
    """The questions of the entries asked for most often, each with the number of customers who asked."""
    askers = {(question.entry_id, question.customer_id) for question in questions if question.entry_id}
    counted = Counter(entry_id for entry_id, _ in askers)
    ranked = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:TOP_QUESTIONS]
    library = uow.context.knowledge.library
    found = ((library.find(entry_id, uow.staff_language), count) for entry_id, count in ranked)
    return tuple((one.entry.question, count) for one, count in found if one)


def _unanswered(uow: UnitOfWork, questions: Sequence[Question]) -> tuple[str, ...]:
    """Questions without an answer or with an unhelpful one, newest first; those of the same words once."""
    missed = [question for question in questions if question.entry_id is None or question.helped is False]
    newest: dict[str, Question] = {}
    for question in reversed(missed):
        newest.setdefault(question.text, question)
    shown = [question for text, question in newest.items() if text][:TOP_UNANSWERED]
    return tuple(excerpt_of(_asked(uow, question)) for question in shown)


def _asked(uow: UnitOfWork, question: Question) -> str:
    """The question's words; as they stand in its ticket, where they say what they are about."""
    ticket = uow.session.get(Ticket, question.ticket_id) if question.ticket_id else None
    return ticket.subject if ticket and question.text in ticket.subject else question.text


def _first_run_at(uow: UnitOfWork) -> datetime:
    memo = uow.session.get(Memo, FIRST_RUN_AT)
    return datetime.fromisoformat(memo.value) if memo else uow.now


def _end_of_shift_before(uow: UnitOfWork, shift: Shift) -> datetime:
    """When the closed period before `shift` began; earlier if the digests of shifts in between were missed."""
    last_shown = uow.session.exec(select(Digest).order_by(col(Digest.opening_at).desc()).limit(1)).first()
    reach = last_shown.opening_at if last_shown else _first_run_at(uow)
    reach = max(reach, shift.start - LONGEST_CLOSED_PERIOD)
    first = next(_calendar(uow).shifts(reach, shift.start), None)
    return first.end if first and first.start <= reach else reach


def _calendar(uow: UnitOfWork) -> Calendar:
    """The calendar including announced closures that have ended: their end is an opening."""
    announced = closures(uow.session, uow.now - LONGEST_CLOSED_PERIOD)
    return uow.context.calendar.with_closures([Closure(one.starts_at, one.ends_at) for one in announced])
