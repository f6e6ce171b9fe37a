"""What is common to the places that an archive's files are read from."""

from collections.abc import Iterator, Sequence
from typing import Protocol

CHUNK = 2**20
"""Bytes in a chunk: small enough to cancel at once between two, large enough to be read fast."""


class Container(Protocol):
    """Files that can be listed and read, by their paths with ``/`` between the parts.

    Nothing is unpacked to the disk, and a file is opened only when its chunks are asked for.
    """

    @property
    def names(self) -> Sequence[str]:
        """The paths of all files, in no special order."""

    def size(self, name: str) -> int:
        """Return the bytes in the file ``name``, as far as is known before it is read."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Read the file ``name`` piece by piece, each of at most ``CHUNK`` bytes.

        Raises:
            UserError: SOURCE_UNREADABLE; from a zip ZIP_BOMB too, from a gzip GZIP_BOMB.
        """
