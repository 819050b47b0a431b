"""The FAQ: matching, deciding, and what kind of message it is.

Reading it from its folder is in faq.loading, answers ready to be sent are in faq.rendering: who only matches needs no
markdown and no templates.
"""

from faq.answerer import Answerer
from faq.asked_days import AskedDay, asked_days
from faq.calls import asks_beside_call
from faq.deciding import Answer, Decision, HandOff, Preview, Reason, Suggest, decide
from faq.entry import Entry
from faq.feedback import feedback_in_words, feedback_of_emoji
from faq.foreign import Foreign, foreign_language_of
from faq.label import By, Label
from faq.language import deciphered, language_of
from faq.learning import Lessons, learn, lessons
from faq.learnt import Learnt, MovedBands
from faq.library import Found, Library
from faq.masking import masked
from faq.matching import (
    MEASURED,
    ArrayCache,
    Band,
    Bands,
    BandStarts,
    EncoderMissingError,
    EncoderUnavailableError,
    Explanation,
    Match,
    Matcher,
)
from faq.normalising import has_words, normalise
from faq.parts import parts
from faq.phone_numbers import phone_numbers
from faq.picking import Picker
from faq.problems import FaqError, Problem
from faq.purposes import Purpose, purpose_of, purposes_of
from faq.replies import asks, chosen, is_follow_up, is_rejection
from faq.small_talk import is_thanks, small_talk, wants_human, without_greeting
from faq.understanding import Understood, understand
from faq.variables import VARIABLES

__all__ = [
    "MEASURED",
    "VARIABLES",
    "Answer",
    "Answerer",
    "ArrayCache",
    "AskedDay",
    "Band",
    "BandStarts",
    "Bands",
    "By",
    "Decision",
    "EncoderMissingError",
    "EncoderUnavailableError",
    "Entry",
    "Explanation",
    "FaqError",
    "Foreign",
    "Found",
    "HandOff",
    "Label",
    "Learnt",
    "Lessons",
    "Library",
    "Match",
    "Matcher",
    "MovedBands",
    "Picker",
    "Preview",
    "Problem",
    "Purpose",
    "Reason",
    "Suggest",
    "Understood",
    "asked_days",
    "asks",
    "asks_beside_call",
    "chosen",
    "decide",
    "deciphered",
    "feedback_in_words",
    "feedback_of_emoji",
    "foreign_language_of",
    "has_words",
    "is_follow_up",
    "is_rejection",
    "is_thanks",
    "language_of",
    "learn",
    "lessons",
    "masked",
    "normalise",
    "parts",
    "phone_numbers",
    "purpose_of",
    "purposes_of",
    "small_talk",
    "understand",
    "wants_human",
    "without_greeting",
]
