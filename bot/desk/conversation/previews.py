"""Previews: the first lines of a probable answer, to be confirmed before all of it is shown."""

from collections.abc import Sequence

from bot.desk.answer_reports import source_of
from bot.desk.conversation.answers import RenderedAnswer
from bot.desk.notifications import Notification
from bot.desk.outbox import Post
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, first_lines
from faq.rendering import File, LeftOut, Part, Photo, Text
from storage.models import Question

LONGEST_LINES = 200  # of the answer, in UTF-16 code units


def preview_of(uow: UnitOfWork, question: Question, answer: RenderedAnswer) -> tuple[Post, bool]:
    """The preview without its buttons, and whether it shows all of the answer. `question` must have been flushed.

    Files are named, not sent.
    """
    words = [one for one in map(_words_of, answer.parts) if one.text.strip()]
    lines = first_lines(words[0], LONGEST_LINES) if words else Rich("")
    title = uow.say(question.language, Notification.PREVIEW.template, title=answer.entry.question)
    attached = _attached(uow, question.language, answer.parts)
    said = [title, *(note.rich for note in answer.note), lines, *attached]
    source = source_of(answer.entry, answer.language, question, answer.has_words)
    is_whole = not attached and len(words) <= 1 and all(lines.text == one.text.rstrip() for one in words)
    return Post(_paragraphs([one for one in said if one.text]), answer=source), is_whole


def _words_of(part: Part) -> Rich:
    match part:
        case Text(text, entities):
            return Rich(text, tuple(entities))
        case Photo(_, caption, entities) | File(_, caption, entities):
            return Rich(caption, tuple(entities))
        case LeftOut(_, _, caption):
            return Rich(caption)


def _attached(uow: UnitOfWork, language: str, parts: Sequence[Part]) -> list[Rich]:
    """A line that names what comes with the words, if anything does."""
    photos = sum(isinstance(part, Photo) for part in parts)
    files = [part.path.name for part in parts if isinstance(part, File)]
    return [uow.say(language, "customer.preview_attached", photos=photos, files=files)] if photos or files else []


def _paragraphs(texts: Sequence[Rich]) -> Rich:
    first, *rest = texts
    for one in rest:
        first = first + Rich("\n\n") + one
    return first
