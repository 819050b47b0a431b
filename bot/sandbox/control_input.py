"""Parsing of control API requests, from JSON or a form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.sandbox.api_json import Json
from bot.sandbox.errors import Impossible
from bot.sandbox.files import MOST_UPLOAD_BYTES, Upload


@dataclass(frozen=True)
class Asked:
    """The fields of one request. A missing or malformed one raises Impossible with a readable message."""

    fields: Mapping[str, object]

    def __contains__(self, name: str) -> bool:
        return self.fields.get(name) is not None

    def text(self, name: str) -> str | None:
        value = self.fields.get(name)
        if value is None or isinstance(value, str):
            return value
        raise Impossible(f"{name} must be a text, not {value!r}")

    def required_text(self, name: str) -> str:
        text = self.text(name)
        if not text:
            raise Impossible(f"{name} is missing")
        return text

    def integer(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value is None or value == "":
            return None
        try:
            return int(str(value))
        except ValueError:
            raise Impossible(f"{name} must be a whole number, not {value!r}") from None

    def required_integer(self, name: str) -> int:
        number = self.integer(name)
        if number is None:
            raise Impossible(f"{name} is missing")
        return number

    def flag(self, name: str) -> bool:
        value = self.fields.get(name)
        if not isinstance(value, bool):
            raise Impossible(f"{name} must be true or false, not {value!r}")
        return value

    def moment(self, name: str) -> datetime:
        try:
            return datetime.fromisoformat(self.required_text(name))
        except ValueError:
            raise Impossible(f"{name} must be an ISO date and time with an offset") from None

    def decoded(self, name: str) -> Json | list[Json] | None:
        """An object or a list; in a form, as JSON text."""
        value = self.fields.get(name)
        try:
            read = json.loads(value) if isinstance(value, str) else value
        except ValueError:
            raise Impossible(f"{name} is no JSON") from None
        if read is None or isinstance(read, dict | list):
            return read
        raise Impossible(f"{name} must be an object or a list, not {read!r}")

    def upload(self, name: str) -> Upload | None:
        value = self.fields.get(name)
        return value if isinstance(value, Upload) else None


async def read_asked(request: Request) -> Asked:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as form:
            return Asked({name: await _field(value) for name, value in form.items()})
    body = await request.body()
    try:
        fields = json.loads(body or b"{}")
    except ValueError:
        raise Impossible("the body is no JSON") from None
    if not isinstance(fields, dict):
        raise Impossible("the body must be a JSON object")
    return Asked(fields)


async def _field(value: str | UploadFile) -> object:
    if isinstance(value, str):
        return value
    return Upload(value.filename or "file", await value.read(MOST_UPLOAD_BYTES + 1))
