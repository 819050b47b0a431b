"""Numbers as people of a language write them: "89.4%", «89,4 %»."""

NARROW_SPACE = "\u202f"  # no line break at it


def decimal(number: float, places: int, language: str) -> str:
    """The number rounded to so many places after the point, which is a comma in Russian."""
    written = f"{number:.{places}f}"
    return written.replace(".", ",") if language == "ru" else written


def percent(share: float, places: int, language: str) -> str:
    """A share, 0 to 1, in per cent; in Russian a space stands before the sign."""
    return f"{decimal(100 * share, places, language)}{NARROW_SPACE if language == 'ru' else ''}%"
