"""The names of all commands: the order in which the menus show them, and what an unknown one may mean."""

AUTHORS_COMMAND = "faq"  # in the group, and in private where an author gives it
CUSTOMER_COMMANDS = ("menu", "my", "operator", "language", "privacy", "help")
STAFF_COMMANDS = (
    *("open", "my", "find", "t", "take", "wait", "solve", "give", "release", "snooze"),
    *(
        "urgent",
        "high",
        "normal",
        "low",
        "spam",
        "ban",
        "digest",
        "away",
        "oncall",
        AUTHORS_COMMAND,
        "pilot",
        "off",
        "on",
        "help",
    ),
)
