"""Models by address: what the configuration takes, what the doctor says of them, what the log says at the start."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.doctor.finding import Finding, told
from bot.commands.doctor.models import model_findings
from bot.config import ConfigError, FaqSettings, load_config, load_for_authors
from bot.inference import chat_picker, embedding_model
from bot.inference.remote_models import RemoteModels
from bot.runtime.logs import secrets_of
from tests.cli.premises import Premises
from tests.inference.fake_server import FakeServer, fake_server

NAMED = 'encoder_model = "small"'
SECRET = "Tr0ub4dor-and-three"


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as server:
        yield server


def faq_of(premises: Premises, lines: str, environ: dict[str, str] | None = None) -> FaqSettings:
    return load_config(premises.configure(language="en", more=f"[faq]\n{lines}"), environ or {}).faq


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8080/v1",
        "http://localhost:11434/v1/",
        "http://[::1]:8080/v1",
        "http://192.168.1.5/v1",
        "http://tei:80/v1",
        "https://models.example.com/v1",
    ],
)
def test_an_address_near_by_or_encrypted(premises: Premises, address: str) -> None:
    assert faq_of(premises, f'encoder = "{address}"\n{NAMED}').encoder == address.rstrip("/")


@pytest.mark.parametrize("address", ["http://models.example.com/v1", "http://8.8.8.8/v1", "http://[2001:4860::1]/v1"])
def test_words_cross_the_internet_only_encrypted(premises: Premises, address: str) -> None:
    with pytest.raises(ConfigError, match=r'faq\.encoder = .*: write "https://": customers'):
        faq_of(premises, f'encoder = "{address}"\n{NAMED}')


@pytest.mark.parametrize(
    ("lines", "told_so"),
    [
        ('encoder = "127.0.0.1:8080"', "faq.encoder = .*write a URL"),
        (f'encoder = "https://desk:{SECRET}@models.example/v1"', "NIGHTDESK_ENCODER_KEY"),
        (f'picker = "https://models.example/v1?key={SECRET}"', "NIGHTDESK_PICKER_KEY"),
        ('encoder = "http://127.0.0.1/v1"', "faq.encoder_model: write the model's name"),
        ('picker = "http://127.0.0.1/v1"\npicker_model = " "', "faq.picker_model: write the model's name"),
        ('picker_model = "small"', "faq.picker_model: add faq.picker"),
        ('encoder_query_prefix = "query: "', "faq.encoder_query_prefix: add faq.encoder"),
        (f'encoder_key = ["{SECRET}"]', "faq.encoder_key"),
        (f"picker_key = {len(SECRET)}", "faq.picker_key"),
    ],
)
def test_a_mistake_is_told_with_its_remedy_and_without_secrets(premises: Premises, lines: str, told_so: str) -> None:
    with pytest.raises(ConfigError, match=told_so) as error:
        faq_of(premises, lines)
    assert SECRET not in str(error.value)


def test_keys_come_from_the_environment_first_and_are_shown_nowhere(premises: Premises) -> None:
    lines = f'encoder = "http://127.0.0.1/v1"\n{NAMED}\nencoder_key = "other"'
    environ = {"NIGHTDESK_ENCODER_KEY": SECRET, "NIGHTDESK_PICKER_KEY": f"{SECRET}!"}
    path = premises.configure(more=f"[faq]\n{lines}")
    settings = load_config(path, environ)
    assert settings.faq.encoder_key
    assert settings.faq.encoder_key.get_secret_value() == SECRET
    assert {SECRET, f"{SECRET}!"} <= set(secrets_of(settings))
    models = RemoteModels.of(settings.faq)
    assert SECRET not in f"{settings!r} {settings.model_dump_json()} {models!r} {models.encoder!r}"


def test_without_addresses_nothing_is_asked_and_nothing_said(premises: Premises) -> None:
    settings = load_config(premises.configure(), {})
    assert model_findings(settings) == []
    assert RemoteModels.of(settings.faq) == RemoteModels()


def findings(premises: Premises, lines: str) -> list[Finding]:
    return model_findings(load_config(premises.configure(more=f"[faq]\n{lines}"), {}))


def found(premises: Premises, server: FakeServer) -> dict[str, str]:
    """Of an encoder and a picker at the fake server."""
    lines = f'encoder = "{server.address}"\n{NAMED}\npicker = "{server.address}"\npicker_model = "chat"'
    all_of_them = findings(premises, lines)
    for language in ("ru", "en"):
        assert all(told(one, language).message for one in all_of_them)
    return {one.check: f"{one.status} {one.outcome}" for one in all_of_them}


def test_the_doctor_says_that_both_answer(premises: Premises, server: FakeServer) -> None:
    server.choice = "2"
    assert found(premises, server) == {"encoder": "ok ok", "picker": "ok ok"}


def test_the_doctor_says_how_many_numbers_a_vector_has(premises: Premises, server: FakeServer) -> None:
    (one,) = findings(premises, f'encoder = "{server.address}"\n{NAMED}')
    assert "чисел в векторе: 96" in told(one, "ru").message
    assert "numbers in a vector: 96" in told(one, "en").message


def test_the_doctor_says_that_a_picker_chooses_wrongly(premises: Premises, server: FakeServer) -> None:
    server.choice = "1"
    assert found(premises, server)["picker"] == "warning wrong"


@pytest.mark.parametrize("ill", ["500", "garbage", "hangs", "NaN"])
def test_the_doctor_warns_of_what_is_not_usable(
    premises: Premises, server: FakeServer, monkeypatch: pytest.MonkeyPatch, ill: str
) -> None:
    monkeypatch.setattr("bot.commands.doctor.models._PATIENCE", 0.2)
    server.ill, server.choice = ill, "2"
    seen = found(premises, server)
    assert seen["encoder"] == "warning unusable"
    assert seen["picker"] == ("ok ok" if ill == "NaN" else "warning unusable")


def test_the_doctor_warns_of_a_model_that_is_too_slow_for_questions(
    premises: Premises, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding_model, "QUESTION_SECONDS", 0.0)
    monkeypatch.setattr("bot.commands.doctor.models.SECONDS", 0.0)
    assert chat_picker.SECONDS > 0
    assert found(premises, server) == {"encoder": "warning unusable", "picker": "warning unusable"}


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://127.0.0.1:8080/v1", "nothing leaves this machine"),
        ("http://192.168.1.5/v1", "this leaves the machine unencrypted"),
        ("https://models.example.com/v1", "this leaves the machine"),
    ],
)
def test_the_log_says_at_the_start_which_words_go_where(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, address: str, says: str
) -> None:
    settings = FaqSettings(path=tmp_path, encoder=address, encoder_model="a", picker=address, picker_model="b")
    with caplog.at_level(logging.INFO, "bot.inference.remote_models"):
        RemoteModels.of(settings).log_what_is_sent()
    first, second = [record.getMessage() for record in caplog.records]
    assert "customers' questions, masked" in first
    assert "whose answer is not sure, masked" in second
    assert first.endswith(says)
    assert second.endswith(says)


def test_authors_need_no_keys_and_read_none(premises: Premises) -> None:
    lines = f'encoder = "http://127.0.0.1/v1"\n{NAMED}\nencoder_key = "{SECRET}"'
    assert load_for_authors(premises.configure(more=f"[faq]\n{lines}")).faq.encoder_key is None
