"""The desks of the dialogs, for those who would do them harm."""

from tests.dialogs.conftest import day, night

__all__ = ["day", "night"]
