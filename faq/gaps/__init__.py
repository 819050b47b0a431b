"""What customers ask and the FAQ does not answer: questions grouped by meaning, and drafts of entries."""

from faq.gaps.drafts import Draft, draft_of
from faq.gaps.groups import MOST_QUESTIONS, Group, group_questions
from faq.gaps.markdown import markdown_of

__all__ = ["MOST_QUESTIONS", "Draft", "Group", "draft_of", "group_questions", "markdown_of"]
