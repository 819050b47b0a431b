"""Questions at a terminal, or answers from a pipe: one line each."""

import getpass
import sys
from collections.abc import Callable

from bot.commands.errors import CommandError
from bot.commands.terminal import REPLACEMENT, plain
from bot.commands.words import words

_YES = frozenset({"y", "yes", "д", "да"})
_NO = frozenset({"n", "no", "н", "нет"})


class Console:
    """Questions and messages in one language."""

    def __init__(self, language: str, command: str = "init") -> None:
        self.language = language
        self._texts = words(language, command)
        self._common = words(language, "console")["say"]

    def say(self, name: str, **values: object) -> None:
        print(self.text(name, **values), flush=True)

    def text(self, name: str, **values: object) -> str:
        return self._texts["say"][name].format_map(values)

    def show_error(self, sentence: str) -> None:
        """Print what is wrong with an answer."""
        print(f"  ! {sentence}", flush=True)

    def ask(self, name: str, default: str = "", **values: object) -> str:
        """The trimmed answer, or the default when it is empty. Raises CommandError at the end of the input."""
        hint = f" [{default}]" if default else ""
        question = f"{self._texts['ask'][name].format_map(values)}{hint}: "
        while (answer := plain(self._line(question))) and REPLACEMENT in answer:  # an arrow key, half a letter
            self.show_error(self._common["unreadable"])
        return answer or default

    def _line(self, question: str) -> str:
        print(question, end="", flush=True)
        line = sys.stdin.readline()
        if not line or not sys.stdin.isatty():
            print()
        if not line:
            raise CommandError(self.text("no_answer"))
        return line

    def ask_secret(self, name: str) -> str:
        """As `ask`, without showing at a terminal what is typed."""
        if not sys.stdin.isatty():
            return self.ask(name)
        try:
            return plain(getpass.getpass(f"{self._texts['ask'][name]}: "))
        except EOFError:
            raise CommandError(self.text("no_answer")) from None

    def ask_until(self, name: str, error_in: Callable[[str], str | None], default: str = "") -> str:
        """Ask again until `error_in` the answer is None."""
        while sentence := error_in(answer := self.ask(name, default)):
            self.show_error(sentence)
        return answer

    def agrees(self, name: str, default: bool = False, **values: object) -> bool:
        """Ask until the answer is yes or no; nothing is the default."""
        while (answer := self.ask(name, "", **values).lower().rstrip(".!")) not in _YES | _NO:
            if not answer:
                return default
            self.show_error(self._common["yes_or_no"])
        return answer in _YES
