"""Reading what a server answers no further than it can be of use."""

from collections.abc import Iterable


class TooLong(ValueError):
    """An answer has more bytes than it may have, or no end at all."""


def read_whole(pieces: Iterable[bytes], most: int) -> bytes:
    """Return the pieces of an answer as one, which has ``most`` bytes at most.

    Raises:
        TooLong: it has more; the rest was not asked for.
    """
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > most:
            raise TooLong(f"more than {most:,} bytes")
    return bytes(body)
