"""Matching a customer's question with the entries of the FAQ."""

from faq.matching.array_cache import ArrayCache
from faq.matching.bands import MEASURED, Band, Bands, BandStarts
from faq.matching.encoder import EncoderMissingError, EncoderUnavailableError
from faq.matching.explanation import Considered, Explanation
from faq.matching.match import Match
from faq.matching.matcher import Matcher
from faq.matching.moving_lines import harm_line
from faq.matching.replay import Outcome

__all__ = [
    "MEASURED",
    "ArrayCache",
    "Band",
    "BandStarts",
    "Bands",
    "Considered",
    "EncoderMissingError",
    "EncoderUnavailableError",
    "Explanation",
    "Match",
    "Matcher",
    "Outcome",
    "harm_line",
]
