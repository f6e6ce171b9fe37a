"""Small pieces of a model card's text: safe names, lists, numbers with their nouns, tables."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

# What could begin markup in HTML or Markdown. Underscores do so only at the edge of a word.
_MARKUP = re.compile(r"""[&<>"`*\[\]\\|~$]|(?<![^\W_])_|_(?![^\W_])""")
# Controls, and halves of characters that UTF-8 cannot hold.
_UNPRINTABLE = {"Cc", "Cs"}
# Marks that turn the direction of all that follows, the card's own words included.
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def escaped(text: str) -> str:
    """Return foreign ``text`` as one line that shows as it is, in HTML and in Markdown alike."""
    visible = "".join(character for character in " ".join(text.split()) if _is_harmless(character))
    # Character references never count as markup, while Markdown's backslashes do not work in HTML.
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", visible)


def listed(items: Sequence[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def quantity(number: int, noun: str) -> str:
    """Return the number with its regular noun: ``1 step``, ``1,200 steps``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def duration(seconds: float) -> str:
    """Return a time in its two largest units: ``1 hour 5 minutes``, ``40 seconds``."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    units = ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
    parts = [quantity(number, noun) for number, noun in units if number]
    return " ".join(parts[:2]) or "less than a second"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, align: str = "---") -> str:
    """Return a Markdown table.

    Args:
        header: the columns' titles.
        rows: the cells, row by row.
        align: the delimiter of all columns but the first, such as ``---:`` for numbers.
    """
    delimiters = ["---", *[align] * (len(header) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, delimiters, *rows))


def _is_harmless(character: str) -> bool:
    return (
        unicodedata.category(character) not in _UNPRINTABLE
        and unicodedata.bidirectional(character) not in _TURNING
    )
