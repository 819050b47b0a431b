"""The id of an entry, at the end of its heading."""

import re

_OTHERS = re.compile(r"(?:\s+[.][\w-]+|\s+[\w-]+=\S+)+$")


def heading_and_id(heading: str) -> tuple[str, str]:
    """«Вопрос? {#name}» as its text and its id; the id is empty when there is none. Takes linear time.

    Other programs' ways to write it are read, too: `{: #name}`, `{#name .class}`.
    """
    text = heading.strip()
    before, brace, inside = text.removesuffix("}").rpartition("{")
    name = inside.removeprefix(":").strip()
    if not brace or not text.endswith("}") or "}" in name or not name.startswith("#"):
        return text, ""
    return before.strip(), _OTHERS.sub("", name[1:].strip())
