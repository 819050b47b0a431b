"""Whether a heading or a line is a question."""

import re

_ENDS_ASKING = re.compile(r"\?[!?)\]»”\"'’*_~`\s…\ufe0f\u2600-\u27bf\U0001f000-\U0001faff]*$")
_BEGINS_ASKING = re.compile(
    r"(?:а|и|но|а\s+если|and|but)?\s*\b(?:"
    r"сколько|скольки|во\s+сколько|до\s+скольки|как|как(?:ой|ая|ое|ие|ого|ому|ую|им|их|ов|ова|овы)|где|когда|куда|откуда"
    r"|кто|кому|чей|чья|что|чем|чего|почему|отчего|зачем|можно|нельзя|\S+\s+ли|в\s+как\S+|на\s+как\S+|по\s+как\S+|с\s+как\S+"
    r"|how|what|when|where|which|who|whom|whose|why|do|does|did|can|could|is|are|will|would|should|may|am"
    r")\b",
    re.IGNORECASE,
)


def reads_as_question(text: str) -> bool:
    """Whether the line ends with a question mark, whatever marks and emoji follow it."""
    return _ENDS_ASKING.search(text[-200:]) is not None


def asks(heading: str) -> bool:
    """Whether a heading's words ask something, with or without a question mark: «Как оформить возврат»."""
    return reads_as_question(heading) or begins_asking(heading)


def begins_asking(heading: str) -> bool:
    """Whether it begins as questions do: «Сколько …», «Есть ли …», "How …"."""
    return _BEGINS_ASKING.match(heading) is not None
