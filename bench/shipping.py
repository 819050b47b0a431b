"""Make the arrays that are shipped beside the word lists, so that no process has to work them out at start.

    python -m bench.shipping

To be run whenever a list in faq/words has changed, or code that reads it (then raise FORM in faq/matching/shipping.py);
the same lists give the same bytes. Until then every process works the arrays out anew. The encoder must be installed.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from faq.matching import embeddings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums in one order, whatever the machine

from faq.matching import listed_words, situations
from faq.matching.encoder import Encoder, find_encoder
from faq.matching.shipping import Arrays, ship
from faq.matching.wordlists import Language

WORDS = Path(__file__).resolve().parent.parent / "faq" / "words"


def made(language: Language, encoder: Encoder) -> Iterator[tuple[str, str, Arrays]]:
    """Each file's name without ending, what else but the lists it was made with, and its arrays."""
    yield listed_words.FILE, "", listed_words.words_to_ship(language)
    yield situations.FILE, "", situations.situations_to_ship(language)
    yield embeddings.FILE, encoder.name, embeddings.vectors_to_ship(language, encoder)


def ship_arrays(encoder: Encoder) -> None:
    languages: tuple[Language, ...] = ("ru", "en")
    for language in languages:
        for name, maker, arrays in made(language, encoder):
            with (WORDS / language / f"{name}.npz").open("wb") as stream:
                ship(stream, language, arrays, maker)


if __name__ == "__main__":
    installed = find_encoder(True)
    assert installed is not None
    ship_arrays(installed)
