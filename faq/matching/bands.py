"""Bands of probability: what a customer is shown of the likeliest entry."""

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """What a match is good for, by its probability."""

    ANSWER = "answer"  # sure: its answer is stated
    PREVIEW = "preview"  # probable: its first lines are shown, to be confirmed
    OFFER = "offer"  # a guess: its title is offered beside others
    NOTHING = "nothing"  # below the floor: nothing is shown, a person takes over


@dataclass(frozen=True)
class Bands:
    """The least probabilities, 0 to 1, of each band; `answer` ≥ `preview` ≥ `offer`."""

    answer: float
    preview: float
    offer: float

    @staticmethod
    def ordered(answer: float, preview: float, offer: float) -> "Bands":
        """Where two lines cross, the higher band keeps its own and the lower one ends there."""
        preview = min(preview, answer)
        return Bands(answer, preview, min(offer, preview))

    def of(self, probability: float) -> Band:
        if probability >= self.answer:
            return Band.ANSWER
        if probability >= self.preview:
            return Band.PREVIEW
        return Band.OFFER if probability >= self.offer else Band.NOTHING


@dataclass(frozen=True)
class BandStarts:
    """Where the operator lets the lower bands begin, 0 to 1, in every language; None: where it was measured."""

    preview: float | None = None
    offer: float | None = None

    def applied_to(self, measured: Bands) -> Bands:
        """An `offer` above `preview`, or a `preview` above `answer`, leaves no room for the band below the line."""
        preview = measured.preview if self.preview is None else self.preview
        offer = measured.offer if self.offer is None else self.offer
        return Bands.ordered(measured.answer, preview, offer)


MEASURED = BandStarts()
