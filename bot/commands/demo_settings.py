"""The settings of `nightdesk demo`: an example shop's, or the author's own with everything real left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.commands.words import words
from bot.config import (
    CompanySettings,
    FaqSettings,
    HoursSettings,
    Settings,
    StaffSettings,
    StorageSettings,
    TelegramSettings,
)
from bot.delivery.rate_limiter import Rate, RateLimits

UNLIMITED = RateLimits(person=Rate(1000, 0.0), group=Rate(1000, 0.0))  # no waiting while trying things out

KEPT: Mapping[str, tuple[str, ...]] = {
    "company": ("name", "phone", "address", "emergency_phone", "language"),
    "staff": ("topics",),
    "hours": ("timezone", "week", "holidays", "dates", "short_days"),
    "faq": ("path", "max_wrong", "learn", "to_person", "preview_from", "offer_from"),
    "pilot": ("share",),
    "promise": ("reply_within", "an_hour", "reopen_within"),
    "on_call": ("rota", "escalate_after"),
    "privacy": ("keep_texts_days", "keep_tickets_days", "contact", "policy_url"),
}
"""The keys of a configuration that the demo uses, by section.

Every other key has its default, so that nothing can reach what is real: a token, an address, a person.
"""


@dataclass(frozen=True)
class Place:
    """Where the demo's desk works: the sandbox's address, token and staff group, and a folder that is deleted later."""

    address: str
    token: str
    staff_chat: int
    folder: Path

    @property
    def telegram(self) -> TelegramSettings:
        return TelegramSettings(token=SecretStr(self.token), api_url=self.address)

    @property
    def storage(self) -> StorageSettings:
        return StorageSettings(url=f"sqlite:///{self.folder / 'demo.db'}")


def shop_timezone(language: str) -> str:
    return words(language, "demo")["shop"]["timezone"]


def sample_settings(place: Place, faq: Path, language: str) -> Settings:
    """Those of an example shop that speaks "ru" or "en", with the FAQ of that folder."""
    shop = words(language, "demo")["shop"]
    company = {key: shop[key] for key in ("name", "phone", "address")} | {"language": language}
    return Settings(
        company=CompanySettings.model_validate(company),
        telegram=place.telegram,
        staff=StaffSettings(chat_id=place.staff_chat, topics=True),
        hours=HoursSettings(
            timezone=shop["timezone"], week="Mo-Fr 09:00-18:00; Sa 10:00-16:00", holidays=shop["holidays"]
        ),
        faq=FaqSettings(path=faq),
        storage=place.storage,
    )


def own_settings(own: Settings, place: Place, on_call: Sequence[int]) -> Settings:
    """What `KEPT` names of the author's own settings. `on_call`: who in the sandbox stands for those who are rung."""
    replaced: dict[str, dict[str, object]] = {
        "staff": {"chat_id": place.staff_chat},
        "on_call": {"people": tuple(on_call)},
    }
    sections = {}
    for name, keys in KEPT.items():
        section = getattr(own, name)
        values = {key: getattr(section, key) for key in keys} | replaced.get(name, {})
        sections[name] = type(section).model_construct(**values)
    return Settings.model_construct(telegram=place.telegram, storage=place.storage, **sections)
