"""Declaration and decoding of method parameters."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.sandbox.api_json import Json
from bot.sandbox.errors import BotApiError, bad_request
from bot.sandbox.files import Upload

Given = Mapping[str, object]  # undecoded: text from a form, any JSON value, or an Upload

# Telegram's error messages for missing parameters, which differ.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "from_chat_id": "from_chat_id is empty",
    "file_id": "file_id not specified",
}


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: str
    required: bool


def signature(declared: str) -> tuple[Parameter, ...]:
    """Parse a declaration "chat_id:chat! text:string!": name:kind, `!` for required."""
    return tuple(_parameters(declared))


def _parameters(declared: str) -> Iterator[Parameter]:
    for word in declared.split():
        name, kind = word.removesuffix("!").split(":")
        yield Parameter(name, kind, word.endswith("!"))


class Params:
    """The decoded parameters of one call; absent ones read as empty."""

    def __init__(self, values: Mapping[str, object], attached: Mapping[str, Upload]) -> None:
        self._values = values
        self._attached = attached

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        value = self._values.get(name, "")
        return value if isinstance(value, str) else ""

    def integer(self, name: str, default: int = 0) -> int:
        value = self._values.get(name, default)
        return value if isinstance(value, int) else default

    def number(self, name: str) -> float:
        value = self._values.get(name, 0.0)
        return value if isinstance(value, float) else 0.0

    def flag(self, name: str) -> bool:
        return self._values.get(name) is True

    def object(self, name: str) -> Json:
        value = self._values.get(name)
        return value if isinstance(value, dict) else {}

    def array(self, name: str) -> list[Json]:
        value = self._values.get(name)
        return value if isinstance(value, list) else []

    def file(self, name: str) -> Upload | str:
        """An upload, or the file_id of an earlier one."""
        value = self._values.get(name, "")
        return value if isinstance(value, Upload) else self.attachment(str(value))

    def attachment(self, reference: str) -> Upload | str:
        """The upload that `attach://name` refers to; other texts unchanged."""
        if not reference.startswith("attach://"):
            return reference
        upload = self._attached.get(reference.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"attached file not found: {reference.removeprefix('attach://')}")
        return upload

    def given(self, *names: str) -> Json:
        """The given ones of these parameters."""
        return {name: self._values[name] for name in names if name in self._values}


def decoded(given: Given, declared: tuple[Parameter, ...]) -> Params:
    """Decode parameters. Raises BotApiError for an unknown, missing or malformed one."""
    known = {parameter.name: parameter for parameter in declared}
    attached = attached_names(given) - known.keys()
    for name in given.keys() - known.keys() - attached:
        raise bad_request(f'unknown parameter "{name}"')
    for parameter in declared:
        if parameter.required and given.get(parameter.name) in (None, ""):
            raise bad_request(_MISSING.get(parameter.name, f'parameter "{parameter.name}" is required'))
    values = {
        name: _decode(given[name], known[name]) for name in given.keys() & known.keys() if given[name] is not None
    }
    _refuse_halves(values)
    return Params(values, {name: value for name, value in given.items() if isinstance(value, Upload)})


def attached_names(given: Given) -> set[str]:
    """The names of uploads that another parameter refers to as `attach://name`."""
    uploads = {name for name, value in given.items() if isinstance(value, Upload)}
    said = str([value for name, value in given.items() if name not in uploads]) if uploads else ""
    return {name for name in uploads if f"attach://{name}" in said}


def _refuse_halves(values: Mapping[str, object]) -> None:
    """Replace lone surrogates, which JSON can contain and UTF-8 can not."""
    try:
        json.dumps([value for value in values.values() if not isinstance(value, Upload)], ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def _decode(value: object, parameter: Parameter) -> object:
    return _DECODERS[parameter.kind](value, parameter.name)


def _string(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise bad_request(f'field "{name}" must be of type String')
    return value


def _integer(value: object, name: str) -> int:
    try:
        return int(value) if isinstance(value, str | int) and not isinstance(value, bool) else int("")
    except ValueError:
        raise bad_request(f"can't parse {name}: expected an Integer, got {value!r}") from None


def _float(value: object, name: str) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise bad_request(f"can't parse {name}: expected a Float, got {value!r}") from None


def _boolean(value: object, name: str) -> bool:
    said = str(value).lower()
    if said not in ("true", "false", "1", "0"):
        raise bad_request(f"can't parse {name}: expected a Boolean, got {value!r}")
    return said in ("true", "1")


def _chat(value: object, name: str) -> object:
    if isinstance(value, str) and value.startswith("@"):
        raise bad_request("chat not found")
    return _integer(value, name)


def _json(value: object, name: str) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise bad_request(f"can't parse {name} JSON object: {error}") from None


def _object(value: object, name: str) -> object:
    read = _json(value, name)
    if not isinstance(read, dict):
        raise _wrong_json(name, "Object")
    return read


def _array(value: object, name: str) -> object:
    read = _json(value, name)
    if not isinstance(read, list):
        raise _wrong_json(name, "Array")
    return read


def _wrong_json(name: str, expected: str) -> BotApiError:
    return bad_request(f"can't parse {name}: expected an {expected}")


def _file(value: object, name: str) -> object:
    return value if isinstance(value, Upload) else _string(value, name)


_DECODERS: Mapping[str, Callable[[object, str], object]] = {
    "string": _string,
    "integer": _integer,
    "float": _float,
    "boolean": _boolean,
    "chat": _chat,
    "object": _object,
    "array": _array,
    "file": _file,
}
