"""The error of commands that can't start."""


class CommandError(Exception):
    """The command can't start. The message is one line that says why and what to do."""
