"""A customer's summary as text for a terminal."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.terminal import plain, table
from bot.commands.words import words
from bot.wording.dates import moment
from storage.models import Json


def summary_text(summary: Json, language: str, zone: ZoneInfo) -> str:
    """One line for each fact of the summary; empty ones are left out."""
    titles = words(language, "customer")["known"]
    username = f"@{summary['username']}" if summary["username"] else ""
    since = datetime.fromisoformat(summary["created_at"]).astimezone(zone)
    shown = {
        "name": " ".join(one for one in (summary["name"], username) if one),
        "telegram_id": str(summary["telegram_id"] or ""),
        "created_at": moment(since, language),
        "tickets": ", ".join(map(str, summary["tickets"])),
        "active_tickets": ", ".join(map(str, summary["active_tickets"])),
        "messages": str(summary["messages"]),
        "questions": str(summary["questions"]),
    }
    return "\n".join(table([(f"{titles[name]}:", plain(value)) for name, value in shown.items() if value]))
