"""What `/oncall` does: shows who is on call, puts somebody on call by hand, and ends that."""

import re
from collections.abc import Sequence

from sqlmodel import col, select

from bot.desk.on_call.people import has_started, name_of, on_call
from bot.desk.on_call.rota import HANDOVER
from bot.desk.outbox import Post
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.closing_time import LIFTED
from bot.staff.human_dates import DateError, parse_until
from storage.alarms import end_turns
from storage.models import OnCallTurn, StaffMember

_UNTIL = re.compile(r"\s+(?=(?:до|на|until|till|by|for)\s)", re.IGNORECASE)
_MYSELF = frozenset({"я", "меня", "me", "myself", "i"})
_LEAST_SHARED = 3  # letters of a name's beginning, so that «Анну» is Анна


def command(uow: UnitOfWork, colleague: Colleague, arguments: str) -> list[Post]:
    """/oncall, /oncall Анна до пн, /oncall off."""
    text = arguments.strip()
    if text in ("?", "help"):
        return [Post(uow.say(uow.staff_language, "staff.on_call_help"))]
    if text.casefold() in LIFTED:
        was_set = end_turns(uow.session, uow.now)
        return [Post(uow.say(uow.staff_language, "staff.on_call_ended", was_set=was_set)), _turns(uow)]
    return [(_put_on_call(uow, colleague, text) if text else None) or _turns(uow)]


def _put_on_call(uow: UnitOfWork, colleague: Colleague, text: str) -> Post | None:
    """None when it is done, else why it can't be."""
    name, *rest = _UNTIL.split(text, maxsplit=1)
    found = [colleague.id] if name.casefold() in _MYSELF else _people_called(uow, name)
    if len(found) != 1:
        matching, known = [name_of(uow, person) for person in found], _known_names(uow)
        whom = uow.say(uow.staff_language, "staff.on_call_whom", name=name, matching=matching, known=known)
        return Post(whom)
    try:
        until = parse_until(rest[0], uow.now, uow.calendar.zone, HANDOVER) if rest else on_call(uow).until
    except DateError:
        return Post(uow.say(uow.staff_language, "staff.on_call_until_when", text=rest[0]))
    end_turns(uow.session, uow.now)
    called = name_of(uow, found[0])
    uow.session.add(OnCallTurn(person=found[0], name=called, starts_at=uow.now, ends_at=until, set_by=colleague.name))
    uow.session.flush()
    return None


def _turns(uow: UnitOfWork) -> Post:
    """Who is on call, and who is called next."""
    turn = on_call(uow)
    turns = [(name_of(uow, person), has_started(uow, person)) for person in turn.order]
    is_all = uow.context.settings.on_call.rota == "all" and turn.by_hand is None
    values = {"turns": turns, "until": turn.until, "by_hand": turn.by_hand, "is_all": is_all}
    return Post(uow.say(uow.staff_language, "staff.on_call", **values))


def _people_called(uow: UnitOfWork, name: str) -> list[int]:
    """Who is meant by a name: the whole name, else one word of it, else the beginning of one, in whatever case."""
    wanted = " ".join(name.casefold().lstrip("@").split())
    known = {person: name_of(uow, person).casefold() for person in _known(uow)}
    for is_meant in (_is_whole, _is_word, _is_beginning):
        if found := [person for person, called in known.items() if is_meant(wanted, called)]:
            return found
    return []


def _is_whole(wanted: str, called: str) -> bool:
    return wanted == called


def _is_word(wanted: str, called: str) -> bool:
    return wanted in called.split()


def _is_beginning(wanted: str, called: str) -> bool:
    """«Анну» and «Ан» are Анна: all but the last letters are the same, or the name goes on."""
    shared = wanted[:-1] if len(wanted) > _LEAST_SHARED else wanted
    return len(wanted) >= _LEAST_SHARED and any(word.startswith(shared) for word in (called, *called.split()))


def _known(uow: UnitOfWork) -> Sequence[int]:
    """Those of the configuration, and everybody who has acted in the group."""
    members = select(StaffMember.telegram_id).where(col(StaffMember.is_member), StaffMember.telegram_id > 0)
    return list(dict.fromkeys([*uow.context.settings.on_call.people, *uow.session.exec(members)]))


def _known_names(uow: UnitOfWork) -> list[str]:
    return sorted(name_of(uow, person) for person in _known(uow))
