"""The models that the configuration names."""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.config import FaqSettings
from bot.config.hosts import is_this_machine, normal_host
from bot.inference.chat_picker import ChatPicker
from bot.inference.embedding_model import HttpEmbeddingModel

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RemoteModels:
    """An encoder and a picker; None where none is configured."""

    encoder: HttpEmbeddingModel | None = None
    picker: ChatPicker | None = None

    @staticmethod
    def of(settings: FaqSettings) -> "RemoteModels":
        encoder = picker = None
        if settings.encoder:
            encoder = HttpEmbeddingModel(
                settings.encoder,
                settings.encoder_model,
                query_prefix=settings.encoder_query_prefix,
                passage_prefix=settings.encoder_passage_prefix,
                key=settings.encoder_key,
            )
        if settings.picker:
            picker = ChatPicker(settings.picker, settings.picker_model, key=settings.picker_key)
        return RemoteModels(encoder, picker)

    def log_what_is_sent(self) -> None:
        """Say once, at the start, which words go where."""
        if self.encoder:
            told = "the encoder gets the FAQ's questions and answers and customers' questions, masked"
            log.info("%s: %s; %s", self.encoder.endpoint.host, told, _leaves(self.encoder.endpoint.address))
        if self.picker:
            told = "the picker gets customers' questions whose answer is not sure, masked, and the FAQ's questions"
            log.info("%s: %s; %s", self.picker.endpoint.host, told, _leaves(self.picker.endpoint.address))


NO_MODELS = RemoteModels()


def is_plain(address: str) -> bool:
    """Whether what is sent to the address crosses a network unencrypted."""
    return address.startswith("http:") and not _is_here(address)


def _is_here(address: str) -> bool:
    return is_this_machine(normal_host(urlsplit(address).hostname or ""))


def _leaves(address: str) -> str:
    if _is_here(address):
        return "nothing leaves this machine"
    return "this leaves the machine unencrypted" if is_plain(address) else "this leaves the machine"
