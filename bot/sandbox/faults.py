"""Fault injection: network and server faults that tests and the page enable for Bot API calls."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.api_json import Json
from bot.sandbox.errors import BotApiError, Impossible, bad_request, forbidden, too_many_requests
from bot.sandbox.files import Upload
from bot.sandbox.params import Given
from bot.sandbox.sample_files import FILE_KINDS

KINDS = ("429", "500", "502", "timeout", "drop", "403", "hang", "redeliver", "markup", "file", "413", "words")
_OF_POLLING = ("hang", "redeliver")
_FORMATTING = ("parse_mode", "entities", "caption_entities")
_FILES = (*FILE_KINDS, "media")
_NAMES = {"markup": _FORMATTING, "file": _FILES, "words": ("text", "caption")}
"""For some kinds: a call has to have one of these parameters."""


@dataclass
class Fault:
    """One fault, for calls of one method or all, to one chat or all, a number of times or until it is removed.

    429: refused with `retry_after` seconds. 500, 502: refused by the server. timeout: done but never answered.
    drop: not done, the connection is closed. 403: refused as by a person who blocked the bot. hang: getUpdates never
    answers. redeliver: the last confirmation is forgotten once. markup: formatted text can't be parsed. file: a photo
    or another file is refused, also by its id. 413: an upload is too large for the server. words: a text or caption is
    refused.
    """

    id: int
    kind: str
    method: str | None
    chat_id: int | None
    left: int | None
    retry_after: int

    def fits(self, method: str, given: Given) -> bool:
        if self.kind in _NAMES and not any(name in given for name in _NAMES[self.kind]):
            return False
        if self.kind == "413" and not any(isinstance(value, Upload) for value in given.values()):
            return False
        is_method = self.method.lower() == method.lower() if self.method else self._is_meant(method)
        return is_method and (self.chat_id is None or str(given.get("chat_id")) == str(self.chat_id))

    def _is_meant(self, method: str) -> bool:
        """A fault without a method applies to polling, or to everything else."""
        return (method.lower() == "getupdates") == (self.kind in _OF_POLLING)

    def refusal(self, given: Given) -> BotApiError | None:
        """The error response of this fault; None for kinds that do not respond."""
        is_group = str(given.get("chat_id", "")).startswith("-")
        return {
            "429": too_many_requests(self.retry_after),
            "500": BotApiError(500, "Internal Server Error"),
            "502": BotApiError(502, "Bad Gateway"),
            "403": forbidden("bot was kicked from the supergroup chat" if is_group else "bot was blocked by the user"),
            "markup": bad_request("can't parse entities: Can't find end tag corresponding to start tag \"b\""),
            "file": bad_request("PHOTO_INVALID_DIMENSIONS"),
            "413": BotApiError(413, "Request Entity Too Large"),
            "words": bad_request("MESSAGE_TEXT_INVALID"),
        }.get(self.kind)

    @property
    def described(self) -> Json:
        names = ("id", "kind", "method", "chat_id", "left", "retry_after")
        return {name: getattr(self, name) for name in names}


class Faults:
    """The active faults."""

    def __init__(self) -> None:
        self._faults: dict[int, Fault] = {}
        self._last_id = 0

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults.values())

    def add(
        self,
        kind: str,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        retry_after: int = 3,
    ) -> Fault:
        """Enable a fault; with `times` None until it is removed. Raises Impossible for an unknown kind."""
        if kind not in KINDS:
            raise Impossible(f"there is no fault {kind!r}; there are: {', '.join(KINDS)}")
        self._last_id += 1
        fault = Fault(self._last_id, kind, method, chat_id, times, retry_after)
        self._faults[fault.id] = fault
        return fault

    def remove(self, fault_id: int) -> None:
        self._faults.pop(fault_id, None)

    def clear(self) -> None:
        self._faults.clear()

    def strike(self, method: str, given: Given) -> Fault | None:
        """The fault that applies to this call, if any; uses up one of its times."""
        for fault in self._faults.values():
            if fault.fits(method, given):
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.left is not None:
            fault.left -= 1
            if fault.left <= 0:
                self.remove(fault.id)
