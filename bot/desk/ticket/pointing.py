"""What a message points at: the message it replies to or quotes, and whose words it forwards."""

from dataclasses import asdict, dataclass

from storage.models import Json, Message


@dataclass(frozen=True)
class PointsAt:
    """What a message points at. Texts are people's words and names, "" where there are none.

    `forwarded_from`: whose words a forwarded message has; "" also when Telegram hides it. `quote`: the part that the
    sender chose of the message replied to. `author`, `words` and `kind` (as in `Message.kind`) describe that message;
    its own pointers are left out. `chat` and `message` are its ids at the door when it stands in the same chat.
    `is_outside`: it stands in another chat; `is_post`: in a channel.
    """

    is_forwarded: bool = False
    forwarded_from: str = ""
    quote: str = ""
    author: str = ""
    words: str = ""
    kind: str = ""
    chat: int | None = None
    message: int | None = None
    is_outside: bool = False
    is_post: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether something of the message replied to can be shown."""
        return bool(self.quote or self.words or self.kind or self.author)

    @property
    def is_told(self) -> bool:
        """Whether anything of it can be told in words."""
        return self.is_forwarded or self.is_reply

    def to_json(self) -> Json | None:
        """For `Message.points_at`; None when it points at nothing."""
        return None if self == PointsAt() else asdict(self)


NOTHING = PointsAt()


def pointer_of(message: Message) -> PointsAt:
    return PointsAt(**message.points_at) if message.points_at else NOTHING


def is_forwarded(message: Message) -> bool:
    """Whether the words are somebody else's."""
    return pointer_of(message).is_forwarded


def points_outside(message: Message) -> bool:
    """Whether the words are about something that the desk has not said and does not know."""
    return pointer_of(message).is_outside
