"""What keeps a command from starting."""


class CommandError(Exception):
    """The command can't start; the text is one line that says what to do about it."""
