"""The FAQ in use. After a broken edit, the last valid version stays in use, also over a restart."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from threading import Lock

from bot.inference.remote_models import NO_MODELS, RemoteModels
from bot.inference.time_budget import time_budget
from bot.runtime.daemon_thread import in_daemon_thread
from bot.runtime.free_memory import free_memory
from faq import MEASURED, Answerer, ArrayCache, BandStarts, EncoderUnavailableError, FaqError, Learnt, Library
from faq.last_good import LastGoodFaq
from faq.loading import load
from faq.matching.remote_encoder import RemoteEncoders

log = logging.getLogger(__name__)

_EDIT_SECONDS = 5.0  # that an edit waits for a remote encoder; after that, it serves without


class Knowledge:
    """The FAQ of one folder. The constructor and `reload` read the folder and write the cache.

    `library` is available at once. `answerer` is prepared in a thread; `bot.desk.faq_reader` waits for it and asks it.
    """

    def __init__(
        self,
        path: Path,
        language: str,
        max_wrong: float,
        cache: Path | None = None,
        starts: BandStarts = MEASURED,
        learnt: Callable[[Sequence[str]], Mapping[str, Learnt]] = lambda _: {},
        models: RemoteModels = NO_MODELS,
    ) -> None:
        """language: the company's. max_wrong: the share of answers that may be wrong, 0 to 1. starts: of lower bands.

        cache: a folder for prepared phrasings, so that the next start is faster; None for no cache. It need not exist
        or be writable. It also has the last valid FAQ, which serves when the FAQ is invalid; `error` is set then.
        learnt: gives what was learnt in each of these languages, called once.
        models: those of other programs; the picker serves at once, the encoder from `strengthen` on.
        Raises FaqError when the FAQ is invalid and there is no earlier one.
        """
        self.path = path
        self._language = language
        self._max_wrong = max_wrong
        self._starts = starts
        self._cache = None if cache is None else ArrayCache(cache)
        self._last_good = None if cache is None else LastGoodFaq(cache, path, language)
        self.error: FaqError | None = None  # of the edit because of which an earlier FAQ serves since the start
        self.library: Library = self._read_or_last_good()
        self._learnt = learnt(self.library.languages)
        self._picker = models.picker
        self._encoders = RemoteEncoders(models.encoder, self._cache) if models.encoder else None
        self._changing = Lock()  # the FAQ is reloaded, learns and is strengthened on different threads
        self._strengthening = Lock()
        self.answerer = in_daemon_thread(self._prepare)

    def reload(self) -> None:
        """Read the folder again. Raises FaqError when it is invalid; then the last valid FAQ stays in use."""
        with self._changing, time_budget(_EDIT_SECONDS):
            library = self._read()
            self._use(library, self.answerer.result().updated(library))
            self.error = None
            self._save(self.answerer.result())

    def use_learnt(self, learnt: Mapping[str, Learnt]) -> None:
        """Use what was learnt, by language, in place of what was before. Waits for the FAQ to be prepared."""
        with self._changing, time_budget(_EDIT_SECONDS):
            self._use(self.library, self.answerer.result().updated(self.library, learnt))
            self._save(self.answerer.result())

    def strengthen(self) -> bool:
        """Have the remote encoder serve in each language; whether one is new. Blocks, the first time for minutes.

        Does nothing without a remote encoder. Raises EncoderUnavailableError for a language in which it can't; then
        matching goes on without it there.
        """
        if self._encoders is None:
            return False
        with self._strengthening:
            return self._strengthen(self._encoders)

    def _strengthen(self, encoders: RemoteEncoders) -> bool:
        before = self.answerer.result()
        if encoders.are_outdated:
            encoders.forget()
            before = self._replaced(before, before.weakened())
        is_new, failed = False, dict[str, EncoderUnavailableError]()
        while missing := [one for one in before.not_strengthened if one not in failed]:
            try:
                after = before.strengthened(missing[0], encoders.of, self._cache)
            except EncoderUnavailableError as error:
                failed[missing[0]] = error
            else:
                before, is_new = self._replaced(before, after), True
        if failed:
            raise next(iter(failed.values()))
        return is_new

    def _replaced(self, before: Answerer, after: Answerer) -> Answerer:
        """Use `after` in place of `before`; the one in use, which is another if the FAQ was edited meanwhile."""
        with self._changing:
            if self.answerer.result() is before:
                self._use(self.library, after)
                self._save(after)
            return self.answerer.result()

    def _use(self, library: Library, answerer: Answerer) -> None:
        changed: Future[Answerer] = Future()
        changed.set_result(answerer)
        self.library, self.answerer = library, changed

    def is_above_floor(self, probability: float, language: str) -> bool:
        """Whether an entry that is the right one with that probability, 0 to 1, is worth offering to anybody.

        False while the FAQ is still being prepared after a start.
        """
        return self.answerer.done() and probability >= self.answerer.result().bands(language).offer

    def _prepare(self) -> Answerer:
        answerer = Answerer.of(
            self.library,
            max_wrong=self._max_wrong,
            starts=self._starts,
            cache=self._cache,
            learnt=self._learnt,
            picker=self._picker,
        )
        self._save(answerer)
        return answerer

    def _save(self, answerer: Answerer) -> None:
        if self._cache is not None:
            answerer.save(self._cache)
        if self._last_good is not None and self.error is None:
            self._last_good.keep(self.library)
        free_memory()

    def _read_or_last_good(self) -> Library:
        try:
            return self._read()
        except FaqError as error:
            last_good = self._last_good.library() if self._last_good else None
            if last_good is None:
                raise
            self.error = error
            return last_good

    def _read(self) -> Library:
        library = load(self.path, default_language=self._language)
        for problem in library.unsendable:
            log.warning("A file of an answer can't be sent: %s", problem)
        return library
