"""The error of hours and days that are written freely."""


class NotUnderstoodError(ValueError):
    """`piece` of a text can't be read. `problem` names why; the texts are in bot/config/words.

    `details` fill in its text, beside the piece.
    """

    def __init__(self, problem: str, piece: str, **details: str) -> None:
        self.problem = problem
        self.piece = " ".join(piece.split())
        self.details = details
        super().__init__(f"{problem}: {self.piece!r}")
