"""parse_mode HTML, parsed and rejected as Telegram does.

The sentences of the errors are those of tdlib, Telegram's own parser; offsets in them are in bytes of UTF-8.
"""

import re
from dataclasses import dataclass, field

from bot.sandbox.api_json import Json, utf16_length
from bot.sandbox.errors import BotApiError, bad_request
from bot.sandbox.links import checked_link, mentioned_user

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(
    r"&(?:#(?P<decimal>\d{1,7});?|#x(?P<hex>[0-9a-fA-F]{1,6});?|(?P<name>lt|gt|amp|quot)(?![A-Za-z]);?)"
)
_TAG = re.compile(r"""<(?P<slash>/?)(?P<name>[^\s>]*)(?P<rest>(?:"[^"]*"|'[^']*'|[^'">])*)>""")
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=]+)(?:\s*(?P<equals>=)\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[\w.-]+)))?"""
)


@dataclass(frozen=True)
class FormattedText:
    """A text and its MessageEntity objects, whose offsets count UTF-16 units."""

    text: str
    entities: tuple[Json, ...] = ()


@dataclass(frozen=True)
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    characters: int


def parse_html(source: str) -> FormattedText:
    """Parse HTML. Raises BotApiError("Bad Request: can't parse entities: …")."""
    return _Parser(source).parse()


@dataclass
class _Parser:
    source: str
    position: int = 0
    offset: int = 0
    text: str = ""
    open_tags: list[_OpenTag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def parse(self) -> FormattedText:
        while self.position < len(self.source):
            self._step()
        if self.open_tags:
            raise _unreadable(f'Can\'t find end tag corresponding to start tag "{self.open_tags[-1].name}"')
        return FormattedText(self.text, tuple(sorted(self.entities, key=_outermost_first)))

    def _step(self) -> None:
        if self.source[self.position] == "<":
            self._tag()
            return
        end = self.source.find("<", self.position)
        end = len(self.source) if end < 0 else end
        self._append(_unescaped(self.source[self.position : end]))
        self.position = end

    def _append(self, text: str) -> None:
        self.text += text
        self.offset += utf16_length(text)

    def _tag(self) -> None:
        tag = _TAG.match(self.source, self.position)
        if tag is None:
            kind = "end" if self.source.startswith("</", self.position) else "start"
            raise _unreadable(f"Unclosed {kind} tag at byte offset {self._bytes}")
        name = tag["name"].lower()
        if tag["slash"]:
            self._close(name, tag["rest"])
        else:
            self._open(name, tag["rest"])
        self.position = tag.end()

    def _open(self, name: str, rest: str) -> None:
        if name not in _TYPES:
            raise _unreadable(f'Unsupported start tag "{name}" at byte offset {self._bytes}')
        attributes = self._attributes(name, rest)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unreadable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes}')
        self.open_tags.append(_OpenTag(name, attributes, self.offset, len(self.text)))

    def _attributes(self, name: str, rest: str) -> dict[str, str]:
        attributes = {}
        for found in _ATTRIBUTE.finditer(rest.rstrip()):
            if not found["equals"] and found["name"] != "expandable":
                problem = f'Expected equal sign in declaration of an attribute of the tag "{name}"'
                raise _unreadable(f"{problem} at byte offset {self._bytes}")
            attributes[found["name"]] = _unescaped(found["double"] or found["single"] or (found["bare"] or "").lower())
        return attributes

    def _close(self, name: str, rest: str) -> None:
        if not self.open_tags:
            raise _unreadable(f"Unexpected end tag at byte offset {self._bytes}")
        tag = self.open_tags.pop()
        if rest.strip():
            raise _unreadable(f"Unclosed end tag at byte offset {self._bytes}")
        if name not in ("", tag.name):
            raise _unreadable(
                f'Unmatched end tag at byte offset {self._bytes}, expected "</{tag.name}>", found "</{name}>"'
            )
        if self.offset > tag.offset:
            self._add_entity(tag)

    def _add_entity(self, tag: _OpenTag) -> None:
        entity: Json = {"type": _TYPES[tag.name], "offset": tag.offset, "length": self.offset - tag.offset}
        if tag.name == "a":
            self._add_link(entity, tag.attributes.get("href") or self.text[tag.characters :])
        elif tag.name == "tg-emoji":
            self.entities.append(entity | {"custom_emoji_id": _emoji_id(tag.attributes)})
        elif tag.name == "tg-time":
            self.entities.append(entity | _date_time(tag.attributes))
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            self.entities.append(entity | {"type": "expandable_blockquote"})
        elif tag.name == "pre":
            self._add_pre(entity)
        else:
            self.entities.append(entity | _code_language(tag))

    def _add_link(self, entity: Json, url: str) -> None:
        """An invalid link stays plain text without an error, as in Telegram."""
        user_id = mentioned_user(url)
        checked = checked_link(url)
        if user_id is not None:
            self.entities.append(entity | {"type": "text_mention", "user": {"id": user_id}})
        elif checked is not None:
            self.entities.append(entity | {"url": checked})

    def _add_pre(self, entity: Json) -> None:
        inner = self.entities[-1] if self.entities else {}
        if inner.get("type") == "code" and (inner["offset"], inner["length"]) == (entity["offset"], entity["length"]):
            self.entities.pop()
            entity |= {"language": inner["language"]} if "language" in inner else {}
        self.entities.append(entity)

    @property
    def _bytes(self) -> int:
        return len(self.source[: self.position].encode("utf-8", "surrogatepass"))


def _unreadable(sentence: str) -> BotApiError:
    return bad_request(f"can't parse entities: {sentence}")


def _unescaped(text: str) -> str:
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    if reference["name"]:
        return _CHARACTERS[reference["name"]]
    code = int(reference["decimal"]) if reference["decimal"] else int(reference["hex"], 16)
    is_character = 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_character else reference.group()


def _outermost_first(entity: Json) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _emoji_id(attributes: dict[str, str]) -> str:
    number = attributes.get("emoji-id", "")
    if not number.isascii() or not number.isdigit() or int(number) == 0:
        raise _unreadable("Invalid custom emoji identifier specified")
    return number


def _date_time(attributes: dict[str, str]) -> Json:
    """The format is checked with the entity."""
    number = attributes.get("unix", "")
    if not number.isascii() or not number.isdigit() or int(number) == 0:
        raise _unreadable("Invalid Unix time specified")
    return {"unix_time": int(number), "date_time_format": attributes.get("format", "")}


def _code_language(tag: _OpenTag) -> Json:
    name = tag.attributes.get("class", "")
    return {"language": name.removeprefix("language-")} if tag.name == "code" and name.startswith("language-") else {}
