"""config.toml → frozen settings. Errors name the key, the value and the remedy."""

from bot.config.errors import ConfigError, Problem, config_error
from bot.config.language import spoken
from bot.config.loading import load_config, load_for_authors, setup_record, validate
from bot.config.placeholders import require_own_values
from bot.config.settings import (
    WEBHOOK_PORT,
    BackupSettings,
    CompanySettings,
    FaqSettings,
    HoursSettings,
    Language,
    LogSettings,
    OnCallSettings,
    PilotSettings,
    PrivacySettings,
    PromiseSettings,
    Settings,
    StaffSettings,
    StorageSettings,
    TelegramSettings,
    WebSettings,
)
from bot.config.values import parse_duration

__all__ = [
    "WEBHOOK_PORT",
    "BackupSettings",
    "CompanySettings",
    "ConfigError",
    "FaqSettings",
    "HoursSettings",
    "Language",
    "LogSettings",
    "OnCallSettings",
    "PilotSettings",
    "PrivacySettings",
    "Problem",
    "PromiseSettings",
    "Settings",
    "StaffSettings",
    "StorageSettings",
    "TelegramSettings",
    "WebSettings",
    "config_error",
    "load_config",
    "load_for_authors",
    "parse_duration",
    "require_own_values",
    "setup_record",
    "spoken",
    "validate",
]
