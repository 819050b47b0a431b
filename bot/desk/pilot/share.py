"""Whom the bot answers in a pilot: a share of the customers, that of the configuration until a colleague raises it."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import blake2s
from typing import Literal

from sqlmodel import Session

from bot.config import Settings
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.memos import delete_keys, note_once, replace_value
from storage.models import Customer, Memo

STEPS = (0.2, 0.5, 1.0)  # a share is raised to the next one
NOBODY, EVERYBODY = 0.0, 1.0

_KEY = "pilot"  # of Memo, and of what a unit of work remembers
_PLACES = 1 << 53  # so many floats are between 0 and 1


@dataclass(frozen=True)
class Pilot:
    """The share in force, 0 to 1, and since when (aware).

    `configured` is `[pilot] share` of that time: once that is changed, what a colleague chose counts no more. `by`: the
    colleague's name; "" where the share is the configured one.
    """

    configured: float
    share: float
    since: datetime
    by: str = ""

    @property
    def extent(self) -> Literal["shadow", "share", "everybody"]:
        """Whom the bot answers, in a word that names a text."""
        return "shadow" if self.share == NOBODY else "everybody" if self.share == EVERYBODY else "share"

    @property
    def next_share(self) -> float | None:
        """What the share can be raised to; None when everybody is answered."""
        return next((step for step in STEPS if step > self.share), None)


def begin(session: Session, settings: Settings, now: datetime) -> None:
    """At the start of the desk: write down when the pilot began, anew where its configured share is another one."""
    configured, memo = settings.pilot.share, session.get(Memo, _KEY)
    if memo and configured == EVERYBODY:
        delete_keys(session, [_KEY])
    elif configured != EVERYBODY and (memo is None or _read(memo.value).configured != configured):
        written = _written(Pilot(configured, configured, now))
        if memo:
            replace_value(session, _KEY, memo.value, written)
        else:
            note_once(session, _KEY, written)


def pilot_of(uow: UnitOfWork) -> Pilot | None:
    """The pilot as it is now; None where the configuration has none."""
    configured = uow.context.settings.pilot.share
    if configured == EVERYBODY:
        return None
    return uow.remembered(_KEY, lambda: stored(uow.session)) or Pilot(configured, configured, uow.now)


def stored(session: Session) -> Pilot | None:
    """The pilot as it was written down; None where there is none."""
    memo = session.get(Memo, _KEY)
    return _read(memo.value) if memo else None


def change_share(uow: UnitOfWork, pilot: Pilot, share: float, colleague: Colleague) -> Pilot | None:
    """Have the bot answer that share from now on; None when somebody else changed it first."""
    changed = replace(pilot, share=share, since=uow.now, by=colleague.name)
    is_first = replace_value(uow.session, _KEY, _written(pilot), _written(changed))
    uow.forget(_KEY)
    return changed if is_first else None


def is_withheld_from(uow: UnitOfWork, customer: Customer) -> bool:
    """Whether colleagues answer this customer, who is outside the pilot's share."""
    pilot = pilot_of(uow)
    return pilot is not None and place_of(_desk_id(uow), customer.address) >= pilot.share


def place_of(desk: str, customer: str) -> float:
    """Where a desk's customer stands between 0 and 1, always the same: below the share they are answered.

    So whoever is answered once is answered at each larger share, and two desks don't try the same people.
    """
    digest = blake2s(f"{desk}\n{customer}".encode(), digest_size=8).digest()
    return (int.from_bytes(digest) % _PLACES) / _PLACES


def _desk_id(uow: UnitOfWork) -> str:
    """The bot's id, with which its token begins and which stays when the token is renewed."""
    return uow.context.settings.telegram.token.get_secret_value().partition(":")[0]


def _written(pilot: Pilot) -> str:
    return json.dumps(asdict(pilot) | {"since": pilot.since.isoformat()}, ensure_ascii=False)


def _read(value: str) -> Pilot:
    kept = json.loads(value)
    return Pilot(**kept | {"since": datetime.fromisoformat(kept["since"])})
