"""Questions at a terminal, or answers from a pipe: one line each."""

import sys
from collections.abc import Callable

from bot.commands.errors import CommandError
from bot.commands.terminal import plain
from bot.commands.words import words

YES = frozenset({"y", "yes", "д", "да"})
NO = frozenset({"n", "no", "н", "нет"})


class Console:
    """Questions and messages in one language."""

    def __init__(self, language: str, command: str = "init") -> None:
        self.language = language
        self._texts = words(language, command)

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
        print(f"{self._texts['ask'][name].format_map(values)}{hint}: ", end="", flush=True)
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            print()
        if not line:
            raise CommandError(self.text("no_answer"))
        return plain(line) or default

    def ask_until(self, name: str, error_in: Callable[[str], str | None], default: str = "") -> str:
        """Ask again until `error_in` the answer is None."""
        while sentence := error_in(answer := self.ask(name, default)):
            self.show_error(sentence)
        return answer

    def agrees(self, name: str, **values: object) -> bool:
        """Ask a yes-or-no question; the default is no."""
        return self.ask(name, "", **values).lower() in YES
