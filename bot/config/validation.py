"""A parsed config.toml against the models of bot/config/settings.py: every mistake in it, as a Problem."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.calendar import CalendarError, calendar_errors
from bot.config.errors import Problem, is_secret, quoted
from bot.config.settings import HoursSettings, Settings, flat_dates
from bot.config.values import PROBLEMS
from bot.config.words import texts

_Sections = Mapping[str, type[BaseModel]]
_ABOUT_PLACES = frozenset({"model_type", "model_attributes_type", "dict_type", "missing"})
_LIKELY = 0.6  # from this likeness on a name is suggested for an unknown one
_ALWAYS = "24/7"
_EXAMPLE = 5.0  # percent
_EXAMPLES = {"pilot.share": 20.0}  # where another one is likely


def validated(document: Mapping[str, Any]) -> tuple[Settings | None, list[Problem]]:
    """The settings, or None and what is wrong with the document."""
    try:
        settings = Settings.model_validate(document)
    except ValidationError as error:
        return None, [*_of_the_models(error.errors()), *_of_the_calendar(document)]
    problems = _of_the_calendar(document)
    return (None if problems else settings), problems


def _of_the_models(errors: Sequence[ErrorDetails]) -> list[Problem]:
    unknown = [(error, _unknown(error)) for error in errors if error["type"] == "extra_forbidden"]
    meant = {str(problem.details.get("meant", "")) for _, problem in unknown}
    known = [error for error in errors if error["type"] != "extra_forbidden"]
    others = [
        _problem(error) for error in known if not _is_meant(error, meant) and not _is_told_of_its_item(error, known)
    ]
    return [*(problem for _, problem in unknown), *others]


def _is_told_of_its_item(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """Whether the mistake is in an item of a list, which then counts as too short as well."""
    place = error["loc"]
    return any(len(one["loc"]) > len(place) and one["loc"][: len(place)] == place for one in errors)


def _is_meant(error: ErrorDetails, meant: set[str]) -> bool:
    """Whether a missing key is there under another name, which is told already."""
    key = _key(error)
    return error["type"] == "missing" and any(
        one == key or one.startswith(f"{key}.") or key.startswith(f"{one}.") for one in meant if one
    )


def _unknown(error: ErrorDetails) -> Problem:
    *section, name = (str(part) for part in error["loc"])
    key, shown = ".".join((*section, name)), _shown(error)
    sections = _sections()
    if not section and (nearest := _nearest(name, sections)):
        details = {"name": name, "nearest": nearest, "meant": nearest}
        return Problem("rules", "unknown_section", key, details=details)
    if other := _section_with(name, section):
        return Problem("rules", "other_section", key, shown, details={"section": other, "meant": f"{other}.{name}"})
    siblings = sections[section[0]].model_fields if section and section[0] in sections else {}
    if nearest := _nearest(name, siblings):
        details = {"nearest": nearest, "meant": f"{section[0]}.{nearest}"}
        return Problem("rules", "unknown_key", key, shown, details=details)
    return Problem("types", "extra_forbidden", key, shown)


def _sections() -> _Sections:
    annotations = {name: field.annotation for name, field in Settings.model_fields.items()}
    return {name: kind for name, kind in annotations.items() if isinstance(kind, type) and issubclass(kind, BaseModel)}


def _section_with(name: str, own: Sequence[str]) -> str | None:
    """The one other section that has such a key."""
    having = [section for section, model in _sections().items() if name in model.model_fields and section not in own]
    return having[0] if len(having) == 1 else None


def _nearest(name: str, known: Mapping[str, object]) -> str | None:
    near = get_close_matches(name.lower(), list(known), n=1, cutoff=_LIKELY)
    return near[0] if near else None


def _problem(error: ErrorDetails) -> Problem:
    key = _key(error)
    if error["loc"][:2] == ("hours", "dates") and len(error["loc"]) > 2 and _is_key_of_hours(str(error["loc"][2])):
        return Problem("rules", "other_section", key, _shown(error), details={"section": "hours"})
    if error["type"] == "missing" and len(error["loc"]) == 1:
        return Problem("rules", "missing_section", key, details={"name": key})
    table, name = _text(key, error["type"])
    return Problem(table, name, key, _shown(error), details=_details(key, error))


def _is_key_of_hours(name: str) -> bool:
    """Keys of [hours] that stand below [hours.dates] are read as dates."""
    return name in HoursSettings.model_fields


def _text(key: str, kind: str) -> tuple[str, str]:
    """Where the text is: that of the key, unless the mistake has one of its own."""
    own = next((name for name in _prefixes(key) if name in texts("en")["keys"]), None)
    if own and kind not in _ABOUT_PLACES and kind not in PROBLEMS:
        return "keys", own
    return "types", kind


def _prefixes(key: str) -> Iterator[str]:
    while key:
        yield key
        key = key.rpartition(".")[0]


def _details(key: str, error: ErrorDetails) -> dict[str, object]:
    context = dict(error.get("ctx", {}))
    if "expected" in context:
        context["expected"] = str(context["expected"]).replace("'", '"').replace(" or ", " / ")
    percent = _percent(error["input"], _EXAMPLES.get(key, _EXAMPLE))
    return {"name": key, "percent": f"{percent:g}", "share": f"{percent / 100:g}", **context}


def _percent(value: object, example: float) -> float:
    """What the author may have meant as a percentage, else the example."""
    try:
        number = float(str(value).strip(" %").replace(",", "."))
    except ValueError:
        return example
    return number if 1 <= number < 100 else example


def _key(error: ErrorDetails) -> str:
    return ".".join(str(part) for part in error["loc"] if not isinstance(part, int) and part != "[key]")


def _shown(error: ErrorDetails) -> str:
    """The value, or nothing where it may be a secret, as that of a misspelt key or a whole section may be."""
    value = error["input"]
    is_unknown_text = error["type"] == "extra_forbidden" and isinstance(value, str)
    if error["type"] == "missing" or (is_secret(_key(error)) and error["type"] != "url") or is_unknown_text:
        return ""
    return "" if isinstance(value, dict | list) else quoted(value)


def _of_the_calendar(document: Mapping[str, Any]) -> list[Problem]:
    """Mistakes in [hours], also where other keys are wrong; a key of the wrong type is told already."""
    section = document.get("hours")
    given = section if isinstance(section, dict) else {}
    texts_given = {name: value for name, value in given.items() if isinstance(value, str)}
    dates = {day: hours for day, hours in flat_dates(given.get("dates")).items() if isinstance(hours, str)}
    default = str(HoursSettings.model_fields["timezone"].default)
    errors = calendar_errors(
        texts_given.get("timezone", default), texts_given.get("week", _ALWAYS), texts_given.get("holidays"), dates
    )
    return [_of_the_hours(error) for error in errors]


def _of_the_hours(error: CalendarError) -> Problem:
    value = quoted(error.value)
    if error.key.startswith("hours.dates.") and _is_key_of_hours(error.key.removeprefix("hours.dates.")):
        return Problem("rules", "other_section", error.key, value, details={"section": "hours"})
    return Problem("calendar", error.problem, error.key, value, details=error.details)
