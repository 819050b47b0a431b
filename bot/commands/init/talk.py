"""Questions at a terminal, or answers from a pipe: one line each."""

import sys
from collections.abc import Callable

from bot.commands.errors import CommandError
from bot.commands.terminal import plain
from bot.commands.words import words

YES = frozenset({"y", "yes", "д", "да"})


class Talk:
    """What is asked and said, in one language."""

    def __init__(self, language: str, command: str = "init") -> None:
        self.language = language
        self._texts = words(language, command)

    def say(self, name: str, **values: object) -> None:
        print(self.text(name, **values), flush=True)

    def text(self, name: str, **values: object) -> str:
        return self._texts["say"][name].format_map(values)

    def object_to(self, sentence: str) -> None:
        """Say what is wrong with an answer."""
        print(f"  ! {sentence}", flush=True)

    def ask(self, name: str, default: str = "", **values: object) -> str:
        """The answer, trimmed; the default when there is none. CommandError when nobody answers any more."""
        hint = f" [{default}]" if default else ""
        print(f"{self._texts['ask'][name].format_map(values)}{hint}: ", end="", flush=True)
        line = sys.stdin.readline()
        if not sys.stdin.isatty():
            print()
        if not line:
            raise CommandError(self.text("no_answer"))
        return plain(line) or default

    def ask_until(self, name: str, objection: Callable[[str], str | None], default: str = "") -> str:
        """Ask again until there is nothing to object to the answer."""
        while sentence := objection(answer := self.ask(name, default)):
            self.object_to(sentence)
        return answer

    def agrees(self, name: str, **values: object) -> bool:
        """A question that is answered by yes or no; no is the default."""
        return self.ask(name, "", **values).lower() in YES
