"""Answers that show a value which the company's settings leave empty: a phone number, an address."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from faq.entry import Entry
from faq.problems import Fault
from faq.templates import EmptyValue, EmptyValuesError, TemplateFailedError, fill
from faq.variables import SETTINGS, VARIABLES

_TIMES = {name.removeprefix("hours."): "…" for name in VARIABLES if name.startswith("hours.")}


def empty_value_faults(entries: Iterable[Entry], company: Mapping[str, str]) -> Iterator[Fault]:
    """What these answers would show of the empty ones of the company's values, in hours and out of them."""
    if all(company.values()):
        return
    for entry in entries:
        if any(name in entry.answer for name in SETTINGS):
            yield from faults_of_values(entry, sorted(_empty_values(entry.answer, company)))


def faults_of_values(entry: Entry, values: Sequence[EmptyValue]) -> Iterator[Fault]:
    for value in values:
        key = value.name.partition(".")[2]
        yield Fault(entry.file, entry.answer_line + value.line - 1, "empty-value", {"name": value.name, "key": key})


def _empty_values(answer: str, company: Mapping[str, str]) -> set[EmptyValue]:
    """None of an answer that can't be filled in at all, which is told otherwise."""
    found: set[EmptyValue] = set()
    for is_open, name in product((True, False), ("…", "")):
        try:
            fill(answer, {"hours": {**_TIMES, "is_open": is_open}, "company": company, "customer": {"name": name}}, str)
        except EmptyValuesError as error:
            found.update(error.values)
        except TemplateFailedError:
            continue
    return found
