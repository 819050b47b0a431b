"""The embeddings of an OpenAI-compatible server: llama.cpp, text-embeddings-inference, Ollama, vLLM and others."""

import logging
import time
from collections.abc import Callable, Sequence

import numpy as np
from pydantic import SecretStr

from bot.inference.circuit_breaker import CircuitBreaker
from bot.inference.endpoint import Endpoint, EndpointError, NoTimeError
from faq import EncoderUnavailableError, masked
from faq.masking import MASK
from faq.matching.encoder import Vectors

log = logging.getLogger(__name__)

QUESTION_SECONDS = 0.7
_BATCH_SECONDS = 30.0
_BATCH = 32  # texts a request: servers on a small machine take more badly
_PAUSES = (1.0, 4.0)  # seconds before a batch that failed is sent again
_LONGEST_TEXT = 400  # characters
_MOST_DIMENSIONS = 8_192
_BYTES_A_NUMBER = 32  # of JSON
_MOST_ASKED = 500  # calls after which it is looked whether the model is still the same
_LARGEST = 1e6


class HttpEmbeddingModel:
    """A model by its address. See faq.matching.remote_encoder.EmbeddingModel.

    Whatever is sent has been masked (faq.masked). Questions have `QUESTION_SECONDS`; while the server fails they are
    not sent at all, see CircuitBreaker.
    """

    def __init__(
        self,
        address: str,
        model: str,
        *,
        query_prefix: str = "",
        passage_prefix: str = "",
        key: SecretStr | None = None,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.endpoint = Endpoint(address, key)
        self.name = "\n".join((address, model, query_prefix, passage_prefix))
        self.model = model
        self._query_prefix, self._passage_prefix = query_prefix, passage_prefix
        self._breaker = CircuitBreaker(monotonic)
        self._sleep = sleep
        self._recoveries = self._asked = 0

    @property
    def epoch(self) -> int:
        """See EmbeddingModel: another one after each failure that ended, and after each 500 calls."""
        return self._recoveries + self._asked // _MOST_ASKED

    def passages(self, texts: Sequence[str]) -> Vectors:
        """See EmbeddingModel. Each batch is tried three times, 30 seconds each."""
        batches = [texts[first : first + _BATCH] for first in range(0, len(texts), _BATCH)]
        vectors = [self._insistently(batch) for batch in batches]
        if len({one.shape[1] for one in vectors}) != 1:
            raise EncoderUnavailableError("vectors of different dimensions")
        return np.concatenate(vectors)

    def questions(self, texts: Sequence[str]) -> Vectors:
        """See EmbeddingModel."""
        if not self._breaker.lets_through():
            raise EncoderUnavailableError("the server has failed and is left alone for a while")
        self._asked += 1
        try:
            vectors = self._embed(self._query_prefix, texts, QUESTION_SECONDS)
        except NoTimeError as error:
            raise EncoderUnavailableError(str(error)) from None
        except EndpointError as error:
            if self._breaker.failed():
                log.warning("The encoder at %s fails, matching goes on without it: %s", self.endpoint.host, str(error))
            raise EncoderUnavailableError(str(error)) from None
        if self._breaker.succeeded():
            self._recoveries += 1
            log.info("The encoder at %s answers again", self.endpoint.host)
        return vectors

    def embed(self, texts: Sequence[str], seconds: float) -> Vectors:
        """The vectors of phrasings by one request, shape (texts, dimensions). Raises EndpointError."""
        return self._embed(self._passage_prefix, texts, seconds)

    def _insistently(self, batch: Sequence[str]) -> Vectors:
        for pause in (*_PAUSES, None):
            try:
                return self.embed(batch, _BATCH_SECONDS)
            except EndpointError as error:
                if pause is None or isinstance(error, NoTimeError):
                    raise EncoderUnavailableError(str(error)) from None
            self._sleep(pause)
        raise AssertionError("unreachable")

    def _embed(self, prefix: str, texts: Sequence[str], seconds: float) -> Vectors:
        sent = [f"{prefix}{_outgoing(text)}" for text in texts]
        payload = {"model": self.model, "input": sent, "encoding_format": "float"}
        most = 10_000 + len(sent) * _MOST_DIMENSIONS * _BYTES_A_NUMBER
        return vectors_in(self.endpoint.post("/embeddings", payload, seconds=seconds, most_bytes=most), len(sent))


def _outgoing(text: str) -> str:
    """What leaves this machine of a text: nothing that tells who wrote it."""
    return " ".join(masked(text).replace(MASK, " ").split())[:_LONGEST_TEXT] or "."


def vectors_in(answer: object, count: int) -> Vectors:
    """The vectors of an answer in the order of their texts, shape (count, dimensions).

    Raises EndpointError for anything else than as many finite vectors of one length, one for each index.
    """
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list) or len(data) != count or not all(isinstance(one, dict) for one in data):
        raise EndpointError(f"the answer has not one vector for each of {count} texts")
    numbers = [one.get("index", place) for place, one in enumerate(data)]
    if any(type(number) is not int for number in numbers) or sorted(numbers) != list(range(count)):
        raise EndpointError("the vectors are not numbered as the texts are")
    try:
        vectors = np.array([data[numbers.index(place)].get("embedding") for place in range(count)], np.float64)
    except (TypeError, ValueError, OverflowError):
        raise EndpointError("the vectors are no numbers, or of different lengths") from None
    if vectors.ndim != 2 or not 1 < vectors.shape[1] <= _MOST_DIMENSIONS:
        raise EndpointError("the vectors have no dimensions, or too many")
    if not (np.isfinite(vectors) & (np.abs(vectors) < _LARGEST)).all() or not np.any(vectors, axis=1).all():
        raise EndpointError("the vectors are not finite, or zero")
    return vectors.astype(np.float32)
