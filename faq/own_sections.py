"""The sections of the author's words.md: two of them are about emergencies, all others about words."""

import re
from collections.abc import Mapping

from faq.normalising import normalise

DANGER, PRESSING = "danger", "pressing"
HEADINGS: Mapping[str, tuple[str, ...]] = {
    DANGER: ("опасность", "опасно", "danger", "emergency"),
    PRESSING: ("срочно", "срочное", "pressing", "urgent"),
}
"""Normalised headings by what their section adds to; those of either language are understood in every words.md."""

_HEADING = re.compile(r"^\s{0,3}#+\s(.*?)[\s#]*$")
_SECTION_OF = {heading: section for section, headings in HEADINGS.items() for heading in headings}


def heading_of(line: str) -> str | None:
    """The text of a heading, normalised; None when the line is none."""
    found = _HEADING.match(line)
    return normalise(found[1]) if found else None


def section_of(heading: str) -> str | None:
    """`DANGER` or `PRESSING`, if a section under that normalised heading adds to it."""
    return _SECTION_OF.get(heading)


def without_emergencies(text: str) -> str:
    """words.md with empty lines in place of the sections about emergencies, so that line numbers stay."""
    kept, is_inside = [], False
    for line in text.splitlines():
        heading = heading_of(line)
        if heading is not None:
            is_inside = section_of(heading) is not None
        kept.append("" if is_inside else line)
    return "\n".join(kept)
