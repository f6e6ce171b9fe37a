"""Hashing files that are too large for memory."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path


def sha256_of(paths: Iterable[Path]) -> str:
    """Return the sha256, in hexadecimal, of the files' bytes one after the other."""
    digest = hashlib.sha256()
    for path in paths:
        for piece in _pieces(path):
            digest.update(piece)
    return digest.hexdigest()


def crc32_of(path: Path) -> int:
    """Return the CRC-32 of a file's bytes: it tells of accidents, not of intent."""
    checksum = 0
    for piece in _pieces(path):
        checksum = zlib.crc32(piece, checksum)
    return checksum


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece
