"""When a post was sent, and an id for one that has none."""

from datetime import UTC, datetime
from hashlib import blake2b

from huggingtweets_gui.tweets.model import UNDATED
from huggingtweets_gui.tweets.values import iso_moment_of, likely, moment_of

# Numbers from here on count milliseconds: as seconds they would lie beyond the year 5000.
_FIRST_IN_MILLISECONDS = 10**11
_BITS_BELOW_TIME = 30
_LAST_SECOND = 2**33 - 1
_X_EPOCH = 1288834974657  # ms
_X_FIRST_TIMED_ID = 29_700_000_000


def moment(value: object) -> datetime | None:
    """Return the time in UTC of an ISO 8601 text, a text of Twitter, or a Unix time in s or ms.

    A text without a time zone is taken as UTC. None where the value is nothing of it.
    """
    try:
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if value >= _FIRST_IN_MILLISECONDS else value
            return likely(datetime.fromtimestamp(seconds, UTC))
        if isinstance(value, str):
            return moment_of(value) or iso_moment_of(value.strip().removesuffix(" UTC"))
    except (ValueError, OverflowError, OSError):  # Which one depends on the system.
        pass
    return None


def moment_of_x_id(identifier: int) -> datetime | None:
    """Return the time that is in the id of a tweet, or None for one from before ids held it."""
    if identifier < _X_FIRST_TIMED_ID:
        return None
    return moment((identifier >> 22) + _X_EPOCH)


def derived_id(created_at: datetime, text: str) -> int:
    """Return an id for a post that has none: 63 bits, the same whenever the file is read again.

    Such ids sort by the second of the post, and within it by chance; those of ``UNDATED`` posts by
    chance alone. Posts with the same text and second are the same post.
    """
    chance = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
    if created_at == UNDATED:
        return chance >> 1 | 1
    second = min(max(int(created_at.timestamp()), 1), _LAST_SECOND)
    return second << _BITS_BELOW_TIME | chance >> 64 - _BITS_BELOW_TIME
