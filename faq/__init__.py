"""The FAQ: entries from markdown, matching, deciding, and answers ready to be sent."""

from faq.deciding import SUGGEST_FROM, Answer, Decision, HandOff, Reason, Suggest, decide
from faq.entry import Entry
from faq.language import language_of
from faq.library import Found, Library
from faq.loading import check, load
from faq.matching import Explanation, Match, Matcher
from faq.normalising import has_words, normalise
from faq.problems import FaqError, Problem
from faq.readings import readings
from faq.rendering import AnswerError, File, Part, Photo, Text, render
from faq.small_talk import is_thanks, small_talk, wants_human, without_greeting
from faq.variables import VARIABLES

__all__ = [
    "SUGGEST_FROM",
    "VARIABLES",
    "Answer",
    "AnswerError",
    "Decision",
    "Entry",
    "Explanation",
    "FaqError",
    "File",
    "Found",
    "HandOff",
    "Library",
    "Match",
    "Matcher",
    "Part",
    "Photo",
    "Problem",
    "Reason",
    "Suggest",
    "Text",
    "check",
    "decide",
    "has_words",
    "is_thanks",
    "language_of",
    "load",
    "normalise",
    "readings",
    "render",
    "small_talk",
    "wants_human",
    "without_greeting",
]
