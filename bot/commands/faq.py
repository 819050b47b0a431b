"""`nightdesk faq check | try | preview | test | fmt | import`: for the authors of the FAQ."""

import os
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bot.commands import faq_learning
from bot.commands.errors import CommandError
from bot.commands.faq_desk import add_language, add_moment, settings_without_config
from bot.commands.faq_objects import formatted_object, imported_object, report_object, tests_report
from bot.commands.terminal import json_text
from bot.commands.words import words
from bot.config import Settings, load_for_authors, spoken
from bot.runtime.clock import SystemClock
from faq import MEASURED, BandStarts, FaqError, Library, language_of
from faq.commands import check_command, fmt_command, refusal, test_command
from faq.decoding import decoded, lines_of
from faq.formatting import FormattedFolder, format_folder
from faq.importing import SourceError, import_source
from faq.importing.importing import READERS
from faq.importing.report import import_text, refusal_text
from faq.loading import load
from faq.os_errors import reason_of

Printed = tuple[str, int]


@dataclass(frozen=True)
class Subject:
    """The FAQ that a command works on, and its settings.

    `language` is that of the printed texts; `max_wrong` is the share of answers that may be wrong, 0 to 1; `starts`
    those of the lower bands; `on` is today on the company's calendar.
    """

    path: Path
    default_language: str
    language: str
    max_wrong: float
    starts: BandStarts
    on: date
    settings: Settings

    def load(self) -> Library:
        return load(self.path, default_language=self.default_language, language=self.language)


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("faq", help="check, try, test and tidy the FAQ")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_action(actions, "check", "what is wrong with it, or could be better", _check)
    trying = _add_action(actions, "try", "what the bot would say to a question", _try, first="question")
    add_moment(trying)
    trying.epilog = 'For example: nightdesk faq try "сколько стоит доставка"'
    previewing = _add_action(actions, "preview", "an entry exactly as a customer gets it", _preview, first="entry")
    add_moment(previewing)
    add_language(previewing)
    _add_action(actions, "test", "try the examples in tests.md", _test)
    tidying = _add_action(actions, "fmt", "bring its files into their usual form", _fmt)
    tidying.add_argument("--check", action="store_true", help="change nothing; status 1 if something would change")
    importing = _add_action(
        actions, "import", "take questions over from another program's file", _import, first="source"
    )
    importing.add_argument("--check", action="store_true", help="write nothing, only tell what would be taken")
    faq_learning.add(actions)
    importing.epilog = f"Files that can be read: {', '.join(READERS)}."


def subject_of(folder: Path | None, config: Path | None) -> Subject:
    """The FAQ in the folder, else the one of the configuration. Raises `ConfigError` when that can't be used.

    Without a configuration, entries are in the language of the folder's only subfolder, else in that of its files.
    """
    now = SystemClock().now()
    if folder and not config:
        language, today = spoken(os.environ), now.astimezone().date()
        settings = settings_without_config(folder, _language_of(folder, language))
        return Subject(folder, settings.company.language, language, settings.faq.max_wrong, MEASURED, today, settings)
    settings = load_for_authors(config or Path("config.toml"))
    if folder:
        settings = settings.model_copy(update={"faq": settings.faq.model_copy(update={"path": folder})})
    language, today = settings.company.language, now.astimezone(settings.calendar().zone).date()
    starts = BandStarts(settings.faq.preview_from, settings.faq.offer_from)
    return Subject(settings.faq.path, language, language, settings.faq.max_wrong, starts, today, settings)


def _language_of(folder: Path, language: str) -> str:
    """That of the only subfolder, `ru` or `en`; else of most headings in the folder's files; else `language`."""
    has = [one for one in ("ru", "en") if (folder / one).is_dir()]
    if has:
        return has[0] if len(has) == 1 else language
    lines = (line for file in sorted(folder.glob("*.md")) for line in _lines_of(file) if line.startswith("#"))
    shown = Counter(one for line in lines if (one := language_of(line, "")))
    return shown.most_common(1)[0][0] if shown else language


def _lines_of(file: Path) -> list[str]:
    """Its lines; none of a file that can't be read, of which the command tells."""
    try:
        found = decoded(file.read_bytes())
    except OSError:
        return []
    return lines_of(found.text) if found else []


def _add_action(
    actions: "_SubParsersAction[ArgumentParser]",
    name: str,
    purpose: str,
    do: Callable[[Subject, Namespace], Printed],
    first: str = "",
) -> ArgumentParser:
    parser = actions.add_parser(name, help=purpose, description=f"The FAQ: {purpose}.")
    if first:
        parser.add_argument(first, metavar=first.upper())
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="default: the configuration's")
    parser.add_argument("--config", type=Path, metavar="FILE", help="default: ./config.toml, when no folder is given")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(act=lambda arguments: _print(arguments, do))
    return parser


def _print(arguments: Namespace, do: Callable[[Subject, Namespace], Printed]) -> int:
    subject = subject_of(arguments.folder, arguments.config)
    try:
        text, status = do(subject, arguments)
    except FaqError as error:
        text, status = refusal(error.problems, subject.language)
        if arguments.json:
            text = json_text({"problems": [asdict(problem) for problem in error.problems]})
    print(text)
    return status


def _check(subject: Subject, arguments: Namespace) -> Printed:
    return check_command(
        subject.path,
        default_language=subject.default_language,
        language=subject.language,
        on=subject.on,
        company=subject.settings.company.answer_values,
        as_json=arguments.json,
    )


def _try(subject: Subject, arguments: Namespace) -> Printed:
    from bot.commands.faq_try import try_question_at  # the whole desk, which no other action needs

    return try_question_at(subject.settings, subject.language, arguments)


def _preview(subject: Subject, arguments: Namespace) -> Printed:
    from bot.commands.faq_preview import preview_entry

    return preview_entry(subject.settings, subject.language, arguments)


def _test(subject: Subject, arguments: Namespace) -> Printed:
    if arguments.json:
        report = tests_report(
            subject.path, subject.load(), max_wrong=subject.max_wrong, starts=subject.starts, on=subject.on
        )
        return json_text(report_object(report)), int(bool(report and report.failures))
    return test_command(
        subject.path,
        default_language=subject.default_language,
        language=subject.language,
        max_wrong=subject.max_wrong,
        starts=subject.starts,
        on=subject.on,
    )


def _fmt(subject: Subject, arguments: Namespace) -> Printed:
    if not (arguments.check or arguments.json):
        return fmt_command(subject.path, default_language=subject.default_language, language=subject.language)
    formatted = format_folder(subject.path, default_language=subject.default_language, language=subject.language)
    found_wrong = bool(formatted.problems)
    if arguments.check:
        found_wrong = found_wrong or bool(formatted.changed)
    else:
        formatted.write()
    text = json_text(formatted_object(formatted)) if arguments.json else _fmt_text(formatted, subject.language)
    return text, int(found_wrong)


def _import(subject: Subject, arguments: Namespace) -> Printed:
    try:
        found = import_source(Path(arguments.source), subject.path, subject.default_language)
        if found.drafts and not arguments.check:
            found.write()
    except SourceError as error:
        raise CommandError(refusal_text(error, subject.language)) from error
    except OSError as error:
        raise CommandError(f"{subject.path}: {reason_of(error, subject.language)}") from error
    text = json_text(imported_object(found, subject.language)) if arguments.json else ""
    return text or import_text(found, subject.language, is_written=not arguments.check), int(not found.drafts)


def _fmt_text(formatted: FormattedFolder, language: str) -> str:
    """What `fmt --check` prints."""
    texts = words(language, "faq")["fmt"]
    lines = [texts["untidy"].format(file=file) for file in formatted.changed_files]
    return "\n".join([*lines, *map(str, formatted.problems)]) or texts["tidy"]
