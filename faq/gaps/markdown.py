"""A draft as it stands in an FAQ file."""

from faq.entry import ALSO
from faq.gaps.drafts import Draft
from faq.slug import slug


def markdown_of(draft: Draft, *, language: str, entry_id: str = "") -> str:
    """The entry's block of the file, ending with a line break; without an id it gets one made of its question.

    Reading it gives the draft back, as `draft_of` made it. language: of the file, for the names of its keys.
    """
    parts = [f"## {draft.question} {{#{entry_id or slug(draft.question)}}}"]
    if draft.also:
        phrasings = ALSO.line(draft.also, language)
        parts.append(phrasings.replace("\n- ", "\n* ") if draft.answer.startswith("-") else phrasings)
    return "\n\n".join([*parts, draft.answer]).rstrip() + "\n"
