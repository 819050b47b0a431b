"""The sections of config.toml as frozen pydantic models."""

from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from bot.calendar import Calendar
from bot.config.values import (
    Address,
    DatabaseUrl,
    Duration,
    Folder,
    GroupId,
    Host,
    ModelAddress,
    PersonId,
    Share,
    Switch,
    TimeOfDay,
    WebhookSecret,
    invalid,
)

Language = Literal["ru", "en"]

WEBHOOK_PORT = 8080  # used when [web] port is not set


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _no_switch_for_a_number(cls, value: object, info: ValidationInfo) -> object:
        """Python takes true for 1."""
        annotation = cls.model_fields[info.field_name or ""].annotation
        if isinstance(value, bool) and {int, float} & {annotation, *get_args(annotation)}:
            raise invalid("number_expected")
        return value


def flat_dates(dates: object) -> dict[str, object]:
    """[hours.dates] by day. TOML reads `31.12.2026 = "closed"`, without quotes, as three keys within each other."""
    return dict(_flattened(dates)) if isinstance(dates, Mapping) else {}


def _flattened(dates: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for day, hours in dates.items():
        if isinstance(hours, Mapping):
            yield from ((f"{day}.{rest}", value) for rest, value in _flattened(hours))
        else:
            yield day, hours


def _dates(value: object) -> object:
    return flat_dates(value) if isinstance(value, Mapping) else value


class CompanySettings(_Section):
    name: str = Field(min_length=1)
    phone: str = ""
    address: str = ""
    emergency_phone: str = ""
    language: Language = "ru"

    @property
    def answer_values(self) -> Mapping[str, str]:
        """The values of `company.*` in answers."""
        return {"name": self.name, "phone": self.phone, "address": self.address}


class TelegramSettings(_Section):
    token: SecretStr = SecretStr("")
    token_file: Folder | None = None
    api_url: Address = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: Address | None = None
    webhook_secret: WebhookSecret | None = None


class StaffSettings(_Section):
    chat_id: GroupId
    topics: Switch = True
    authors: tuple[PersonId, ...] = ()  # who may change the FAQ from the chat; nobody named: the group's admins


class HoursSettings(_Section):
    timezone: str = "Europe/Moscow"
    week: str
    holidays: str | None = None
    dates: Annotated[dict[str, str], BeforeValidator(_dates)] = {}
    short_days: Switch = True  # an hour less before holidays, where the country's law has it


class FaqSettings(_Section):
    path: Folder = Path("faq")
    max_wrong: float = Field(default=0.05, gt=0, lt=1)  # share of stated answers that may be wrong
    learn: Literal["auto", "ask", "off"] = "auto"  # ask: an author allows each learnt phrasing
    to_person: tuple[Literal["jobs", "suppliers"], ...] = ()  # messages that go straight to a person
    preview_from: float | None = Field(default=None, ge=0, le=1)  # least probability; None: measured for each language
    offer_from: float | None = Field(default=None, ge=0, le=1)
    encoder: ModelAddress | None = None  # None: the shipped encoder, if it is installed
    encoder_model: str = ""
    encoder_query_prefix: str = ""
    encoder_passage_prefix: str = ""
    encoder_key: SecretStr | None = None
    picker: ModelAddress | None = None
    picker_model: str = ""
    picker_key: SecretStr | None = None


class PilotSettings(_Section):
    share: Share = 1.0  # of customers whom the bot answers itself; the others' answers are suggested to colleagues


class PromiseSettings(_Section):
    reply_within: Duration = timedelta(minutes=30)
    an_hour: float = Field(default=12, gt=0, le=600)  # first replies, until the desk's own pace is known
    reopen_within: Duration = timedelta(days=3)


class OnCallSettings(_Section):
    """`people`: Telegram ids of colleagues who have started the bot, in the order of their turns."""

    people: tuple[PersonId, ...] = ()
    rota: Literal["weekly", "daily", "all"] = "weekly"
    escalate_after: Duration = timedelta(minutes=10)


class PrivacySettings(_Section):
    """Retention in days after a ticket is closed, or after a message outside tickets; 0 keeps for ever."""

    keep_texts_days: int = Field(default=0, ge=0, le=36_500)
    keep_tickets_days: int = Field(default=0, ge=0, le=36_500)
    contact: str = ""
    policy_url: Address | None = None

    @property
    def texts_days(self) -> int:
        """Days until texts are erased: at the latest when their customer is."""
        return min((days for days in (self.keep_texts_days, self.keep_tickets_days) if days), default=0)


class StorageSettings(_Section):
    url: DatabaseUrl = Field(default="sqlite:///nightdesk.db", repr=False)


class BackupSettings(_Section):
    folder: Folder | None = None
    at: TimeOfDay = time(4)  # in the company's time zone
    keep_days: int = Field(default=14, ge=1)


class WebSettings(_Section):
    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=1, le=65535)
    public_url: Address | None = None
    allowed_hosts: tuple[Host, ...] | None = Field(default=None, min_length=1)


class LogSettings(_Section):
    format: Literal["text", "json"] = "text"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Section):
    company: CompanySettings
    telegram: TelegramSettings = TelegramSettings()
    staff: StaffSettings
    hours: HoursSettings
    faq: FaqSettings = FaqSettings()
    pilot: PilotSettings = PilotSettings()
    promise: PromiseSettings = PromiseSettings()
    on_call: OnCallSettings = OnCallSettings()
    privacy: PrivacySettings = PrivacySettings()
    storage: StorageSettings = StorageSettings()
    backup: BackupSettings = BackupSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()

    @property
    def web_port(self) -> int | None:
        """The port to listen on; None when polling without [web] port, that is without health and metrics."""
        return self.web.port or (WEBHOOK_PORT if self.telegram.mode == "webhook" else None)

    def calendar(self) -> Calendar:
        """The calendar without announced closures. Raises CalendarError, which names the invalid key."""
        hours = self.hours
        return Calendar(hours.timezone, hours.week, hours.holidays, hours.dates, short_days=hours.short_days)
