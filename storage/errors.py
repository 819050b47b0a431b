"""The error of storage operations that an operator can fix."""


class StorageError(Exception):
    """The operation failed. The message is one line that says why and what to do."""
