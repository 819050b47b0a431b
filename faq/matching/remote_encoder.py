"""An encoder behind an address, brought to the scale of the shipped one.

The constants of matching were learnt with the shipped encoder, and cosines of other models lie elsewhere: unrelated
texts have 0.82 with multilingual E5, 0.14 with the shipped one. Here the mean of the situations' lines, the same
thousands of customers' sentences for every model, is taken from each vector, so that unrelated ones have a cosine of
zero (Mu and Viswanath, "All-but-the-Top", 2018), and one dimension of a constant lifts that to the shipped one's mean:
cosine′ = (1 - UNRELATED) · cosine + UNRELATED. A text's cosine with itself stays 1, so that both ends of the scale are
those that the constants know. The spread between them follows: measured in docs/engines.md.
"""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from threading import Lock
from typing import Any, NoReturn, Protocol

import numpy as np
from numpy.typing import NDArray

from faq.matching.array_cache import ArrayCache
from faq.matching.embeddings import line_arrays
from faq.matching.encoder import EncoderUnavailableError, Vectors
from faq.matching.lines import standard_lines
from faq.matching.quantized import QuantizedVectors
from faq.matching.shipped_arrays import SITUATIONS, Arrays, made_from
from faq.matching.situations import situations
from faq.matching.wordlists import Language

FORM = 1  # to be raised whenever the code makes other arrays of the same vectors
UNRELATED = 0.135  # the shipped encoder's mean cosine of two of the lines, in Russian and in English
_LEAST_SEPARATION = 0.4  # of related from unrelated lines, in standard deviations; the shipped encoder has 1.2 or more
_PROBES = 8  # lines whose vectors tell whether the model is still the same; the first one also as a question
_SAME = 0.97  # cosine of two vectors that one model gave the same text, in other company or on another machine
_REMEMBERED = 2_000  # questions
_TINY = 1e-6
_ANOTHER_MODEL = "the address serves another model than before"


class EmbeddingModel(Protocol):
    """A model that another program runs. Its vectors are finite, with a length, dimensions and a scale of their own.

    Both methods raise EncoderUnavailableError.
    """

    @property
    def name(self) -> str:
        """Address, model and prefixes: whatever the vectors depend on."""

    @property
    def epoch(self) -> int:
        """Another number whenever it may have become another model, as after a restart of its program."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of any number of phrasings, shape (texts, dimensions); may take minutes."""

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what customers ask, shape (texts, dimensions); within a fraction of a second."""


class UnsuitableModelError(EncoderUnavailableError):
    """The model does not tell meanings apart in this language. Permanent, until the address serves another one."""


class RemoteEncoder:
    """A calibrated model for one language. May be asked by several threads."""

    is_remote = True

    def __init__(self, model: EmbeddingModel, language: Language, arrays: Arrays) -> None:
        """arrays: as `calibrate` makes them."""
        self._model = model
        self._language = language
        self._centre = np.asarray(arrays["centre"], np.float32)
        self._probes = np.asarray(arrays["probes"], np.float32)
        self._lines = {name: arrays[name] for name in ("steps", "sizes", "usual")}
        self._line = _texts_of_lines(language)[0]
        self._checked_in = model.epoch
        self._memory = _Memory()
        self.is_outdated = False  # whether the address was found to serve another model
        digest = blake2b(self._lines["steps"].tobytes(), digest_size=8).hexdigest()
        self.name = f"{model.name} / {language} / {digest}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder. A known line goes along: vectors of another model would be kept for long beside these."""
        vectors = self._calibrated(self._model.passages([*texts, self._line]))
        if float(vectors[-1] @ self._probes[0]) < _SAME:
            self._give_up(_ANOTHER_MODEL)
        return vectors[:-1]

    def encode_question(self, texts: Sequence[str]) -> Vectors:
        """See Encoder. Vectors of texts that were asked lately are remembered."""
        known = self._memory.of(texts)
        if missing := [text for text in texts if text not in known]:
            new = dict(zip(missing, self._asked(missing), strict=True))
            self._memory.keep(new)
            known |= new
        return np.array([known[text] for text in texts])

    def known_lines(self, language: Language) -> Arrays | None:
        """See Encoder."""
        return self._lines if language == self._language else None

    def _asked(self, texts: Sequence[str]) -> Vectors:
        if self.is_outdated:
            raise EncoderUnavailableError("the model is to be calibrated anew")
        epoch = self._model.epoch
        if epoch == self._checked_in:
            return self._calibrated(self._model.questions(texts))
        vectors = self._calibrated(self._model.questions([*texts, self._line]))
        if float(vectors[-1] @ self._probes[-1]) < _SAME:
            self._give_up(_ANOTHER_MODEL)
        self._checked_in = epoch
        return vectors[:-1]

    def _calibrated(self, vectors: Vectors) -> Vectors:
        if vectors.shape[1] != len(self._centre):
            self._give_up(f"vectors have {vectors.shape[1]} dimensions, not {len(self._centre)} as before")
        return calibrated(vectors, self._centre)

    def _give_up(self, why: str) -> NoReturn:
        self.is_outdated = True
        raise EncoderUnavailableError(why)


class RemoteEncoders:
    """One model's encoders by language, each calibrated when it is first asked for."""

    def __init__(self, model: EmbeddingModel, cache: ArrayCache | None = None) -> None:
        self._model = model
        self._cache = cache
        self._by_language: dict[Language, RemoteEncoder] = {}
        self._unsuitable: dict[Language, tuple[str, Vectors]] = {}  # why, and the vector of a known line

    def of(self, language: Language) -> RemoteEncoder:
        """Raises EncoderUnavailableError, see `calibrate`.

        Where the model is unsuitable, a single line tells from then on whether the address still serves it.
        """
        if language in self._unsuitable:
            why, before = self._unsuitable[language]
            now = self._known_line(language)
            if now.shape == before.shape and float(np.sum(now * before)) >= _SAME:
                raise UnsuitableModelError(why)
            del self._unsuitable[language]
        if language not in self._by_language:
            try:
                self._by_language[language] = calibrate(self._model, language, self._cache)
            except UnsuitableModelError as error:
                self._unsuitable[language] = str(error), self._known_line(language)
                raise
        return self._by_language[language]

    def _known_line(self, language: Language) -> Vectors:
        return _unit(self._model.passages(_texts_of_lines(language)[:1]))

    @property
    def are_outdated(self) -> bool:
        """Whether the address serves another model than the one that was calibrated."""
        return any(encoder.is_outdated for encoder in self._by_language.values())

    def forget(self) -> None:
        """Calibrate anew when asked next."""
        self._by_language.clear()
        self._unsuitable.clear()


def calibrated(vectors: Vectors, centre: Vectors) -> Vectors:
    """Unit vectors on the shipped encoder's scale, shape (texts, dimensions + 1).

    centre: the mean of the lines' vectors at unit length; shape (dimensions,).
    """
    centred = _unit(_unit(vectors) - centre)
    constant = np.full((len(vectors), 1), np.sqrt(UNRELATED), np.float32)
    return _unit(np.hstack([centred * np.float32(np.sqrt(1 - UNRELATED)), constant]))


def calibrate(model: EmbeddingModel, language: Language, cache: ArrayCache | None = None) -> RemoteEncoder:
    """The model on the shipped encoder's scale. Encodes thousands of lines, unless the cache has them of this model.

    Raises EncoderUnavailableError, also where the vectors don't tell related sentences from others.
    """
    name, key = f"lines-{language}-remote", f"{FORM} / {model.name} / {made_from(language, SITUATIONS)}"
    lines = _texts_of_lines(language)
    probes = model.passages(lines[:_PROBES])  # first: a server may load its model only now
    probes = np.vstack([probes, _of_same_size(probes, model.questions(lines[:1]))])
    arrays = None if cache is None else cache.read(name, key)
    if arrays is None or not _is_of_same_model(arrays, probes):
        arrays = _arrays(language, _of_same_size(probes, model.passages(lines)), probes)
        if cache is not None:
            cache.write(name, key, arrays)
    return RemoteEncoder(model, language, arrays)


def _texts_of_lines(language: Language) -> list[str]:
    return [" ".join(tokens) or "." for tokens in standard_lines(language)]


def _is_of_same_model(arrays: Arrays, probes: Vectors) -> bool:
    centre = arrays["centre"]
    if len(centre) != probes.shape[1]:
        return False
    return bool((np.sum(calibrated(probes, centre) * arrays["probes"], axis=1) >= _SAME).all())


def _of_same_size(others: Vectors, vectors: Vectors) -> Vectors:
    if vectors.shape[1] != others.shape[1]:
        raise EncoderUnavailableError("the vectors have different dimensions")
    return vectors


def _arrays(language: Language, vectors: Vectors, probes: Vectors) -> dict[str, NDArray[Any]]:
    centre = np.asarray(_unit(vectors).mean(axis=0), np.float32)
    on_scale = calibrated(vectors, centre)
    found = separation(on_scale, language)
    if found < _LEAST_SEPARATION:
        raise UnsuitableModelError(
            f"the model does not tell meanings apart in {language}: {found:.2f}, {_LEAST_SEPARATION} needed"
        )
    arrays = dict(line_arrays(language, QuantizedVectors.of(on_scale)))
    return arrays | {"centre": centre, "probes": calibrated(probes, centre)}


def separation(vectors: Vectors, language: Language) -> float:
    """How far the mean cosine of neighbouring lines of a situation is above that of lines far apart.

    In standard deviations of the latter. vectors: of all lines at unit length; shape (lines, dimensions).
    """
    known = vectors[: situations(language).background_start]
    related = np.sum(known[1:] * known[:-1], axis=1)
    unrelated = np.sum(known * np.roll(known, len(known) // 2, axis=0), axis=1)
    return float((related.mean() - unrelated.mean()) / (unrelated.std() + _TINY))


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, _TINY), np.float32)


class _Memory:
    """The vectors of the texts asked last."""

    def __init__(self) -> None:
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def of(self, texts: Sequence[str]) -> dict[str, Vectors]:
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
            for text in known:
                self._vectors.move_to_end(text)
        return known

    def keep(self, vectors: dict[str, Vectors]) -> None:
        with self._lock:
            self._vectors |= vectors
            while len(self._vectors) > _REMEMBERED:
                self._vectors.popitem(last=False)
