"""Reading the single values of an export, which are written loosely and may be damaged or hostile.

The functions take whatever stands there and never raise. For a value that is missing or makes no
sense they give None, or an empty dict.
"""

import re
from datetime import UTC, datetime

from huggingtweets_gui.foundation.tame_text import tame

_UNSTORABLE = re.compile("[\ud800-\udfff\0]")
_LONGEST_NAME = 100
_LARGEST_ID = 2**63 - 1
_FIRST_YEAR, _LAST_YEAR = 1970, 2999  # what Windows knows
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MONTH_NUMBERS = {name: f"{number:02}" for number, name in enumerate(_MONTHS, start=1)}


def dict_of(value: object) -> dict[str, object]:
    """Return an object of JSON."""
    return value if isinstance(value, dict) else {}


def text_of(value: object) -> str | None:
    """Return a string that can be stored: lone surrogates and NUL become U+FFFD."""
    if not isinstance(value, str):
        return None
    if value.isascii() and "\0" not in value:  # what most are, told at once
        return value
    return _UNSTORABLE.sub("\ufffd", value)


def name_of(value: object, handle: str) -> str:
    """Return a display name on one line that disturbs nothing beside it; ``handle`` where it is blank."""
    words = tame(text_of(value) or "", _LONGEST_NAME).split()
    return " ".join(words) if any(letter.isprintable() for word in words for letter in word) else handle


def unescaped(text: str) -> str:
    """Undo the escapes that archives write: only these three, and ``&`` last."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """Write a text as archives do, for sources that do not: all texts of tweets are kept in one way."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def id_of(value: object) -> int | None:
    """Return a positive id of at most 63 bits, given as digits or as a whole number."""
    if isinstance(value, str) and len(value) <= 19 and value.isascii() and value.isdigit():
        value = int(value)
    if type(value) is int and 0 < value <= _LARGEST_ID:
        return value
    return None


def moment_of(value: object) -> datetime | None:
    """Return the time in UTC of ``Sat Feb 18 12:33:11 +0000 2023`` or ``2013-01-31 23:59:59 +0000``.

    Month names are looked up by hand, since ``strptime`` knows only those of the system's language.
    """
    if not isinstance(value, str):
        return None
    parts = value.split(" ")
    if len(parts) == 6:
        _, month, day, clock, offset, year = parts
        written = f"{year}-{_MONTH_NUMBERS.get(month)}-{day}T{clock}{offset}"
    elif len(parts) == 3:
        date, clock, offset = parts
        written = f"{date}T{clock}{offset}"
    else:
        return None
    return iso_moment_of(written)


def iso_moment_of(value: object) -> datetime | None:
    """Return the time in UTC of ``2023-02-18T12:33:11Z`` and its like; without an offset it is in UTC."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return likely((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def likely(moment: datetime) -> datetime | None:
    """Return a time, or None for one that no post can have and that not every system can show."""
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None
