"""What the texts are told with: for each macro the values of its typical occasions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.calendar import Shift
from bot.config import PrivacySettings
from bot.desk.digest import Summary, Waiting
from bot.desk.payloads import AnswerSource
from bot.desk.ticket.pointing import PointsAt
from bot.monitoring.issues import Detection, HealthIssue
from bot.wording import Rich, Wording
from faq.problems import Problem
from storage.file_identity import FileChange
from storage.models import Author, Closure, Customer, Json, Message, Priority, Question, State, Ticket

Values: TypeAlias = dict[str, object]

MOSCOW = ZoneInfo("Europe/Moscow")
COMPANY = {"name": "Северный дом", "phone": "+7 495 000-00-00", "address": "Тихий переулок, 1", "language": "ru"}
WORDING = Wording(COMPANY, MOSCOW)


def moscow(text: str) -> datetime:
    """ "2026-11-20 23:40" on the wall in Moscow."""
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


NOW = moscow("2026-11-20 23:40")  # a Friday
SOON, MONDAY = moscow("2026-11-20 23:55"), moscow("2026-11-23 09:30")
OPENING = moscow("2026-11-23 09:00")
PASSED = NOW - timedelta(hours=1)


def said(language: str, name: str, /, **values: object) -> Rich:
    """The text at NOW."""
    return WORDING.say(language, name, NOW, **values)


def ticket(promised_at: datetime | None = MONDAY, **changes: Any) -> Ticket:
    """Ticket 142, as it is after a minute, with `changes`."""
    usual: dict[str, Any] = {
        "id": 142,
        "customer_id": 7,
        "subject": "Где мой заказ?\nЖду с утра",
        "opened_at": NOW - timedelta(minutes=1),
        "waiting_since": NOW - timedelta(minutes=1),
    }
    return Ticket(**(usual | {"promised_at": promised_at} | changes))


def customer(**changes: Any) -> Customer:
    usual: dict[str, Any] = {"id": 7, "address": "7", "name": "Мария", "created_at": NOW}
    return Customer(**(usual | changes))


def waiting(**changes: Any) -> Waiting:
    """A ticket in a list, `changes` of the ticket."""
    taken_by = "Анна" if "taken_by" in changes else None
    return Waiting(ticket(**changes), "Мария", "Где мой заказ? Жду с утра", taken_by, timedelta(hours=9, minutes=20))


def summary(*shown: Waiting, customers: int = 5) -> Summary:
    asked = (("Сколько стоит доставка?", 3), ("Как вернуть товар?", 2)) if customers else ()
    unanswered = ("А вы красите мебель?",) if customers else ()
    return Summary(PASSED, customers, customers and 3, len(shown), shown, asked, unanswered)


def shifts(day: str, *times: str) -> Sequence[Shift]:
    """The shifts of a day from the times of opening and closing, in turn."""
    pairs = zip(times[::2], times[1::2], strict=True)
    return [Shift(moscow(f"{day} {start}"), moscow(f"{day} {end}")) for start, end in pairs]


def message(author: Author, text: str, kind: str = "text", points_at: Json | None = None) -> Message:
    said_by: dict[str, Any] = {"customer_id": 7, "author_name": "Мария", "at": NOW, "points_at": points_at}
    return Message(author=author, text=text, kind=kind, **said_by)


def _waiting_tickets() -> list[Values]:
    """The states that a promise can be in: today, another day, none yet, broken, no more needed."""
    tickets = [*(ticket(promise) for promise in (SOON, MONDAY, None, PASSED)), ticket(waiting_since=None)]
    return [{"ticket": one} for one in tickets]


def _hours() -> list[Values]:
    """Open; closed until Monday; closed by an announcement, with and without a reason and an end."""
    closure = Closure(starts_at=PASSED, reason="авария на складе.", announced_by="Анна")
    nameless = Closure(starts_at=PASSED, announced_by="Анна")
    return [
        {"is_open": True, "opening": SOON, "closure": None},
        {"is_open": False, "opening": OPENING, "closure": None},
        {"is_open": False, "opening": OPENING, "closure": closure},
        {"is_open": False, "opening": None, "closure": closure},
        {"is_open": False, "opening": None, "closure": nameless},
    ]


def _with_hours(of: Sequence[Values]) -> list[Values]:
    return [{**values, **hours} for values in of for hours in _hours()]


def _with_name(of: Sequence[Values]) -> list[Values]:
    return [{**values, "name": "Анна"} for values in of]


def _taken(of: Sequence[Values]) -> list[Values]:
    """Each with nobody and with somebody who took it."""
    return [{**values, "taken_by": None} for values in of] + [
        {**values, "ticket": ticket(taken_by=5), "taken_by": "Анна"} for values in of
    ]


_TICKET: list[Values] = [{"ticket": ticket(taken_by=None)}]
_NOTHING: list[Values] = [{}]
_CUSTOMERS: list[Values] = [{"customer": customer()}, {"customer": customer(name="", username="maria")}]
_WAITING = [
    waiting(priority=Priority.URGENT),
    waiting(priority=Priority.HIGH, promised_at=PASSED, taken_by=5),
    waiting(promised_at=None, subject=""),
    waiting(state=State.PENDING, waiting_since=None),
    waiting(state=State.OPEN, waiting_since=None, taken_by=5),
]
_CARD: Values = {
    "ticket": ticket(),
    "customer": customer(username="maria"),
    "taken_by": None,
    "said": [],
    "attachments": [],
    "suggested": [],
    "history": [],
    "waits": timedelta(minutes=1),
}
_TALK = [
    message(Author.CUSTOMER, "сколько стоит доставка"),
    message(Author.BOT, "Сколько стоит доставка?", "answer"),
    message(Author.BOT, "Здравствуйте", "small_talk"),
    message(Author.BOT, "Где мой заказ?; Как отменить заказ?", "suggest"),
    message(Author.CUSTOMER, "", "photo"),
    message(Author.CUSTOMER, "<b>Где</b> заказ?"),
]
_POINTERS = [
    PointsAt(is_forwarded=True, forwarded_from="Служба доставки"),
    PointsAt(is_forwarded=True),
    PointsAt(quote="Передал\nколлегам", chat=7, message=1),
    PointsAt(words="Едет", author="Анна", chat=7, message=1),
    PointsAt(quote="Шкаф Вега", author="Новости · Анна", kind="photo", is_outside=True, is_post=True),
    PointsAt(author="Новости", kind="story", is_outside=True),
    PointsAt(kind="unheard_of", is_forwarded=True, forwarded_from="Новости"),
    PointsAt(is_post=True, is_outside=True, kind="video"),
]
_POINTING: list[Values] = [{"at": at} for at in _POINTERS]
_POINTED = [message(Author.CUSTOMER, words, points_at=at.to_json()) for at in _POINTERS for words in ("почём?", "")]
_CARDS: list[Values] = [
    _CARD,
    {**_CARD, "said": _TALK},
    {**_CARD, "said": _TALK, "attachments": ["photo", "voice", "photo", "unheard_of"], "suggested": ["А?", "Б?"]},
    {**_CARD, "said": _TALK[:1], "suggested": ["А?"], "ticket": ticket(None, priority=Priority.URGENT)},
    {**_CARD, "attachments": ["photo"], "taken_by": "Анна", "ticket": ticket(state=State.OPEN, waiting_since=None)},
    {**_CARD, "ticket": ticket(is_spam=True, state=State.CLOSED, waiting_since=None)},
    {**_CARD, "customer": customer(unreachable_since=NOW)},
    {**_CARD, "said": _POINTED, "history": [*_POINTED, message(Author.STAFF, "Едет")]},
    {**_CARD, "said": _TALK[:1], "suggested": ["А?"], "history": [*_TALK, message(Author.STAFF, "Едет")]},
]
_MINE = [
    (ticket(), None),
    (ticket(PASSED, id=141, state=State.OPEN), "Анна"),
    (ticket(None, id=140, subject=""), None),
    (ticket(id=139, state=State.PENDING, waiting_since=None), "Анна"),
    (ticket(id=138, state=State.SOLVED, waiting_since=None), "Анна"),
    (ticket(id=137, state=State.CLOSED, waiting_since=None), None),
]
_PROBLEM = Problem("delivery.md", 12, "Здесь нет ответа.", "Напишите его под вопросом.")
_QUESTION = Question(
    customer_id=7, text="Где мой заказ?", language="ru", asked_at=NOW, in_hours=False, decision="suggest"
)
_SOURCE = AnswerSource("delivery", "ru", "delivery.md", 12, "Сколько стоит доставка?")
_ATTACHED: list[Json] = [
    {"kind": "voice", "file_id": "1", "seconds": 14},
    {"kind": "photo", "file_id": "2"},
    {"kind": "video", "file_id": "3", "seconds": 605},
    {"kind": "photo", "file_id": "4"},
    {"kind": "document", "file_id": "5", "file_name": "чек.pdf"},
    {"kind": "contact", "phone_number": "+7 900 000-00-00", "first_name": "Олег"},
    {"kind": "unheard_of"},
]
_FILES = [message(Author.CUSTOMER, "Вот чек", "photo"), message(Author.STAFF, "", "unheard_of")]


def _library(*unsendable: Problem) -> SimpleNamespace:
    return SimpleNamespace(default_language="ru", entries=lambda _language: [None] * 42, unsendable=unsendable)


_REPLY, _QUIZ = message(Author.STAFF, "Приедем в 10"), message(Author.STAFF, "Когда вам удобно?\nУтром", "poll")
_ABOUT_MESSAGE: list[Values] = [{**_TICKET[0], "message": one} for one in (_REPLY, _QUIZ)]
_UNCOPYABLE = [_QUIZ, message(Author.CUSTOMER, "", "story"), message(Author.CUSTOMER, "Приз", "unheard_of")]

_PRIVACY: list[Values] = [
    {"policy": PrivacySettings(contact=contact, policy_url=url, keep_texts_days=texts, keep_tickets_days=tickets)}
    for contact, url in (("", None), ("privacy@example.com", "https://example.com/privacy"))
    for texts, tickets in ((0, 0), (365, 1095), (0, 21), (30, 0))
]

_CUSTOMER_TEXTS: dict[str, Sequence[Values]] = {
    "start": [{**who, **hours} for who in _CUSTOMERS for hours in _hours()],
    "help": _CUSTOMERS,
    "privacy": _PRIVACY,
    "forget_me": [{"ticket": ticket()}, {"ticket": None}],
    "forgotten": _PRIVACY,
    "menu": _NOTHING,
    "category": [{"name": "Доставка"}],
    "which_language": _NOTHING,
    "language_name": _NOTHING,
    "suggest": [{"one": True}, {"one": False}],
    "only_in_another_language": _NOTHING,
    "no_words": [{"kind": kind} for kind in ("sticker", "animation", "dice", "text")],
    "welcome": _CUSTOMERS,
    "wordless_subject": [{"attachments": _ATTACHED}, {"attachments": _ATTACHED[:1]}, {"attachments": []}],
    "accepted": [
        {**values, "not_chosen": it} for values in _with_hours(_waiting_tickets()[:3]) for it in (False, True)
    ],
    "joined": _TICKET,
    "not_it": [{"count": count} for count in (0, 1, 3)],
    "already_answered": _NOTHING,
    "added": _with_hours(_waiting_tickets()[:3]),
    "already_open": _waiting_tickets(),
    "unread": [*({**_CUSTOMERS[0], **values} for values in _waiting_tickets()), {**_CUSTOMERS[0], "ticket": None}],
    "too_much": _waiting_tickets(),
    "taken": _with_name(_waiting_tickets()),
    "colleague_says": _with_name(_TICKET),
    "colleague_corrects": _with_name(_TICKET),
    "colleague_sent_uncopyable": [{**_TICKET[0], "message": one} for one in _UNCOPYABLE],
    "pending": _with_name(_TICKET),
    "solved": [{**_TICKET[0], "by_customer": True}, {**_TICKET[0], "by_customer": False}],
    "reopened": _with_hours(_waiting_tickets()[:3]),
    "late": [{**values, "old_promise": old} for values in _waiting_tickets()[:3] for old in (SOON, PASSED, MONDAY)],
    "file_left_out": [{"is_photo": True}, {"is_photo": False}],
    "send_file_again": [{**_TICKET[0], "message": one} for one in _FILES],
    "time_promised": _waiting_tickets()[:2],
    "my": [{"tickets": _MINE}, {"tickets": _MINE[:1]}, {"tickets": []}],
}
_STAFF_TEXTS: dict[str, Sequence[Values]] = {
    "topic_name": [
        {"ticket": one, "customer": customer()}
        for one in (ticket(), ticket(subject=""), ticket(is_spam=True), ticket(priority=Priority.URGENT))
    ],
    "card": _CARDS,
    "customer_says": [{**_CUSTOMERS[0], **_TICKET[0]}],
    "customer_edited": [
        {**_CUSTOMERS[0], "ticket": ticket(state=state)} for state in (State.NEW, State.SOLVED, State.CLOSED)
    ],
    "customer_sent_uncopyable": [
        {**who, **_TICKET[0], "message": one} for who in _CUSTOMERS[:1] for one in _UNCOPYABLE
    ],
    "reply_sent_in_words": _ABOUT_MESSAGE,
    "about_message": _ABOUT_MESSAGE,
    "note_stays_internal": _NOTHING,
    "kept_inside": _NOTHING,
    "reply_stays_sent": _NOTHING,
    "topic_closed": _TICKET,
    "topic_reopened": [{"ticket": ticket(state=state)} for state in (State.SOLVED, State.CLOSED)],
    "no_ticket_here": _NOTHING,
    "foreign_channel": _NOTHING,
    "customer_calls": [
        {**_CUSTOMERS[0], **_TICKET[0], "question": asked, "answer": answer}
        for asked, answer in ((_QUESTION, "Сколько стоит доставка?"), (_QUESTION, ""), (None, ""))
    ],
    "bot_answered": [{"titles": ["Сколько стоит доставка?"]}, {"titles": ["Как вернуть товар?", "Когда вы открыты?"]}],
    "closed_by_customer": [{**_CUSTOMERS[0], **_TICKET[0]}],
    "reopened_by_customer": [{**_CUSTOMERS[0], **values} for values in _waiting_tickets()[:3]],
    "customer_is_forgotten": [{**_TICKET[0], "at_own_wish": at_own_wish} for at_own_wish in (True, False)],
    "not_delivered": [
        {**_TICKET[0], "role": role, "blocked": blocked, "reason": "Bad Request: chat not found.", "message": about}
        for role, about in (("reply", _REPLY), ("reply", _QUIZ), ("accepted", None), ("late", None), ("greeting", None))
        for blocked in (True, False)
    ],
    "given_up": [
        {
            **{"ticket": about, "customer": whose, "for_customer": for_customer, "role": role, "count": count},
            **{"reason": "Internal Server Error (500).", "row_id": 17},
        }
        for about, whose in ((ticket(), customer()), (None, customer()), (None, None))
        for for_customer, role in ((True, "answer"), (False, "card"), (False, "greeting"))
        for count in (1, 3)
    ],
    "reminder": _taken(_TICKET),
    "promise_missed": [
        {**values, "old_promise": old} for values in _taken(_waiting_tickets()[:3]) for old in (SOON, PASSED, MONDAY)
    ],
    "database_lost": [{"change": change.name.lower()} for change in FileChange],
    "database_fails": [{"since": PASSED, "kind": kind} for kind in ("full", "locked", "readonly", "other")],
    "database_works": [{"since": PASSED, "too_long": too_long} for too_long in (True, False)],
    "backup_failed": [{"why": "backups: a backup needs 120 MB and 60 MB are free; free some space"}],
    "backup_works": _NOTHING,
    "unread": [{"update_id": 77}],
    "faq_broken": [{"problems": [_PROBLEM]}, {"problems": [Problem("faq", 0, "Пусто.", "")] + [_PROBLEM] * 12}],
    "faq_changed": [
        {"knowledge": SimpleNamespace(library=_library(*problems))} for problems in ((), (_PROBLEM,), (_PROBLEM,) * 12)
    ],
    "answer_refused": [
        {"source": _SOURCE, "problem": problem, "is_lost": is_lost}
        for problem in (_PROBLEM, Problem("a.md", 0, "Пусто.", "Напишите."))
        for is_lost in (True, False)
    ],
    "file_not_delivered": [{**_TICKET[0], "message": one, "reason": "Bad Request: PHOTO_INVALID."} for one in _FILES],
    "file_not_passed": [
        {"customer": one, "message": file, "reason": "Wrong file"}
        for one in (customer(), customer(name=""))
        for file in _FILES
    ],
    "held": [{**_CUSTOMERS[0], **_TICKET[0], "count": count} for count in (1, 2, 5)],
    "new_tickets": [{"count": count} for count in (20, 21, 500)],
    "more_posts": [{"count": count} for count in (1, 2, 5)],
    "queue_empty": _NOTHING,
    "which_ticket": _NOTHING,
    "unknown_command": _NOTHING,
    "cant_pass_on": [{"is_edit": is_edit} for is_edit in (True, False)],
    "unread_here": [{"update_id": 77, "is_edit": is_edit} for is_edit in (True, False)],
    "banned": _CUSTOMERS[:1],
    "unbanned": _CUSTOMERS[:1],
    "away_announced": [{"until": until, "reason": why} for until in (SOON, MONDAY, None) for why in ("учения", "")],
    "away_lifted": _NOTHING,
    "not_away": _NOTHING,
    "away_help": _NOTHING,
    "help": _NOTHING,
}
_POINTER_TEXTS: dict[str, Sequence[Values]] = {
    "pointing": _POINTING,
    "in_line": [{**values, "words": words} for values in _POINTING for words in ("почём?", "")],
    "unsupported": [
        {"kind": kind, "has_words": has_words} for kind in ("gift", "unheard_of") for has_words in (True, False)
    ],
}
_DIGEST_TEXTS: dict[str, Sequence[Values]] = {
    "digest": [
        {"summary": what, "tickets": what.waiting, "late": late}
        for what in (summary(*_WAITING), summary(*_WAITING[:1], customers=0), summary(), summary(customers=0))
        for late in (True, False)
    ],
    "queue": [{"tickets": _WAITING}],
}
_SIGNS = [
    Detection(issue, since, count, "7, KeyError")
    for issue in HealthIssue
    for since, count in ((PASSED, 1), (NOW - timedelta(days=1), 5))
]
_LONG_AGO = NOW - timedelta(hours=30)
_HEALTH_TEXTS: dict[str, Sequence[Values]] = {
    "unwell": [{"detections": _SIGNS[:1]}, {"detections": _SIGNS}],
    "well_again": [{"detections": _SIGNS[:1], "is_well": False}, {"detections": _SIGNS, "is_well": True}],
    "was_away": [{"since": _LONG_AGO, "until": PASSED, "lost_until": lost} for lost in (NOW - timedelta(days=1), None)],
}
_HOURS_TEXTS: dict[str, Sequence[Values]] = {
    "day": [{"shifts": shifts("2026-11-23", "09:00", "13:00")}, {"shifts": []}],
    "week_text": [
        {"week": [*[shifts(f"2026-11-{day}", "09:00", "18:00") for day in range(16, 21)], [], []]},
        {"week": [[]] * 7},
    ],
    "next_opening": [{"at": OPENING}, {"at": None}],
}
_TOASTS = [{"taken_by": None}]
_PLAIN: dict[str, Sequence[Values]] = {
    "buttons.priority_label": [{"priority": priority} for priority in Priority],
    "toasts.taken_by_other": [{"taken_by": "Анна"}],
}

CASES: Mapping[str, Sequence[Values]] = {
    **{f"customer.{name}": cases for name, cases in _CUSTOMER_TEXTS.items()},
    **{f"staff.{name}": cases for name, cases in _STAFF_TEXTS.items()},
    **{f"pointers.{name}": cases for name, cases in _POINTER_TEXTS.items()},
    **{f"digest.{name}": cases for name, cases in _DIGEST_TEXTS.items()},
    **{f"health.{name}": cases for name, cases in _HEALTH_TEXTS.items()},
    **{f"hours.{name}": cases for name, cases in _HOURS_TEXTS.items()},
    **_PLAIN,
}
"""For the names that are not here, a ticket is enough."""


def cases(name: str) -> Sequence[Values]:
    return CASES.get(name, _TICKET)
