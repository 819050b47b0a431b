"""The health issues that a desk can have."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HealthIssue(StrEnum):
    SILENT = "silent"  # no poll of Telegram has succeeded for a while
    RIVAL = "rival"  # another program polls with the same token
    WEBHOOK = "webhook"  # Telegram can't deliver to the webhook
    UNHANDLED = "unhandled"  # updates wait to be handled for too long
    OUTBOX = "outbox"  # a message that may be sent waits for too long
    DEAD_LETTERS = "set_aside"  # some updates could not be handled and are dead letters
    JOB = "job"  # a scheduled job keeps failing
    NO_LEADER = "no_leader"  # no replica does what one does for all
    STUCK = "stuck"  # one work keeps all others waiting
    DISK = "disk"  # little space is left


@dataclass(frozen=True)
class Detection:
    """An issue that was found: since when, how many things it concerns, and a detail that holds no secrets."""

    issue: HealthIssue
    since: datetime
    count: int = 0
    detail: str = ""
