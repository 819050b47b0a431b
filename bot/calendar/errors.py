"""What is wrong with the hours, said so that the operator can put it right."""


class CalendarError(ValueError):
    """`key` is the configuration's key, `value` what stands there, `remedy` what to write instead; permanent."""

    def __init__(self, key: str, value: str, remedy: str) -> None:
        self.key = key
        self.value = value
        self.remedy = remedy
        super().__init__(f"{key} = {' '.join(value.split())!r}: {remedy}")
