"""Reading the members of a zip in place, whatever its maker had in mind."""

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.container import CHUNK
from huggingtweets_gui.tweets.folder import readable
from huggingtweets_gui.tweets.inflation import is_bomb

_ENCRYPTED = 0x1
# What zipfile and the decompressors raise for damaged or unknown input, besides the system's own errors.
_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)


class ZipContainer:
    """The files in an open zip that was found to be safe.

    Args:
        archive: the open zip.
        name: what to call it in errors.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name

    @property
    def names(self) -> Sequence[str]:
        """The paths of all files, in the order of the zip."""
        # zipfile breaks on an entry without a name.
        return [info.filename for info in self._archive.infolist() if info.filename and not info.is_dir()]

    def size(self, name: str) -> int:
        """Return the bytes that the member ``name`` claims to hold."""
        return self._archive.getinfo(name).file_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """Inflate the member ``name`` piece by piece.

        Raises:
            UserError: ZIP_BOMB for a member that holds more than it claims, or claims what no archive
                holds; SOURCE_UNREADABLE for a damaged one or an unknown compression.
        """
        info = self._archive.getinfo(name)
        claimed = info.file_size
        if is_bomb(claimed, info.compress_size):
            raise self._bomb(name)
        # zipfile cuts a member at its claimed size without a word. With some slack in a copy of the
        # entry it does not, so that one byte too many can be seen; it still checks the CRC at the end.
        slack = copy(info)
        slack.file_size = claimed + CHUNK
        left = claimed
        try:
            with self._archive.open(slack) as member:
                while chunk := member.read(min(CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        raise self._bomb(name)
                    yield chunk
        except _UNREADABLE as error:
            details = f"{name}: {error!r}"
            raise UserError(ErrorCode.SOURCE_UNREADABLE, details=details, name=self._name) from error

    def _bomb(self, member: str) -> UserError:
        return UserError(ErrorCode.ZIP_BOMB, details=member, name=self._name)


def is_zip(path: Path) -> bool:
    """Return whether a file begins like a zip, or is called one.

    Raises:
        UserError: SOURCE_UNREADABLE.
    """
    with readable(path.name), path.open("rb") as file:
        return file.read(2) == b"PK" or path.suffix.casefold() == ".zip"


@contextmanager
def open_zip(path: Path) -> Iterator[ZipContainer]:
    """Open the zip at ``path`` and check every entry of its directory, without reading any member.

    Raises:
        UserError: NOT_A_ZIP, ZIP_CUT_OFF, ZIP_ENCRYPTED, ZIP_UNSAFE_PATH, SOURCE_UNREADABLE.
    """
    with _opened(path) as archive:
        for info in archive.infolist():
            if _leads_outside(info):
                details = repr(info.orig_filename)
                raise UserError(ErrorCode.ZIP_UNSAFE_PATH, details=details, name=path.name)
            if info.flag_bits & _ENCRYPTED:
                raise UserError(ErrorCode.ZIP_ENCRYPTED, details=info.filename, name=path.name)
        yield ZipContainer(archive, path.name)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                raise UserError(ErrorCode.NOT_A_ZIP, name=path.name)
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise UserError(ErrorCode.ZIP_CUT_OFF, details=str(error), name=path.name) from error
    except _UNREADABLE as error:
        raise UserError(ErrorCode.SOURCE_UNREADABLE, details=repr(error), name=path.name) from error


def _leads_outside(info: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a link, or has a path that some system would resolve outside of a folder."""
    path = info.orig_filename
    return (
        path.startswith("/")
        or path[1:2] == ":"
        or "\\" in path
        or "\0" in path
        or ".." in path.split("/")
        or stat.S_ISLNK(info.external_attr >> 16)
    )
