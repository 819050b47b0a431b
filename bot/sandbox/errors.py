"""Errors of the sandbox."""


class BotApiError(Exception):
    """A response with `ok: false`, as Telegram would send it to the bot."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class Impossible(Exception):  # noqa: N818 - reads well in tests
    """An action that is impossible in Telegram too; the message says why."""


def bad_request(sentence: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {sentence}")


def forbidden(sentence: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {sentence}")


def conflict(sentence: str) -> BotApiError:
    return BotApiError(409, f"Conflict: {sentence}")


def too_many_requests(retry_after: int) -> BotApiError:
    """Error 429; `retry_after` is in seconds."""
    return BotApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
