"""The digest: at each opening the staff see what came during the closed period, and what to do first."""

from bot.desk.digest.lines import Waiting, listed
from bot.desk.digest.posts import posts, queue_posts
from bot.desk.digest.schedule import (
    FIRST_RUN_AT,
    LONGEST_CLOSED_PERIOD,
    due,
    last_closing,
    look,
    note_first_run,
    show_again,
    show_digest_of,
)
from bot.desk.digest.summary import Summary, excerpt_of, summarise

__all__ = [
    "FIRST_RUN_AT",
    "LONGEST_CLOSED_PERIOD",
    "Summary",
    "Waiting",
    "due",
    "excerpt_of",
    "last_closing",
    "listed",
    "look",
    "note_first_run",
    "posts",
    "queue_posts",
    "show_again",
    "show_digest_of",
    "summarise",
]
