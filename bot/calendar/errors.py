"""The error of the [hours] section."""


class CalendarError(ValueError):
    """An invalid [hours] setting: `key` in the configuration, its `value`, and the `remedy`. Permanent."""

    def __init__(self, key: str, value: str, remedy: str) -> None:
        self.key = key
        self.value = value
        self.remedy = remedy
        super().__init__(f"{key} = {' '.join(value.split())!r}: {remedy}")
