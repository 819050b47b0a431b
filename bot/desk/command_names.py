"""The names of all commands: the order in which the menus show them, and what an unknown one may mean."""

CUSTOMER_COMMANDS = ("menu", "my", "operator", "language", "privacy", "help")
STAFF_COMMANDS = (
    *("open", "my", "find", "t", "take", "wait", "solve", "give", "release", "snooze"),
    *("urgent", "high", "normal", "low", "spam", "ban", "digest", "away", "oncall", "off", "on", "help"),
)
