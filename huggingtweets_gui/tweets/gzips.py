"""Reading a single file that was packed with gzip, as twarc and other programs leave their lines."""

import gzip
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.container import CHUNK
from huggingtweets_gui.tweets.folder import readable
from huggingtweets_gui.tweets.inflation import is_bomb

_MAGIC = b"\x1f\x8b"
_SIZE_BYTES = 4  # at the end, of what was packed last, modulo 2**32


@dataclass(frozen=True, slots=True)
class GzipContainer:
    """The one file in a gzip.

    Args:
        path: of the gzip.
    """

    path: Path

    @property
    def names(self) -> Sequence[str]:
        """The file's name: that of the gzip without its ending."""
        return [self.path.stem if self.path.suffix.casefold() == ".gz" else self.path.name]

    def size(self, name: str) -> int:  # noqa: ARG002
        """Return the bytes that the gzip claims to hold, which many do wrongly beyond 4 GB."""
        with readable(self.path.name), self.path.open("rb") as file:
            file.seek(-_SIZE_BYTES, os.SEEK_END)
            return int.from_bytes(file.read(), "little")

    def chunks(self, name: str) -> Iterator[bytes]:  # noqa: ARG002
        """Inflate the file piece by piece.

        Raises:
            UserError: GZIP_BOMB where it holds more than posts would; SOURCE_UNREADABLE where it is damaged.
        """
        inflated = 0
        try:
            packed = self.path.stat().st_size
            with gzip.open(self.path) as file:
                while chunk := file.read(CHUNK):
                    inflated += len(chunk)
                    if is_bomb(inflated, packed):
                        raise UserError(ErrorCode.GZIP_BOMB, name=self.path.name)
                    yield chunk
        except (OSError, EOFError, zlib.error) as error:
            details = f"after {inflated} bytes: {type(error).__name__}"
            raise UserError(ErrorCode.SOURCE_UNREADABLE, details=details, name=self.path.name) from error


def is_gzip(path: Path) -> bool:
    """Return whether a file begins like a gzip.

    Raises:
        UserError: SOURCE_UNREADABLE.
    """
    with readable(path.name), path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
