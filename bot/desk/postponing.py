"""Putting off an update whose meaning depends on something that is not recorded yet."""


class PostponedError(Exception):
    """Roll back, and handle the update again after so many seconds. It counts as no failure."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:.2f} s")
        self.seconds = seconds
