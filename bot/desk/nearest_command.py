"""The known command that a mistyped or unknown one probably means. Pure."""

from collections.abc import Collection, Mapping

from rapidfuzz.distance import OSA

from faq.matching.layouts import from_latin, other_layout

_LEAST_ALIKE = 0.6  # share of the letters
_LEAST_SHARED = 3  # letters of a beginning

_MEANT: Mapping[str, tuple[str, ...]] = {
    "open": ("открыть", "очередь", "заявки", "queue", "tickets", "list"),
    "t": ("заявка", "показать", "ticket", "show", "card"),
    "take": ("взять", "беру", "принять", "assign", "mine"),
    "give": ("передать", "отдать", "pass", "transfer", "forward"),
    "release": ("освободить", "снять", "unassign", "drop", "free"),
    "snooze": ("отложить", "позже", "напомнить", "later", "postpone", "remind"),
    "wait": ("ждать", "ждём", "ждем", "жду", "pending", "hold"),
    "solve": ("решено", "решить", "готово", "закрыть", "close", "done", "resolve", "solved"),
    "urgent": ("срочно", "срочный", "asap"),
    "high": ("важно", "высокий", "important"),
    "normal": ("обычный", "обычно"),
    "low": ("низкий", "терпит"),
    "spam": ("спам",),
    "ban": ("бан", "забанить", "заблокировать", "block", "unban"),
    "find": ("найти", "поиск", "искать", "search"),
    "my": ("мои", "мое", "моё", "mine"),
    "away": ("закрыто", "перерыв", "closed"),
    "off": ("отпуск", "отсутствую", "ушёл", "ушел", "vacation", "absent"),
    "on": ("вернулся", "вернулась", "back"),
    "digest": ("сводка", "итоги", "summary"),
    "help": ("помощь", "справка", "команды", "commands"),
    "menu": ("меню", "вопросы", "faq"),
    "operator": ("оператор", "человек", "human", "agent", "support"),
    "language": ("язык", "lang"),
    "privacy": ("данные", "приватность", "data"),
    "start": ("старт", "начать"),
}
"""Other words for commands, in both languages."""


def nearest_command(name: str, known: Collection[str]) -> str | None:
    """The known command nearest to `name`: another word for it, or the same but for a letter or the keyboard layout."""
    typed = name.casefold().strip("/ ")
    ways = (typed, other_layout(typed), from_latin(typed))
    for way in ways:
        meant = [command for command in known if way == command or way in _MEANT.get(command, ())]
        if meant:
            return meant[0]
    ranked = sorted((-_likeness(way, command), command) for way in ways[:2] for command in known)
    return ranked[0][1] if ranked and -ranked[0][0] >= _LEAST_ALIKE else None


def _likeness(typed: str, command: str) -> float:
    if len(typed) >= _LEAST_SHARED and (command.startswith(typed) or (typed.startswith(command) and len(command) > 1)):
        return max(_LEAST_ALIKE, OSA.normalized_similarity(typed, command))
    return OSA.normalized_similarity(typed, command)
