"""What the texts are told with: for each macro the values of its typical occasions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.calendar import Shift
from bot.config import PrivacySettings
from bot.desk.digest import Summary, Waiting
from bot.desk.digest.gaps import Gaps
from bot.desk.digest.lines import Line, sections
from bot.desk.digest.totals import Totals
from bot.desk.learning.quality import Figures, Judged, Quality
from bot.desk.on_call.emergency_numbers import emergency_numbers
from bot.desk.payloads import AnswerSource
from bot.desk.pilot.figures import Given, PilotFigures, Suggested, Verdict
from bot.desk.pilot.share import STEPS, Pilot
from bot.desk.pilot.withholding import Suggestion, Withheld
from bot.desk.start_links import StartLink
from bot.desk.ticket.card import Earlier
from bot.desk.ticket.pointing import PointsAt
from bot.desk.ticket.signs import Signs
from bot.monitoring.issues import Detection, HealthIssue
from bot.wording import Rich, Wording
from faq import Bands, Entry
from faq.advice import Advice, DislikedEntry, EntryAdvice, PhrasingAdvice, UnknownWord
from faq.problems import Problem
from storage.file_identity import FileChange
from storage.learning_models import MovedLines
from storage.models import (
    Alarm,
    Author,
    Closure,
    Customer,
    Json,
    Message,
    OnCallTurn,
    Priority,
    Publication,
    Question,
    StaffMember,
    State,
    Ticket,
)

Values: TypeAlias = dict[str, object]

MOSCOW = ZoneInfo("Europe/Moscow")
COMPANY = {
    "name": "Северный дом",
    "phone": "+7 495 000-00-00",
    "address": "Тихий переулок, 1",
    "language": "ru",
    "emergency_phone": "+7 495 000-00-01",
}
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
    return Waiting(ticket(**changes), "Мария", "Где мой заказ? Жду с утра", taken_by, "https://t.me/c/2000000001/7")


def summary(*shown: Waiting, customers: int = 5) -> Summary:
    """So many customers wrote, whose questions the bot answered."""
    gaps = Gaps((("Сколько стоит доставка?", 3),), (("Как вернуть товар?", 1),), (("А вы красите мебель?", 2),))
    return Summary(
        PASSED, Totals(answered=customers), len(shown), len(shown), sections(shown), gaps if customers else Gaps()
    )


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


_URGENT_TICKET: Sequence[Values] = [{"ticket": ticket(priority=Priority.URGENT)}]


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


_NEVER_CLOSED: Values = {"is_open": True, "opening": None, "closure": None}


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
OTHER_LANGUAGES = ("kk", "uk", "uz", "az", "tr", "de")
_CARD: Values = {
    "ticket": ticket(),
    "customer": customer(username="maria"),
    "taken_by": None,
    "said": [],
    "attachments": [],
    "earlier": None,
    "history": [],
    "raised": None,
    "signs": Signs(),
    "suggestions": [],
    "deciphered": defaultdict(str),
    "waits": timedelta(minutes=1),
}
_KINDS = ("gas", "fire", "injury", "shock", "smoke", "sparks", "water", "money", "other")
_NUMBERS = (emergency_numbers("RU", ""), emergency_numbers(None, "America/New_York"))


def alarm(kind: str = "water", **changes: Any) -> Alarm:
    return Alarm(ticket_id=142, kind=kind, raised_at=PASSED, **changes)


_SUGGESTIONS = [
    Suggestion(kind, ("Сколько стоит доставка?", "Как вернуть товар?")[: 1 + (kind in ("answers", "choice"))], 0.973)
    for kind in Withheld
]
_ACCEPTED_ALARM = alarm(accepted_by=5, accepted_name="Анна", accepted_at=NOW)
_CALLED: Sequence[Sequence[str]] = ((), ("Анна",), ("Анна", "Борис"), ("Анна", "Борис", "Олег"))
_ALARMS: list[Values] = [
    {"customer": customer(), "ticket": ticket(), "raised": alarm(kind), "words": words, "called": called}
    for kind in _KINDS
    for words in ("трубу прорвало", "")
    for called in _CALLED
]
_TURNS: list[Values] = [
    {"turns": turns, "until": MONDAY, "by_hand": by_hand, "is_all": is_all}
    for turns in ([], [("Анна", True)], [("Анна", False), ("Борис", True)])
    for by_hand in (None, OnCallTurn(person=5, name="Анна", starts_at=NOW, ends_at=MONDAY, set_by="Борис"))
    for is_all in (True, False)
]
_LINKS = [
    StartLink("order", "4411", is_confirmed=True),
    StartLink("order", "4411", is_confirmed=False),
    StartLink("warranty", "<b>AB</b> & 12", is_confirmed=True),
    StartLink("", "vk_ads_2", is_confirmed=False),
]
_LINKED: list[Values] = [{"ticket": ticket(start_link=asdict(link)), "customer": customer()} for link in _LINKS]
_TALK = [
    message(Author.CUSTOMER, "сколько стоит доставка"),
    message(Author.BOT, "Сколько стоит доставка?", "answer"),
    message(Author.BOT, "Здравствуйте", "small_talk"),
    message(Author.BOT, "Где мой заказ?; Как отменить заказ?", "suggest"),
    message(Author.BOT, "Где мой заказ?", "preview"),
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
    {**_CARD, "said": _TALK[:1], "deciphered": defaultdict(lambda: "привет, где заказ")},
    {
        **_CARD,
        "said": _TALK,
        "attachments": [
            ("photo", ""),
            ("voice", "0:14"),
            ("photo", ""),
            ("contact", "+7 916 000-00-00"),
            ("unheard_of", ""),
        ],
    },
    {**_CARD, "said": _TALK[:1], "ticket": ticket(None, priority=Priority.URGENT)},
    {
        **_CARD,
        "attachments": [("photo", "")],
        "taken_by": "Анна",
        "ticket": ticket(state=State.OPEN, waiting_since=None),
    },
    {**_CARD, "ticket": ticket(is_spam=True, state=State.CLOSED, waiting_since=None)},
    {**_CARD, "customer": customer(unreachable_since=NOW)},
    *({**_CARD, "raised": one} for one in (alarm(), _ACCEPTED_ALARM)),
    {**_CARD, "signs": Signs(("threat", "callback"), ("+7 912 345-67-89",), ("kk",))},
    {**_CARD, "signs": Signs(("complaint", "insult"))},
    *({**_CARD, "signs": Signs(languages=(code,))} for code in OTHER_LANGUAGES),
    {**_CARD, "customer": customer(banned_at=NOW)},
    *({**_CARD, "suggestions": [one]} for one in _SUGGESTIONS),
    {**_CARD, "suggestions": _SUGGESTIONS[:2]},
    {**_CARD, "suggestions": _SUGGESTIONS[:1], "ticket": ticket(waiting_since=None)},
    *({**_CARD, "earlier": Earlier(3, ticket(id=100, subject=subject))} for subject in ("Возврат", "")),
    {**_CARD, "ticket": ticket(snoozed_until=MONDAY)},
    *({**_CARD, **linked, "said": _TALK[:1]} for linked in _LINKED),
    {**_CARD, "said": _POINTED, "history": [*_POINTED, message(Author.STAFF, "Едет")]},
    {**_CARD, "said": _TALK[:1], "history": [*_TALK, message(Author.STAFF, "Едет")]},
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

_DAYS = [
    {"at": moscow("2026-11-29 12:00"), "shifts": shifts("2026-11-29", "09:00", "18:00"), "holiday": None},
    {"at": moscow("2027-01-07 12:00"), "shifts": [], "holiday": "Рождество Христово"},
]
_TIMES = SimpleNamespace(today="09:00–18:00", tomorrow="выходной", week="пн–пт 09:00–18:00; сб, вс выходной")

_CUSTOMER_TEXTS: dict[str, Sequence[Values]] = {
    "start": [{**who, **hours} for who in _CUSTOMERS for hours in _hours()],
    "start_by_link": [{**_CUSTOMERS[0], **_hours()[1], "link": link} for link in _LINKS[:3]],
    "start_without_entry": [{**_CUSTOMERS[0], **_hours()[1]}],
    "link_added": [{**_TICKET[0], "link": link} for link in _LINKS[:3]],
    "help": _CUSTOMERS,
    "privacy": [{**one, "learns": learns} for one in _PRIVACY for learns in (True, False)],
    "forget_me": [{"ticket": ticket()}, {"ticket": None}],
    "forgotten": _PRIVACY,
    "unknown_command": [
        {"nearest": nearest, "is_for_group": is_for} for nearest in ("menu", None) for is_for in (True, False)
    ],
    "menu": _NOTHING,
    "category": [{"name": "Доставка"}],
    "which_language": _NOTHING,
    "language_name": _NOTHING,
    "suggest": [{"one": True}, {"one": False}],
    "preview": [{"title": "Сколько стоит <доставка>?"}],
    "preview_attached": [
        {"photos": 1, "files": []},
        {"photos": 2, "files": ["price.pdf", "план.pdf"]},
        {"photos": 0, "files": ["price.pdf"]},
    ],
    "only_in_another_language": _NOTHING,
    "no_words": [{"kind": kind} for kind in ("sticker", "animation", "dice", "text")],
    "welcome": _CUSTOMERS,
    "hello": _CUSTOMERS,
    "hours": [
        {"times": _TIMES, "asked": days, **hours} for days in ([], _DAYS) for hours in (*_hours(), _NEVER_CLOSED)
    ],
    "preface": [
        {"about": about, "phones": phones, "has_tried": has_tried}
        for about, has_tried in (
            *((one, False) for one in ("complaint", "threat", "insult", "callback", "job", "supplier")),
            ("insult", True),
        )
        for phones in ((), ("+7 912 345-67-89",))
    ],
    "wordless_subject": [{"attachments": _ATTACHED}, {"attachments": _ATTACHED[:1]}, {"attachments": []}],
    "accepted": [
        {**values, "not_chosen": it} for values in _with_hours(_waiting_tickets()[:3]) for it in (False, True)
    ],
    "joined": _TICKET,
    "not_it": [{"count": count} for count in (0, 1, 3)],
    "already_answered": _NOTHING,
    "added": _with_hours(_waiting_tickets()[:3]),
    "already_open": _waiting_tickets(),
    "status": [
        {**values, "is_greeting": is_greeting, "name": name}
        for values in _waiting_tickets()[:3]
        for is_greeting in (True, False)
        for name in (None, "Анна")
    ],
    "unread": [*({**_CUSTOMERS[0], **values} for values in _waiting_tickets()), {**_CUSTOMERS[0], "ticket": None}],
    "too_much": _waiting_tickets(),
    "taken": _with_name(_waiting_tickets()),
    "colleague_says": _with_name(_TICKET),
    "colleague_corrects": _with_name(_TICKET),
    "colleague_sent_uncopyable": [{**_TICKET[0], "message": one} for one in _UNCOPYABLE],
    "pending": [*_with_name(_TICKET), *({**values, "name": None} for values in _TICKET)],
    "solved": [{**_TICKET[0], "by_customer": True}, {**_TICKET[0], "by_customer": False}],
    "reopened": _with_hours(_waiting_tickets()[:3]),
    "late": [
        {**values, "old_promise": old, "closure": hours["closure"]}
        for values in [*_waiting_tickets()[:3], *_URGENT_TICKET]
        for old in (SOON, PASSED, MONDAY)
        for hours in _hours()[1:3]
    ],
    "file_left_out": [{"is_photo": True}, {"is_photo": False}],
    "send_file_again": [{**_TICKET[0], "message": one} for one in _FILES],
    "emergency": [
        {"ticket": ticket(), "customer": customer(), "kind": kind, "called": called, "numbers": numbers, **hours}
        for kind in _KINDS
        for called in _CALLED
        for numbers in _NUMBERS
        for hours in _hours()[:4]
    ],
    "what_to_do": [{**_TICKET[0], "kind": kind, "numbers": numbers} for kind in _KINDS for numbers in _NUMBERS],
    "if_about": [{"title": "Пахнет газом, что делать?"}],
    "still_calling": [
        {"ticket": ticket(), "numbers": _NUMBERS[0], "is_calling": is_calling} for is_calling in (True, False)
    ],
    "alarm_accepted": [{"ticket": ticket(), "name": "Анна"}],
    "time_promised": _waiting_tickets()[:2],
    "my": [{"tickets": _MINE}, {"tickets": _MINE[:1]}, {"tickets": []}],
}
_STAFF_TEXTS: dict[str, Sequence[Values]] = {
    "topic_name": [
        {"ticket": ticket(**changes), "customer": customer()}
        for changes in (
            {},
            {"subject": ""},
            {"is_spam": True},
            {"snoozed_until": MONDAY},
            {"priority": Priority.URGENT},
            {"subject": "а в область?", "after_answer": "Сколько стоит доставка?"},
        )
    ],
    "card": _CARDS,
    "alarm": _ALARMS,
    "alarm_unanswered": [{**values, "waits": timedelta(minutes=10)} for values in _ALARMS],
    "alarm_taken": [{"customer": customer(), "ticket": ticket(), "raised": _ACCEPTED_ALARM}],
    "call": _ALARMS,
    "call_lost": [{"ticket": ticket(), "name": "Анна"}],
    "call_ended": [{"ticket": ticket(), "name": "Анна"}],
    "on_call": _TURNS,
    "on_call_ended": [{"was_set": was_set} for was_set in (True, False)],
    "on_call_whom": [
        {"name": "Ан", "matching": matching, "known": known}
        for matching in ((), ("Анна", "Антон"))
        for known in ((), ("Анна", "Борис"))
    ],
    "on_call_until_when": [{"text": "до рассвета"}],
    "on_call_help": _NOTHING,
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
    "link_opened": _LINKED,
    "customer_calls": [
        {**_CUSTOMERS[0], **_TICKET[0], "question": asked, "answer": answer}
        for asked, answer in ((_QUESTION, "Сколько стоит доставка?"), (_QUESTION, ""), (None, ""))
    ],
    "bot_answered": [{"titles": ["Сколько стоит доставка?"]}, {"titles": ["Как вернуть товар?", "Когда вы открыты?"]}],
    "bot_suggests": [{"titles": ["Сколько стоит доставка?"]}, {"titles": ["Как вернуть товар?", "Когда вы открыты?"]}],
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
    "more_careful": [{"titles": ["Where is my order?"]}, {"titles": ["Сколько стоит доставка?", "Где мой заказ?"]}],
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
_COLLEAGUE = StaffMember(telegram_id=6, name="Борис", checked_at=NOW)
_SNOOZED = ticket(snoozed_until=MONDAY)
_ACTION_TEXTS: dict[str, Sequence[Values]] = {
    "done": [{**_TICKET[0], "said": "Заявка ваша"}],
    "cant_be_done": [{"ticket": ticket(state=state)} for state in State],
    "which_ticket": [{"command": "take"}],
    "no_such_ticket": [{"number": 99}],
    "give_to_whom": [
        {**_TICKET[0], "name": name, "are_namesakes": are_namesakes, "is_anybody": is_anybody}
        for name, are_namesakes, is_anybody in (("", False, True), ("Вася", False, True), ("Анна", True, True))
    ]
    + [{**_TICKET[0], "name": "", "are_namesakes": False, "is_anybody": False}],
    "snooze_until_when": [{**_TICKET[0], "text": text} for text in ("", "до обеда")],
    "given": [{**_TICKET[0], "by": "Анна", "to": _COLLEAGUE}],
    "unknown_command": [
        {"nearest": nearest, "is_about_ticket": is_about} for nearest in ("solve", None) for is_about in (True, False)
    ],
    "off": [
        {"name": "Анна", "until": until, "released": released}
        for until in (SOON, MONDAY)
        for released in ([], [ticket(), ticket(id=7)])
    ],
    "off_help": [{"text": text} for text in ("", "до обеда")],
    "on": [{"name": "Анна"}],
    "not_off": _NOTHING,
    "mine": [{"tickets": [(ticket(), "Мария"), (_SNOOZED, ""), (ticket(None, subject=""), "Мария")]}, {"tickets": []}],
    "found": [
        {"words": "чайник", "tickets": tickets, "others": others, "has_more": has_more}
        for tickets in ([], [(ticket(), "Мария", None), (ticket(is_spam=True, subject=""), "", "Анна")])
        for others in ([], [("Олег", None), ("", message(Author.CUSTOMER, "Где чайник?"))])
        for has_more in (True, False)
    ],
    "find_what": _NOTHING,
    "faq_preview": [{"title": "Сколько стоит доставка?"}],
    "when_to_send": [{**_CUSTOMERS[0], **_TICKET[0]}],
    "reply_goes_later": [{**_TICKET[0], "opening": OPENING}],
    "woken": [{"ticket": ticket()}, {"ticket": ticket(subject="")}],
    "snoozed_list": [{"tickets": [_SNOOZED, ticket(snoozed_until=SOON, subject="", id=7)]}],
}
_POINTER_TEXTS: dict[str, Sequence[Values]] = {
    "pointing": _POINTING,
    "in_line": [{**values, "words": words} for values in _POINTING for words in ("почём?", "")],
    "follow_up": [{"words": "а в область?", "after_answer": title} for title in ("Сколько стоит доставка?", None)],
    "unsupported": [
        {"kind": kind, "has_words": has_words} for kind in ("gift", "unheard_of") for has_words in (True, False)
    ],
}
_ALIKE = Line((waiting(), waiting(id=143), waiting(id=144)))
_MANY_ALIKE = Line(tuple(waiting(id=number) for number in range(142, 147)))
_DIGEST_TEXTS: dict[str, Sequence[Values]] = {
    "digest": [
        {"summary": what, "late": late, "room": 60}
        for what in (
            summary(*_WAITING),
            summary(*_WAITING[:1], customers=0),
            summary(),
            summary(customers=0),
            replace(summary(*_WAITING[2:]), totals=Totals(1, 2, 3, 4, 5, 6, 7)),
            replace(summary(*_WAITING[2:]), waiting=243),
            summary(waiting(subject="Курьер нахамил, жалуюсь")),
        )
        for late in (True, False)
    ],
    "queue": [
        {
            "lines": [Line((one,)) for one in (*_WAITING, replace(_WAITING[0], link=None))] + [_ALIKE, _MANY_ALIKE],
            "room": 60,
        }
    ],
    "faq": [
        {"gaps": gaps}
        for gaps in (
            summary().gaps,
            Gaps(lacking=summary().gaps.lacking),
            Gaps(unhelpful=summary().gaps.unhelpful),
            Gaps(asked_most=summary().gaps.asked_most),
        )
    ],
}
_ENTRY = Entry("delivery-price", "Сколько стоит доставка?", ("почём доставка",), "300 ₽", file="delivery.md", line=3)
_CHANGED: Json = {
    "kind": "changed",
    "title": _ENTRY.question,
    "new_phrasings": ["почём отвезёте"],
    "lost_phrasings": ["цена доставки"],
    "answer": [
        {"kind": "same", "before": "", "text": "По городу —", "after": " "},
        {"kind": "removed", "before": "", "text": "300 ₽", "after": " "},
        {"kind": "added", "before": "", "text": "350 ₽", "after": ""},
    ],
    "more_new": 0,
    "more_lost": 0,
    "is_cut": False,
}
_ADDED: Json = {**_CHANGED, "kind": "added", "answer": [], "lost_phrasings": []}
_DRAFT: Values = {
    "summary": "Новый ответ на вопрос «Сколько стоит доставка?»",
    "files": ["delivery.md"],
    "entries": [_CHANGED],
    "more": 0,
    "lines": [],
    "more_lines": 0,
    "problems": [],
    "can_be_used": True,
    "shown": True,
    "few_phrasings": False,
    "effects": [("answered", 4, ["почём доставка", "цена"]), ("worse", 1, ["где вы"])],
    "asked": 21,
    "mistaken": [("почём отвезёте", "Когда вы открыты?")],
}
_PUBLICATIONS = [
    Publication(at=NOW, author_id=5, author_name="Анна", kind="answer", summary="Новый ответ", undone_at=undone)
    for undone in (None, NOW)
]
_AUTHORING_TEXTS: dict[str, Sequence[Values]] = {
    "not_yours": _NOTHING,
    "listed": [
        {"days": 30, "groups": groups, "questions": 3 * groups, "shown": min(5, groups)} for groups in (0, 1, 2, 7)
    ],
    "group": [
        {"count": count, "examples": ["чините лампы?", "ремонт"], "reply": reply}
        for count, reply in ((2, ""), (5, "Да, чиним."))
    ],
    "phrasing": [{"title": _ENTRY.question, "text": "за сколько привезёте"}],
    "shown_entry": [{"entry": _ENTRY}],
    "no_such_entry": [
        {"words": "repair", "count": count, "can_be_new": can} for count, can in ((0, True), (2, True), (0, False))
    ],
    "several_published": _NOTHING,
    "only_words": [{"is_list": is_list} for is_list in (True, False)],
    "nothing_to_do": [{"is_undo": True, "reason": ""}, {"is_undo": False, "reason": "delivery.md"}],
    "file_list": [{"files": 1, "entries": 21, "can_begin_anew": can} for can in (True, False)],
    "draft": [
        _DRAFT,
        {**_DRAFT, "entries": [_ADDED], "few_phrasings": True, "effects": [], "mistaken": [], "problems": [_PROBLEM]},
        {**_DRAFT, "entries": [], "lines": ["-- сбп", "+- сбп = быстрый платёж"], "more_lines": 21},
        {**_DRAFT, "entries": [{**_CHANGED, "more_new": 1, "more_lost": 22, "is_cut": True}]},
        {**_DRAFT, "entries": [{**_ADDED, "kind": "removed"}] * 3, "more": 2, "asked": 1},
        {**_DRAFT, "entries": [], "effects": [], "mistaken": [], "problems": [_PROBLEM], "can_be_used": False},
    ],
    "cant_be_shown": [{"entry": _ENTRY, "reason": "entry is gone"}],
    "rejected": [{"by": "Анна"}],
    "publish": [{"can_be_reworded": can} for can in (True, False)],
    "published": [{"summary": _DRAFT["summary"], "remark": remark} for remark in ("", "git.")],
    "conflict": [{"files": ["delivery.md", "en/delivery.md"]}],
    "refused": [{"reasons": ["На диске нет места."]}, {"reasons": []}],
    "needs_answer": [{"question": "Чините лампы?"}],
    "which_file": [{"name": "delivery.md"}],
    "history": [{"publications": []}, {"publications": _PUBLICATIONS}],
}
_SIGNS = [
    Detection(issue, since, count, "7, KeyError")
    for issue in HealthIssue
    for since, count in ((PASSED, 1), (NOW - timedelta(days=1), 5))
]
_LONG_AGO = NOW - timedelta(hours=30)
_ADVICE = [
    Advice(
        214,
        (PhrasingAdvice(_ENTRY, "курьер до подъезда почём", 6), PhrasingAdvice(_ENTRY, "а <b>довезёте</b>", 1)),
        (EntryAdvice("Можно с собакой?", ("пускаете с собакой", "пустите с собакой"), 5, "Можно."),),
        (_ENTRY,),
        (DislikedEntry(_ENTRY, 3, 1, 12), DislikedEntry(_ENTRY, 2, 0, 2)),
        (UnknownWord("микротик", 4, "почините микротик"),),
    ),
    Advice(21, entries=(EntryAdvice("Можно с собакой?", (), 22),)),
    Advice(1, unasked=(_ENTRY,) * 7),
    Advice(0, unasked=(_ENTRY,)),
    Advice(5, disliked=(DislikedEntry(_ENTRY, 3, 1, 12),) * 6, unknown_words=(UnknownWord("сбп", 2, "сбп?"),) * 9),
]
_BANDS = Bands(0.91, 0.4, 0.25)


def _moved(is_harm: bool) -> MovedLines:
    return MovedLines(
        language="ru",
        at=NOW,
        answer=0.88,
        preview=0.4,
        offer=0.25,
        shipped_answer=0.91,
        shipped_preview=0.4,
        shipped_offer=0.25,
        outcomes=40,
        is_harm=is_harm,
    )


_QUALITIES = [
    Quality("ru", Figures(20, 5, 3, 12), Judged(18, 1), Bands(0.88, 0.4, 0.25), _BANDS, _moved(is_harm=False), 21, 2),
    Quality("en", Figures(1, 0, 0, 0), Judged(), _BANDS, _BANDS, None, 0, 0),
    Quality("en", Figures(1, 1, 0, 0), Judged(0, 3), _BANDS, _BANDS, _moved(is_harm=True), 1, 0),
]
_ADVICE_TEXTS: dict[str, Sequence[Values]] = {
    "note": [{"advice": advice} for advice in _ADVICE],
    "week": [{"advice": advice, "qualities": _QUALITIES[:count]} for count, advice in enumerate((*_ADVICE, Advice(3)))],
    "gaps": [{"advice": advice} for advice in (*_ADVICE, Advice(3))],
}
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
    "open_days": [
        {"week": [*[shifts(f"2026-11-{day}", "09:00", "18:00") for day in range(16, 21)], [], []]},
    ],
    "next_opening": [{"at": OPENING}, {"at": None}],
}
_TOASTS = [{"taken_by": None}]
_SNOOZING = ("snoozed", "snoozed_and_told", "snoozed_already")
_PILOTS = [Pilot(0.0, share, PASSED, by) for share, by in ((0.0, ""), (0.2, "Анна"), (0.5, ""), (1.0, "Борис"))]
_PILOT_FIGURES = [
    PilotFigures(),
    PilotFigures(Suggested(12, 6, 1, 5), Given(5, 1, 2), 7, ("Сколько стоит доставка?", "Как вернуть товар?")),
    PilotFigures(Suggested(1), Given(), 1),
    PilotFigures(Suggested(), Given(0, 2, 3), 0, ("Как вернуть товар?",)),
]
_PILOT_TEXTS: dict[str, Sequence[Values]] = {
    "note": [
        {"pilot": one, "figures": figures, "verdict": verdict, "max_wrong": max_wrong}
        for one in _PILOTS
        for figures, verdict, max_wrong in zip(
            _PILOT_FIGURES, (*Verdict, Verdict.TOO_FEW), (0.05, 0.025, 0.1, 0.01), strict=True
        )
    ],
    "changed": [{"pilot": Pilot(0.0, one.share, NOW, "Анна")} for one in _PILOTS],
    "no_pilot": _NOTHING,
}
_PLAIN: dict[str, Sequence[Values]] = {
    "buttons.priority_label": [{"priority": priority} for priority in Priority],
    "buttons.priority_name": [{"priority": priority} for priority in Priority],
    "toasts.taken_by_other": [{"taken_by": "Анна"}],
    "toasts.accepted_by_other": [{"taken_by": "Анна"}],
    "buttons.faq": [{"title": "Сколько стоит доставка в область, если заказ уже собран и оплачен картой?"}],
    "buttons.faq_add_to": [{"title": _ENTRY.question}],
    "buttons.pilot_raise": [{"share": share} for share in STEPS],
    "toasts.pilot_answers": [{"pilot": one} for one in _PILOTS],
    "toasts.pilot_changed": [{"pilot": one} for one in _PILOTS],
    "toasts.pilot_already": [{"pilot": one} for one in _PILOTS],
    **{f"toasts.{name}": [{"priority": one} for one in Priority] for name in ("priority", "same_priority")},
    "toasts.given": [{"name": "Борис"}],
    "toasts.sent_later": [{"opening": OPENING}],
    "buttons.send_at_opening": [{"opening": OPENING}],
    "toasts.is_absent": [{"name": "Борис", "until": until} for until in (SOON, MONDAY)],
    **{f"toasts.{name}": [{"until": until} for until in (SOON, MONDAY)] for name in _SNOOZING},
}

_CITIES: Sequence[Values] = [
    {"city": "Москва", "time": "13:05", "country": country, "keeps_holidays": keeps}
    for country in ("RU", "MX", "")
    for keeps in (True, False)
]
_SETUP_TEXTS: dict[str, Sequence[Values]] = {
    "bad_name": [{"most": 100}],
    "ask_hours": [
        {"name": "Северный дом", "phone": "", "address": ""},
        {"name": "Северный дом", "phone": "+7 495 123-45-67", "address": "Москва, Мясницкая, 5"},
    ],
    "bad_hours": [{"problem": "непонятно «в обед»; напишите дни и часы"}],
    "week_read": [{**_HOURS_TEXTS["week_text"][0], "drawn": "пн ·········█████████······"}],
    "bad_city": [
        {"city": "Китеж", "is_time": False, "time": "15:00"},
        {"city": "14:05", "is_time": True, "time": "15:00"},
    ],
    "city_chosen": _CITIES,
    "group_problems": [
        {"problems": ("бот не администратор. Назначьте его администратором.",) * count, "is_usable": is_usable}
        for count in (1, 2)
        for is_usable in (True, False)
    ],
    "group_ready": [{"title": "Ночная смена", "topics": topics} for topics in (True, False)],
    "test_card": [{"topics": topics} for topics in (True, False)],
    "ask_question": [
        {"questions": ["Где вы?", "Сколько стоит доставка?", "Как оплатить?"][:count], "most": 3} for count in (0, 1, 3)
    ],
    "answer_missing": [{"question": "Сколько стоит доставка?"}],
    "entry_refused": [{"problem": "Так спрашивают и в записи «Где вы?» (вопросы.md:1). Оставьте в одной."}],
    "entry_noted": [
        {"taken": taken, "replaced": replaced, "left": left}
        for taken, replaced, left in ((1, 0, 0), (1, 1, 0), (2, 0, 0), (3, 1, 1), (2, 2, 0), (1, 0, 2))
    ],
    "bad_question": [{"most": 200}],
    "ask_answer": [{"question": "Сколько стоит доставка?"}],
    "stranger": [{"has_owner": has_owner} for has_owner in (True, False)],
    "old_link": [{"has_owner": has_owner} for has_owner in (True, False)],
    "group_by_other": [{"title": "Ночная смена"}],
    "group_is_channel": [{"title": "Новости дома"}],
    "group_lost": [{"title": "Ночная смена"}],
    "not_written": [{"why": "No space left on device"}],
    "ask_trial": [
        {"example": example, "left": left}
        for example, left in (("", 3), *(("Сколько стоит доставка?", left) for left in (0, 1, 2)))
    ],
    "entries_full": [{"most": 3}],
    "not_answered": [
        {"outcome": outcome, "can_add": can_add}
        for outcome in ("unsure", "handed_over", "small_talk")
        for can_add in (True, False)
    ],
    "faq_broken": [{"problem": "faq/вопросы.md:3: нет ответа"}],
    "opened": [
        {
            **{"link": "https://t.me/shop_bot", "title": "Ночная смена", "config": "config.toml", "faq": "faq"},
            **{"with_example": with_example, "fictional": fictional, "reply_within": timedelta(minutes=30)},
        }
        for with_example, fictional in ((True, 0), (False, 0), (False, 1), (False, 65))
    ],
}

CASES: Mapping[str, Sequence[Values]] = {
    **{f"setup.{name}": cases for name, cases in _SETUP_TEXTS.items()},
    **{f"customer.{name}": cases for name, cases in _CUSTOMER_TEXTS.items()},
    **{f"staff.{name}": cases for name, cases in _STAFF_TEXTS.items()},
    **{f"actions.{name}": cases for name, cases in _ACTION_TEXTS.items()},
    **{f"authoring.{name}": cases for name, cases in _AUTHORING_TEXTS.items()},
    **{f"pointers.{name}": cases for name, cases in _POINTER_TEXTS.items()},
    **{f"digest.{name}": cases for name, cases in _DIGEST_TEXTS.items()},
    **{f"advice.{name}": cases for name, cases in _ADVICE_TEXTS.items()},
    **{f"pilot.{name}": cases for name, cases in _PILOT_TEXTS.items()},
    **{f"health.{name}": cases for name, cases in _HEALTH_TEXTS.items()},
    **{f"hours.{name}": cases for name, cases in _HOURS_TEXTS.items()},
    **_PLAIN,
}
"""For the names that are not here, a ticket is enough."""


def cases(name: str) -> Sequence[Values]:
    return CASES.get(name, _TICKET)
