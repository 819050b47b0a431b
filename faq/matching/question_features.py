"""How a message is put: a question, somebody's own case, a number, shouting. It says how likely an FAQ answers it."""

import re

_ASKS = re.compile(
    r"\?|\b(как|где|когда|сколько|скольки|можно|почему|зачем|какой|какая|какие|какое|каком|кто|что|куда|откуда|ли|есть"
    r"|how|what|when|where|why|which|who|can|do|does|is|are|could|will|would)\b"
)
_OWN = re.compile(r"\b(я|мне|меня|мы|нам|нас|мой|моя|мое|мою|моей|моего|наш|нашу|i|me|my|we|our|us|im|ive)\b")
_PAST = re.compile(r"\b\w{2,30}(л|ла|ли|лся|лась|лись|ло)\b|\b(was|were|did|had|got|went|\w{3,30}ed)\b")
_NUMBER = re.compile(r"\d{4,}|\d{1,2}[:.]\d\d")
_LONG = 9  # words


def question_features(message: str) -> dict[str, float]:
    """Features of how a normalised message is put, each 0.0 or 1.0."""
    own, past = bool(_OWN.search(message)), bool(_PAST.search(message))
    return {
        "asks": float(bool(_ASKS.search(message))),
        "own": float(own),
        "past": float(past),
        "own_case": float(own and past),
        "number": float(bool(_NUMBER.search(message))),
        "shouts": float("!" in message),
        "long": float(len(message.split()) > _LONG),
    }
