"""How the entries were received: which nobody asked for, and whose answers did not help."""

from collections import Counter
from collections.abc import Iterable, Sequence

from faq.advice.values import Asked, DislikedEntry
from faq.entry import Entry

_DISLIKES = 2  # from which an entry is told of
_CLEAR_SHARE, _LEAST_ANSWERED = 1 / 3, 3  # of the answers, or fewer dislikes among so many answers
_LIKES_A_DISLIKE = 5  # that many outweigh it


def unasked(entries: Iterable[Entry], asked: Iterable[Asked]) -> tuple[Entry, ...]:
    """The entries that nobody was answered with or chose, in file order."""
    met = {one.entry_id for one in asked}
    return tuple(entry for entry in entries if entry.id not in met)


def disliked(entries: Sequence[Entry], asked: Iterable[Asked]) -> tuple[DislikedEntry, ...]:
    """The entries whose answers did not help, those first whose answers helped least often."""
    answered, dislikes, likes = Counter[str](), Counter[str](), Counter[str]()
    for one in asked:
        if one.entry_id is not None:
            answered[one.entry_id] += 1
            dislikes[one.entry_id] += one.helped is False
            likes[one.entry_id] += one.helped is True
    found = [DislikedEntry(one, dislikes[one.id], likes[one.id], answered[one.id]) for one in entries]
    told = [one for one in found if _is_disliked(one)]
    return tuple(sorted(told, key=lambda one: (-one.dislikes, one.likes, one.entry.id)))


def _is_disliked(one: DislikedEntry) -> bool:
    if not one.dislikes or one.likes >= _LIKES_A_DISLIKE * one.dislikes:
        return False
    is_clear = one.answered >= _LEAST_ANSWERED and one.dislikes / one.answered >= _CLEAR_SHARE
    return one.dislikes >= _DISLIKES or is_clear
