"""What the models of other programs say: the encoder and the picker, where they are configured.

None of these findings is a failure: the desk goes on without them.
"""

import time

from bot.commands.doctor.finding import Finding, ok, warning
from bot.config import Settings
from bot.inference.chat_picker import SECONDS, ChatPicker
from bot.inference.embedding_model import QUESTION_SECONDS, HttpEmbeddingModel
from bot.inference.endpoint import EndpointError
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
    """Blocks for some seconds, thirteen at most for each model; empty where none is configured."""
    models, language = RemoteModels.of(settings.faq), settings.company.language
    findings = []
    if models.encoder:
        findings.append(_encoder_finding(models.encoder, language))
    if models.picker:
        findings.append(_picker_finding(models.picker, language))
    return findings


def _encoder_finding(model: HttpEmbeddingModel, language: str) -> Finding:
    host, name = model.endpoint.host, model.model
    try:
        model.embed([_ASKED[language]], _PATIENCE)
        begun = time.monotonic()
        dimensions = model.questions([_ASKED[language]]).shape[1]
    except (EndpointError, EncoderUnavailableError) as error:
        limit = f"{QUESTION_SECONDS:g}"
        return warning("encoder", "unusable", host=host, model=name, why=str(error), seconds=limit)
    took = _milliseconds(begun)
    if is_plain(model.endpoint.address):
        return warning("encoder", "plain", host=host, model=name, milliseconds=took)
    return ok("encoder", host=host, model=name, milliseconds=took, dimensions=dimensions)


def _picker_finding(picker: ChatPicker, language: str) -> Finding:
    host, name = picker.endpoint.host, picker.model
    try:
        picker.ask(_ASKED[language], _TITLES[language], _PATIENCE)
        begun = time.monotonic()
        choice = picker.ask(_ASKED[language], _TITLES[language], SECONDS)
    except EndpointError as error:
        return warning("picker", "unusable", host=host, model=name, why=str(error), seconds=f"{SECONDS:g}")
    took = _milliseconds(begun)
    if choice != _RIGHT:
        return warning("picker", "wrong", host=host, model=name)
    if is_plain(picker.endpoint.address):
        return warning("picker", "plain", host=host, model=name, milliseconds=took)
    return ok("picker", host=host, model=name, milliseconds=took)


def _milliseconds(begun: float) -> int:
    return round(1000 * (time.monotonic() - begun))
