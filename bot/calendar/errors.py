"""The error of the [hours] section."""


class CalendarError(ValueError):
    """An invalid [hours] setting. Permanent.

    `key`: its name in the configuration, and its `value` there. `problem` names the text that says what to write, in
    bot/config/words; `details` fill it in.
    """

    def __init__(self, key: str, value: str, problem: str, **details: str) -> None:
        self.key = key
        self.value = value
        self.problem = problem
        self.details = details
        super().__init__(f"{key} = {' '.join(value.split())!r}: {problem} {details or ''}".rstrip())
