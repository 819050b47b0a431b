"""Errors of the storage that are not the database's own."""


class StorageError(Exception):
    """The operation failed. The message is one line that says why and what to do."""


class DatabaseLostError(StorageError):
    """The database's file was removed or replaced while the desk ran."""


class FencedError(Exception):
    """What this process was doing has been given to another one; nothing of the transaction is written."""
