"""The folder of the desk that is set up: its configuration, its FAQ, and the answer that it would give."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.commands.faq_desk import knowledge_of, names_in
from bot.commands.rehearsal import Said, rehearsal
from bot.commands.setup.files import FAQ_FOLDER, config_text, has_faq, write_config, write_first_entry
from bot.commands.setup.record import writing
from bot.config import Settings, load_config, validate
from bot.desk.notifications import Notification
from bot.setup import Access, Answers, Company, Group, Outcome, Setup, entries_text
from bot.wording import Rich
from faq.loading import load
from faq.publishing.new_entries import FILES
from faq.sample_answers import sample_questions

_ANSWERS = frozenset({Notification.ANSWER, Notification.HOURS, Notification.ADDRESS, Notification.PHONE})
_NO_GROUP = Group(-1, "", topics=False)  # for a trial, which sends nothing, while the group is left for later
_UNSURE = frozenset({Notification.PREVIEW, Notification.SUGGEST})


@dataclass(frozen=True)
class Trial:
    """What the desk would say to a customer."""

    texts: Sequence[Rich]
    outcome: Outcome


@dataclass(frozen=True)
class Premises:
    config: Path
    access: Access

    @property
    def faq(self) -> Path:
        return self.config.absolute().parent / FAQ_FOLDER

    @property
    def has_faq(self) -> bool:
        return has_faq(self.faq)

    def open(self, setup: Setup) -> None:
        """Write the FAQ and the configuration. Raises FaqError and NotWrittenError."""
        self.write_faq(setup)
        self.write_config(setup)

    def write_faq(self, setup: Setup) -> None:
        """Raises FaqError, in the owner's language, when the FAQ has errors, and NotWrittenError."""
        with writing(self.faq):
            self._write_entries(setup)
        load(self.faq, default_language=setup.language, language=setup.language)

    def sample_answers(self, language: str) -> int:
        """How many questions of the FAQ are still answered by the sample's fictional shop. Raises FaqError."""
        return len(sample_questions(load(self.faq, default_language=language, language=language)))

    def write_config(self, setup: Setup) -> Settings:
        """The settings as they were written. Raises NotWrittenError."""
        with writing(self.config):
            write_config(self.config, self._config_text(setup))
        return load_config(self.config)  # raises ConfigError should the file be wrong

    def _write_entries(self, setup: Setup) -> None:
        """The owner's entries; without any, one that shows the format. A FAQ that was there already stays."""
        if setup.has_own_faq:
            return
        if not setup.entries:
            write_first_entry(self.faq, setup.language)
            return
        self.faq.mkdir(exist_ok=True)
        text = entries_text(setup.entries, setup.language)
        (self.faq / FILES[setup.language]).write_text(text, encoding="utf-8")

    async def tried(self, setup: Setup, question: str, now: datetime) -> Trial:
        """What the desk with these answers, written as its FAQ, says to a question at `now`.

        Raises FaqError and NotWrittenError.
        """
        with writing(self.faq):
            self._write_entries(setup)
        settings = self._settings(setup)
        language = setup.language
        knowledge = knowledge_of(settings, language)
        async with rehearsal(settings, knowledge, now, language, names_in(language)) as desk:
            said = await desk.writes(question)
        return Trial([Rich(one.text, one.entities) for one in said.to_customer], _outcome(said))

    def _settings(self, setup: Setup) -> Settings:
        settings = validate(tomllib.loads(self._config_text(setup)), self.config)
        return settings.model_copy(update={"faq": settings.faq.model_copy(update={"path": self.faq, "learn": "off"})})

    def _config_text(self, setup: Setup) -> str:
        company = Company(setup.name, setup.phone, setup.address)
        return config_text(Answers(setup.language, company, self.access, setup.group or _NO_GROUP, setup.hours))


def _outcome(said: Said) -> Outcome:
    kinds = set(said.kinds)
    if kinds & _ANSWERS:
        return "answered"
    if kinds & _UNSURE:
        return "unsure"
    return "handed_over" if said.opens_ticket else "small_talk"
