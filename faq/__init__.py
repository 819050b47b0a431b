"""The FAQ: matching, deciding, and what kind of message it is.

Reading it from its folder is in faq.loading, answers ready to be sent are in faq.rendering: who only matches needs no
markdown and no templates.
"""

from faq.answerer import Answerer
from faq.deciding import Answer, Decision, HandOff, Reason, Suggest, decide, suggest_from
from faq.entry import Entry
from faq.feedback import feedback_in_words, feedback_of_emoji
from faq.language import language_of
from faq.library import Found, Library
from faq.matching import ArrayCache, EncoderMissingError, Explanation, Match, Matcher
from faq.normalising import has_words, normalise
from faq.parts import parts
from faq.problems import FaqError, Problem
from faq.replies import asks, chosen, is_follow_up
from faq.small_talk import is_thanks, small_talk, wants_human, without_greeting
from faq.understanding import Understood, understand
from faq.variables import VARIABLES

__all__ = [
    "VARIABLES",
    "Answer",
    "Answerer",
    "ArrayCache",
    "Decision",
    "EncoderMissingError",
    "Entry",
    "Explanation",
    "FaqError",
    "Found",
    "HandOff",
    "Library",
    "Match",
    "Matcher",
    "Problem",
    "Reason",
    "Suggest",
    "Understood",
    "asks",
    "chosen",
    "decide",
    "feedback_in_words",
    "feedback_of_emoji",
    "has_words",
    "is_follow_up",
    "is_thanks",
    "language_of",
    "normalise",
    "parts",
    "small_talk",
    "suggest_from",
    "understand",
    "wants_human",
    "without_greeting",
]
