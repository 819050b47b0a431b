"""The set-up at the shell: the steps are those of the set-up in Telegram, each answer is one line."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from bot.calendar import Calendar
from bot.commands.console import Console
from bot.commands.init.group import named_group
from bot.commands.init.token import say_why_not
from bot.commands.readable_text import readable
from bot.commands.setup.files import copy_sample
from bot.commands.setup.groups import checked_at
from bot.commands.setup.premises import Premises
from bot.commands.setup.record import Record, RecordFile
from bot.commands.terminal import plain, plain_lines
from bot.runtime.clock import Clock
from bot.setup import (
    AtShell,
    GroupNamed,
    Heard,
    Line,
    Pressed,
    Setup,
    Step,
    Tried,
    Turn,
    Wish,
    Wrote,
    begin,
    config_error,
    country_named,
    not_opened,
    phone_in,
    pressed,
    repeat,
    step,
    with_region,
)
from bot.setup.buttons import can_add
from bot.telegram.setup_checks import NotAnsweredError
from bot.wording import Wording
from bot.wording.dates import city_name, country_name
from bot.wording.drawn_week import drawn_week
from faq import FaqError

_USUAL_WEEK = {"ru": "пн-пт 9-18, сб 10-16", "en": "Mon-Fri 9am-6pm, Sat 10am-4pm"}
_USUAL_ZONE = {"ru": "Europe/Moscow", "en": "Europe/London"}
_NO_COUNTRY = {"ru": "нет", "en": "none"}
_NONE = frozenset({"-", "—", "no", "none", "нет"})
_LATER = frozenset({"later", "потом", "позже"})
_FIRST_ASKED: Mapping[Step, tuple[Step, tuple[AtShell, ...]]] = {
    Step.HOURS: (Step.NAME, (AtShell.PHONE, AtShell.ADDRESS)),
    Step.GROUP: (Step.CITY, (AtShell.HOLIDAYS,)),
    Step.TRIAL: (Step.QUESTION, (AtShell.FAQ,)),
}
"""The shell's own questions of a step, all asked anew when the owner comes from the step before."""

_ANY_COUNTRY = "RU"  # hours on holidays need one, to be drawn


class Interview:
    """One set-up. It is written down after each step, in the file of the set-up in Telegram."""

    def __init__(self, language: str, premises: Premises, file: RecordFile, record: Record, clock: Clock) -> None:
        self._premises = premises
        self._file = file
        self._clock = clock
        self._record = record
        self._console = Console(language)

    @property
    def language(self) -> str:
        """The owner's, who may have changed it."""
        return self._console.language

    def run(self) -> bool:
        """Until everything is written. False: the group was left for later, and all other answers are kept."""
        turn, came_from = self._first(), None
        while True:
            self._remember(turn.setup)
            if any(line.name == "setup.group_left" for line in turn.said):
                return False
            for line in turn.said:
                self._say(line)
            match turn.wish:
                case None:
                    came_from, turn = turn.setup.step, self._asked(turn.setup, came_from)
                case Wish.OPEN:
                    if (problem := self._open(turn.setup)) is None:
                        return True
                    turn = not_opened(turn.setup, problem)
                case Wish.CHECK_GROUP:
                    turn = self._checked(turn.setup, int(turn.about))
                case Wish.TRY_QUESTION:
                    turn = self._tried(turn.setup, str(turn.about))

    def _first(self) -> Turn:
        if self._record.setup:
            return repeat(self._record.setup, self._clock.now())
        return begin("en" if self.language == "en" else "ru", self._clock.now(), self._premises.has_faq)

    def _remember(self, setup: Setup) -> None:
        self._record = replace(self._record, setup=setup)
        self._file.write(self._record)
        self._console = Console(setup.language)

    def _say(self, line: Line) -> None:
        """What the set-up says in Telegram, where it says nothing of buttons; the prompts ask the questions."""
        console, values = self._console, line.values
        match line.name.removeprefix("setup."):
            case "hello":
                console.say("hello")
            case "city_chosen":
                console.say("city_chosen", city=values["city"], time=values["time"])
            case "week_read":
                self._draw_week()
            case "group_problems":
                for problem in line.values["problems"]:  # type: ignore[attr-defined]  # a tuple of sentences
                    console.show_error(problem)
            case "group_ready":
                console.say("group_with_topics" if values["topics"] else "group_without_topics", title=values["title"])
            case "not_answered":
                console.say(str(values["outcome"]))
            case "faq_broken":
                console.say("faq_broken", problem=values["problem"])
            case name if name.startswith("bad_") or name == "words_please":
                console.show_error(self._text(line))
            case name if not name.startswith("ask_"):
                print(f"  {self._text(line)}", flush=True)

    def _text(self, line: Line) -> str:
        return plain(self._wording.say(self.language, line.name, self._clock.now(), **line.values).text)

    def _draw_week(self) -> None:
        calendar, today = self._calendar(self._setup)
        print(drawn_week(calendar, today, self.language), flush=True)

    def _week_in_words(self, setup: Setup) -> str:
        """The hours as people write them; those of holidays are not among them."""
        calendar, today = self._calendar(setup)
        week = [calendar.regular_shifts(today + timedelta(days=number - today.weekday())) for number in range(7)]
        return self._wording.label(setup.language, "hours.open_days", self._clock.now(), week=week)

    def _calendar(self, setup: Setup) -> tuple[Calendar, date]:
        """The calendar of the answers so far, with its today."""
        calendar = Calendar(setup.zone.key, setup.week, setup.country or _ANY_COUNTRY)
        return calendar, self._clock.now().astimezone(calendar.zone).date()

    @property
    def _wording(self) -> Wording:
        return Wording({}, self._setup.zone)

    @property
    def _setup(self) -> Setup:
        assert self._record.setup is not None  # since the first turn
        return self._record.setup

    def _asked(self, setup: Setup, came_from: Step | None) -> Turn:
        """Ask the question of this step; `came_from` is the step before, None after a restart."""
        heard = self._answered_before(setup, came_from) or self._answer(self._setup)
        return step(self._setup, heard, self._clock.now()) if heard else Turn(self._setup)

    def _answered_before(self, setup: Setup, came_from: Step | None) -> Heard | None:
        """Ask what Telegram's owner isn't asked, or chooses with a button; what was heard instead of an answer."""
        if setup.step is Step.TRIAL and came_from is Step.ANSWER and can_add(setup):
            return Pressed("one_more")
        if setup.step is Step.TRIAL and (setup.entries or setup.has_own_faq):
            return None
        entered_from, questions = _FIRST_ASKED.get(setup.step, (None, ()))
        answered = setup.answered_at_shell - set(questions if came_from is entered_from else ())
        while left := [question for question in questions if question not in answered]:
            heard = self._asked_at_shell(left[0])
            if heard == Pressed("back") and left[0] is not questions[0]:
                answered -= {questions[questions.index(left[0]) - 1]}
            elif heard:
                return heard
            else:
                answered |= {left[0]}
            self._remember(replace(self._setup, answered_at_shell=answered))
        return None

    def _asked_at_shell(self, question: AtShell) -> Heard | None:
        match question:
            case AtShell.PHONE:
                return self._phone(self._setup)
            case AtShell.ADDRESS:
                return self._address(self._setup)
            case AtShell.HOLIDAYS:
                return self._holidays(self._setup)
            case AtShell.FAQ:
                return self._provide_faq(self._setup)

    def _answer(self, setup: Setup) -> Heard | None:
        """What the owner types at this step; None for what was no answer."""
        console, language = self._console, setup.language
        match setup.step:
            case Step.NAME:
                return self._heard(console.ask("name", setup.name))
            case Step.HOURS:
                week = self._week_in_words(setup) if setup.week else ""
                answer = console.ask("hours", week or _USUAL_WEEK[language])
                return Pressed("keep") if answer == week else self._heard(answer)
            case Step.CITY:
                zone = setup.timezone or _USUAL_ZONE[language]
                return self._heard(console.ask("city", city_name(zone, language)))
            case Step.GROUP:
                return self._group_named(setup)
            case Step.QUESTION:
                question = console.ask("question_more" if setup.entries else "question")
                return self._heard(question) if question else Pressed("try" if setup.entries else "skip")
            case Step.ANSWER:
                return self._heard(console.ask("answer", question=setup.asked))
            case _:
                question = console.ask("trial_own" if setup.entries else "trial")
                return self._heard(question) if question else Pressed("open")

    def _heard(self, answer: str) -> Heard:
        """A button's label may be typed, in small letters, too."""
        button = pressed(self._setup, answer.casefold(), self._label)
        return Pressed(button) if button else Wrote(answer)

    def _label(self, name: str) -> str:
        return self._wording.label(self.language, f"setup.button_{name}", self._clock.now()).casefold()

    def _phone(self, setup: Setup) -> Heard | None:
        heard = self._heard(self._console.ask_until("phone", self._error_in_phone, setup.phone))
        if not isinstance(heard, Wrote):
            return heard
        phone = phone_in(heard.text)
        if phone != heard.text and phone:
            self._console.say("phone_chosen", phone=phone)
        self._remember(replace(setup, phone=phone))
        return None

    def _address(self, setup: Setup) -> Heard | None:
        heard = self._heard(self._console.ask("address", setup.address))
        if not isinstance(heard, Wrote):
            return heard
        self._remember(replace(setup, address=_unless_none(heard.text)))
        return None

    def _error_in_phone(self, answer: str) -> str | None:
        is_other = not answer or answer.casefold() in _NONE or isinstance(self._heard(answer), Pressed)
        return None if is_other or phone_in(answer) else self._console.text("bad_phone")

    def _holidays(self, setup: Setup) -> Heard | None:
        none = _NO_COUNTRY[setup.language]

        def error_in(answer: str) -> str | None:
            if isinstance(self._heard(answer), Pressed):
                return None
            country = _country(answer)
            if not config_error(setup.language, "hours", week=setup.week, holidays=country):
                return None
            return self._console.text("bad_country" if country else "country_needed")

        known = country_name(setup.country, setup.language) if setup.country and setup.keeps_holidays else none
        answer = self._console.ask_until("holidays", error_in, known)
        if isinstance(heard := self._heard(answer), Pressed):
            return heard
        country = _country(answer)
        if country:
            country = with_region(country, setup.timezone)
            self._console.say("country_chosen", country=country_name(country, setup.language))
        self._remember(replace(setup, country=country or setup.country, keeps_holidays=country is not None))
        return None

    def _provide_faq(self, setup: Setup) -> Heard | None:
        """Without entries of the owner's own: one entry, which is written in the end, or the sample if it is wanted."""
        heard = self._heard(self._console.ask("faq", "1"))
        if not isinstance(heard, Wrote):
            return heard
        if heard.text == "2":
            copy_sample(self._premises.faq)
            self._console.say("faq_copied", folder=self._premises.faq)
            self._remember(replace(setup, has_own_faq=True))
        return None

    def _group_named(self, setup: Setup) -> Heard | None:
        answer = self._console.ask("group", str(setup.group.chat_id) if setup.group else "")
        if answer.casefold() in _LATER:
            return Pressed("group_later")
        if isinstance(heard := self._heard(answer), Pressed):
            return heard
        chat_id = named_group(self._console, self._premises.access, answer)
        return GroupNamed(chat_id) if chat_id else None

    def _checked(self, setup: Setup, chat_id: int) -> Turn:
        try:
            checked = asyncio.run(checked_at(self._premises.access, chat_id, setup.language))
        except NotAnsweredError as error:
            say_why_not(self._console, error, self._premises.access.api_url)
            return Turn(setup)
        return step(setup, checked, self._clock.now())

    def _tried(self, setup: Setup, question: str) -> Turn:
        try:
            trial = asyncio.run(self._premises.tried(setup, question, self._clock.now()))
        except FaqError as error:
            return not_opened(setup, str(error))
        for text in trial.texts:
            for line in plain_lines(readable(text.text, text.entities)):
                print(f"  │ {line}".rstrip(), flush=True)
        return step(setup, Tried(trial.outcome), self._clock.now())

    def _open(self, setup: Setup) -> str | None:
        """Write everything down; what is wrong with the FAQ when it can't be used."""
        try:
            self._premises.open(setup)
        except FaqError as error:
            return str(error)
        self._file.remove()
        access = self._premises.access
        keeps_token = not access.is_in_environment and access.token_file is None
        self._console.say("config_with_token" if keeps_token else "config_written", path=self._premises.config)
        written = "faq_is_there" if setup.has_own_faq else "faq_written" if setup.entries else "faq_begun"
        self._console.say(written, folder=self._premises.faq)
        return None


def _unless_none(answer: str) -> str:
    return "" if answer.casefold() in _NONE else answer


def _country(answer: str) -> str | None:
    """Two letters of a country that is named; what is no name, perhaps letters already, as it is."""
    if answer.casefold() in _NONE:
        return None
    return country_named(answer) or answer.upper()
