"""QR codes in the terminal."""

import sys
from io import StringIO

import segno

_BLOCK = "\u2588"  # QR codes are drawn with blocks of this kind, light ones
_WHITE_ON_BLACK, _USUAL = "\x1b[40;97m", "\x1b[0m"


def can_draw() -> bool:
    """Whether the output's encoding has the blocks."""
    try:
        _BLOCK.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def qr_code(url: str) -> str:
    """The code in half blocks; light on dark, which scanners need, whatever the terminal's colours are."""
    drawn = StringIO()
    segno.make(url, micro=False).terminal(drawn, compact=True)
    lines = drawn.getvalue().splitlines()
    if sys.stdout.isatty():
        lines = [f"{_WHITE_ON_BLACK}{line}{_USUAL}" for line in lines]
    return "\n".join(lines)
