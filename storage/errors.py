"""What keeps a database from being used or changed."""


class StorageError(Exception):
    """It can't be done; the text is one line that says what to do about it."""
