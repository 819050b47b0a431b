"""What `nightdesk faq import` says of a file: what was taken, and what was not and why."""

from faq.commands import command_texts
from faq.importing.drafts import Left, SourceError
from faq.importing.importing import Imported
from faq.os_errors import worded

_MOST_LETTERS = 80


def import_text(imported: Imported, language: str, *, is_written: bool) -> str:
    """The lines for the author; `is_written` is false when it was only looked at."""
    texts = command_texts(language)["import"]
    taken = texts["taken" if is_written else "would_take"].format(count=len(imported.drafts), file=imported.file)
    lines = [taken if imported.drafts else texts["nothing"]]
    if imported.pictures:
        lines.append(texts["pictures"].format(count=len(imported.pictures)))
    if imported.left:
        lines.append(texts["left"].format(count=len(imported.left)))
        lines += [texts["line"].format(where=one.where, why=reason(one, language)) for one in imported.left]
    return "\n".join([*lines, texts["next"]] if imported.drafts and is_written else lines)


def reason(left: Left, language: str) -> str:
    """Why it was not taken."""
    text = " ".join(left.text.split())
    shown = text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…"
    return command_texts(language)["left"][left.kind].format(text=shown, known=left.known)


def refusal_text(error: SourceError, language: str) -> str:
    """One line that says why nothing can be read, and what to do."""
    return command_texts(language)["refused"][error.kind].format_map(worded(error.values, language))
