"""What can be the matter with the desk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HealthIssue(StrEnum):
    SILENT = "silent"  # Telegram gives us nothing: no poll has come to its end for a while
    RIVAL = "rival"  # another program polls with our token
    WEBHOOK = "webhook"  # Telegram can't post to us
    UNHANDLED = "unhandled"  # updates wait to be handled for too long
    UNSENT = "unsent"  # messages wait to be sent for too long
    SET_ASIDE = "set_aside"  # updates that could not be handled lie there
    JOB = "job"  # a scheduled job fails again and again
    DISK = "disk"  # little room is left


@dataclass(frozen=True)
class Detection:
    """That an ailment is there: since when, how many things it is about, and a word on it that holds no secrets."""

    issue: HealthIssue
    since: datetime
    count: int = 0
    detail: str = ""
