"""What `/oncall` does: shows who is on call, puts somebody on call by hand, and ends that."""

import re

from bot.desk.on_call.people import has_started, name_of, on_call
from bot.desk.on_call.rota import HANDOVER
from bot.desk.outbox import Post
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.closing_time import LIFTED
from bot.staff.colleagues import is_oneself, people_called
from bot.staff.human_dates import DateError, parse_until
from storage.alarms import end_turns
from storage.assignments import people_of_staff
from storage.models import OnCallTurn

_UNTIL = re.compile(r"\s+(?=(?:до|на|until|till|by|for)\s)", re.IGNORECASE)


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
    known = _known(uow)
    found = [colleague] if is_oneself(name) and colleague.id > 0 else people_called(known, name)
    if len(found) != 1:
        matching, names = [one.name for one in found], sorted(one.name for one in known)
        whom = uow.say(uow.staff_language, "staff.on_call_whom", name=name, matching=matching, known=names)
        return Post(whom)
    try:
        until = parse_until(rest[0], uow.now, uow.calendar.zone, HANDOVER) if rest else on_call(uow).until
    except DateError:
        return Post(uow.say(uow.staff_language, "staff.on_call_until_when", text=rest[0]))
    end_turns(uow.session, uow.now)
    [called] = found
    turn = OnCallTurn(person=called.id, name=called.name, starts_at=uow.now, ends_at=until, set_by=colleague.name)
    uow.session.add(turn)
    uow.session.flush()
    return None


def _turns(uow: UnitOfWork) -> Post:
    """Who is on call, and who is called next."""
    turn = on_call(uow)
    turns = [(name_of(uow, person), has_started(uow, person)) for person in turn.order]
    is_all = uow.context.settings.on_call.rota == "all" and turn.by_hand is None
    values = {"turns": turns, "until": turn.until, "by_hand": turn.by_hand, "is_all": is_all}
    return Post(uow.say(uow.staff_language, "staff.on_call", **values))


def _known(uow: UnitOfWork) -> list[Colleague]:
    """Those of the configuration, and everybody who has acted in the group."""
    members = [member.telegram_id for member in people_of_staff(uow.session)]
    people = dict.fromkeys([*uow.context.settings.on_call.people, *members])
    return [Colleague(person, name_of(uow, person)) for person in people]
