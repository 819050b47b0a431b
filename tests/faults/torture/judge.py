"""The judge: checks whether the desk kept its promises, by what people can see, not by how the desk works."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from tests.faults.torture.evidence import Evidence, Replied, Said, Shown, Ticket

STILL_ON_ITS_WAY = timedelta(seconds=1)  # so long after a kill Telegram may do what it had been asked before


@dataclass
class Verdict:
    """The violations, in words. `excused`: messages sent twice, each explained by a kill in between."""

    lost: list[str] = field(default_factory=list)
    doubled_tickets: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    excused: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [*self.lost, *self.doubled_tickets, *self.out_of_order, *self.twice]


def judge(evidence: Evidence) -> Verdict:
    copies = [*_copies_of_messages(evidence), *_copies_of_cards(evidence)]
    excused, twice = _with_and_without_excuse(copies, evidence.kills)
    return Verdict(
        lost=[problem for look in LOSSES for problem in look(evidence)],
        doubled_tickets=list(_doubled_tickets(evidence)),
        out_of_order=[*_out_of_order(evidence), *_overtaken(evidence)],
        twice=[f"sent twice without a kill between: {copy.text!r}" for copy in twice],
        excused=[copy.text for copy in excused],
    )


def _unheard(evidence: Evidence) -> Iterator[str]:
    """Each message of a customer is answered, or in one ticket and there for the staff to read."""
    tickets = {ticket.number: ticket for ticket in evidence.tickets}
    stored: dict[tuple[int, int], list[int | None]] = {}
    for one in evidence.stored:
        stored.setdefault((one.chat, one.id), []).append(one.ticket)
    for said in evidence.said:
        places = stored.get((said.chat, said.id), [])
        if len(places) != 1:
            yield f"written down {len(places)} times: {said}"
        elif places[0] is None:
            if not _is_answered(evidence, said):
                yield f"neither answered nor in a ticket: {said}"
        else:
            yield from _misfiled(evidence, said, tickets.get(places[0]))


def _is_answered(evidence: Evidence, said: Said) -> bool:
    later = (shown for shown in evidence.in_chat(said.chat) if shown.id > said.id)
    return any(answer in shown.text for shown in later for answer in said.answers)


def _misfiled(evidence: Evidence, said: Said, ticket: Ticket | None) -> Iterator[str]:
    if ticket is None or ticket.chat != said.chat:
        yield f"in the ticket of somebody else: {said} in {ticket}"
        return
    topics = {shown.topic for shown in evidence.in_group if said.words in shown.now}
    if ticket.topic not in topics:
        yield f"the staff can't read it in the topic of its ticket: {said} in {ticket}"
    if not said.answers and topics - {ticket.topic}:
        yield f"shown in other topics than its ticket's: {said} in {topics}"


def _undelivered(evidence: Evidence) -> Iterator[str]:
    """Each colleague's message except notes is in the customer's chat, in its last version, and marked as delivered."""
    for reply in evidence.replied:
        copies = [shown for shown in evidence.in_chat(reply.chat) if reply.words in shown.now]
        if reply.is_internal:
            yield from (f"an internal note went out: {reply}" for _ in copies)
        elif not copies:
            yield f"never reached the customer: {reply}"
        elif not reply.is_marked:
            yield f"not marked as delivered: {reply}"


def _unacknowledged(evidence: Evidence) -> Iterator[str]:
    """Each ticket was acknowledged and has a card in a topic of its own, and card and topic show its state."""
    for ticket in evidence.tickets:
        acknowledged = [shown for shown in evidence.in_chat(ticket.chat) if _acknowledges(shown, ticket)]
        cards = [shown for shown in evidence.in_group if _is_card(shown, ticket)]
        if not acknowledged:
            yield f"not acknowledged: {ticket}"
        if not any(card.topic == ticket.topic for card in cards):
            yield f"without a card in its topic: {ticket}"
        elif not any(card.now.startswith(ticket.looks) for card in cards):
            yield f"the card does not show how it is: {ticket}, {[card.now for card in cards]}"


def _unsaid(evidence: Evidence) -> Iterator[str]:
    """Everything recorded as sent is in Telegram."""
    for place, texts in evidence.intended_by_place.items():
        missing = Counter(texts) - Counter(shown.text for shown in evidence.shown_by_place.get(place, ()))
        yield from (f"noted as sent, but not there: {text!r} in {place}" for text in missing.elements())


def _undone(evidence: Evidence) -> Iterator[str]:
    yield from evidence.undone


LOSSES: Sequence[Callable[[Evidence], Iterator[str]]] = (_unheard, _undelivered, _unacknowledged, _unsaid, _undone)


def _doubled_tickets(evidence: Evidence) -> Iterator[str]:
    """A customer of the harness has one matter, and so one ticket; it has one topic, and its number is its own."""
    for chat, count in Counter(ticket.chat for ticket in evidence.tickets).items():
        if count > 1:
            yield f"{count} tickets of {chat}"
    for ticket in evidence.tickets:
        topics = [name for name in evidence.topics if f"№{ticket.number} " in name]
        if len(topics) != 1:
            yield f"{len(topics)} topics: {ticket}"
        others = {one.chat for one in evidence.shown if _acknowledges(one, ticket)} - {ticket.chat}
        if others:
            yield f"acknowledged to others, too: {ticket} to {others}"


def _out_of_order(evidence: Evidence) -> Iterator[str]:
    """Messages (without duplicates) are in the intended order."""
    for place, texts in evidence.intended_by_place.items():
        left, seen = Counter(texts), []
        for shown in evidence.shown_by_place.get(place, ()):
            if left[shown.text] > 0:
                left[shown.text] -= 1
                seen.append(shown.text)
        if not left.total() and seen != texts:
            yield f"in {place}: {seen}, meant was {texts}"


def _overtaken(evidence: Evidence) -> Iterator[str]:
    """Relayed messages are in the order in which they were written."""
    relayed: list[tuple[int, Said | Replied, Sequence[Shown]]] = [
        *((said.chat, said, evidence.in_group) for said in evidence.said if not said.answers),
        *((-reply.chat, reply, evidence.in_chat(reply.chat)) for reply in evidence.replied),
    ]
    ways: dict[int, list[tuple[Said | Replied, int]]] = {}
    for way, one, shown in relayed:
        arrived = [copy.id for copy in shown if one.first_words in copy.text]
        if arrived:
            ways.setdefault(way, []).append((one, arrived[0]))
    for arrivals in ways.values():
        in_order = sorted(arrivals, key=lambda arrival: arrival[0].id)
        for (one, earlier), (other, later) in pairwise(in_order):
            if later < earlier:
                yield f"{other} came before {one}"


@dataclass(frozen=True)
class _Copy:
    """A message that was sent once too often, and when the previous copy was sent."""

    text: str
    before: datetime
    at: datetime


def _copies_of_messages(evidence: Evidence) -> Iterator[_Copy]:
    meant = evidence.intended_by_place
    cards = {(card.chat, card.id) for ticket in evidence.tickets for card in evidence.shown if _is_card(card, ticket)}
    for place, stands in evidence.shown_by_place.items():
        left = Counter(meant.get(place, ()))
        last: dict[str, Shown] = {}
        for shown in stands:
            if (shown.chat, shown.id) in cards:
                continue
            left[shown.text] -= 1
            if left[shown.text] < 0:
                yield _Copy(shown.text, last.get(shown.text, shown).at, shown.at)
            last[shown.text] = shown


def _copies_of_cards(evidence: Evidence) -> Iterator[_Copy]:
    for ticket in evidence.tickets:
        cards = [shown for shown in evidence.in_group if _is_card(shown, ticket)]
        yield from (_Copy(again.text, card.at, again.at) for card, again in pairwise(cards))


def _with_and_without_excuse(copies: Sequence[_Copy], kills: Sequence[datetime]) -> tuple[list[_Copy], list[_Copy]]:
    """Each kill excuses one duplicate: the kill happened between it and the previous copy."""
    excused: list[_Copy] = []
    twice: list[_Copy] = []
    free = sorted(kills)
    for copy in sorted(copies, key=lambda one: one.at):
        blamed = next((kill for kill in free if copy.before - STILL_ON_ITS_WAY <= kill <= copy.at), None)
        if blamed is None:
            twice.append(copy)
        else:
            free.remove(blamed)
            excused.append(copy)
    return excused, twice


def _acknowledges(shown: Shown, ticket: Ticket) -> bool:
    return f"№{ticket.number} принята" in shown.text


def _is_card(shown: Shown, ticket: Ticket) -> bool:
    return shown.text.startswith(f"№{ticket.number} ·")
