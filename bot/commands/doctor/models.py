"""What the models of other programs say: the encoder and the picker, where they are configured.

None of these findings is a failure: the desk goes on without them.
"""

import time
from collections.abc import Mapping

from bot.commands.doctor.finding import Finding, warning
from bot.config import Settings
from bot.inference.chat_picker import SECONDS, ChatPicker
from bot.inference.embedding_model import QUESTION_SECONDS, HttpEmbeddingModel
from bot.inference.endpoint import Endpoint, EndpointError
from bot.inference.remote_models import RemoteModels, is_plain
from faq import EncoderUnavailableError

_PATIENCE = 10.0  # seconds for a model that is loaded only now
_ASKED = {"ru": "сколько стоит доставка", "en": "how much is delivery"}
_TITLES = {
    "ru": ("Во сколько вы открываетесь?", "Сколько стоит доставка?", "Как вернуть товар?"),
    "en": ("When do you open?", "How much is delivery?", "How do I return an item?"),
}
_RIGHT = 2


def model_findings(settings: Settings) -> list[Finding]:
    """Blocks for ten seconds at most for each model; empty where none is configured."""
    models, language = RemoteModels.of(settings.faq), settings.company.language
    findings = []
    if models.encoder:
        findings.append(_encoder_finding(models.encoder, language))
    if models.picker:
        findings.append(_picker_finding(models.picker, language))
    return findings


def _encoder_finding(model: HttpEmbeddingModel, language: str) -> Finding:
    known: dict[str, object] = {"host": model.endpoint.host, "model": model.model}
    try:
        model.embed([_ASKED[language]], _PATIENCE)
        begun = time.monotonic()
        dimensions = model.questions([_ASKED[language]]).shape[1]
    except (EndpointError, EncoderUnavailableError) as error:
        return warning("encoder", "unusable", why=str(error), seconds=f"{QUESTION_SECONDS:g}", **known)
    known |= {"dimensions": dimensions, "milliseconds": _milliseconds(begun)}
    return _usable("encoder", model.endpoint, known)


def _picker_finding(picker: ChatPicker, language: str) -> Finding:
    known: dict[str, object] = {"host": picker.endpoint.host, "model": picker.model}
    try:
        picker.ask(_ASKED[language], _TITLES[language], _PATIENCE)
        begun = time.monotonic()
        choice = picker.ask(_ASKED[language], _TITLES[language], SECONDS)
    except EndpointError as error:
        return warning("picker", "unusable", why=str(error), seconds=f"{SECONDS:g}", **known)
    if choice != _RIGHT:
        return warning("picker", "wrong", **known)
    return _usable("picker", picker.endpoint, known | {"milliseconds": _milliseconds(begun)})


def _usable(check: str, endpoint: Endpoint, known: Mapping[str, object]) -> Finding:
    is_encrypted = not is_plain(endpoint.address)
    return Finding(check, "ok" if is_encrypted else "warning", "ok" if is_encrypted else "plain", known)


def _milliseconds(begun: float) -> int:
    return round(1000 * (time.monotonic() - begun))
