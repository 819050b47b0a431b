"""Shorter working days before public holidays, where a country's law has them.

Only laws that were looked up are here. In each the working day right before a public holiday is an hour shorter; a
weekend between them, or a day off that a decree moved there, changes nothing:

- RU: article 95 of the Labour Code, https://docs.cntd.ru/document/901807664
- BY: article 116 of the Labour Code, as the Ministry of Labour applies it, https://news.mail.ru/society/69319723/
- LT: article 112 of the Labour Code, https://www.lrt.lt/en/news-in-english/19/1933469
- LV: article 135 of the Labour Law, https://itiesibas.lv/raksti/atbild-eksperts/darba-tiesibas/26739

The law is about employees, and a shop may keep its hours by shifts. So a day is shortened only where the company is
closed on the holiday itself: who keeps the holidays of the law keeps its working days as well. That is the default, as
the two mistakes differ: a reply that is promised an hour too late costs a customer some patience, one that is promised
for an hour in which nobody works is a broken promise.
"""

from bot.calendar.stretches import without
from bot.calendar.written.times import DAY, Span

COUNTRIES = frozenset({"RU", "BY", "LT", "LV"})
SHORTER_BY = 60  # minutes


def shortened(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans of a day without their last hour of work.

    A day around the clock stays as it is, since the law pays for the hour there, and so does a day of an hour or less.
    """
    worked = sum(end - start for start, end in spans)
    if worked >= DAY or worked <= SHORTER_BY:
        return spans
    left = SHORTER_BY
    for start, end in reversed(spans):
        cut = min(left, end - start)
        spans = tuple(without(spans, [(end - cut, end)]))
        left -= cut
    return spans
