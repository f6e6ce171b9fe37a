"""Unpacking a wheel into a folder that Python can import from."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_BLOCK = 1 << 20  # bytes
_PERMISSIONS = 0o777


def needed(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files of a wheel that are used when it runs: not the headers, thousands in torch alone."""
    return [
        member
        for member in archive.infolist()
        if not member.is_dir() and "include" not in PurePosixPath(member.filename).parts
    ]


def unpack(wheel: Path, folder: Path, moved: Callable[[int], None]) -> None:
    """Write the files in ``wheel`` that are needed to ``folder``, over those of an earlier attempt.

    Args:
        wheel: the file.
        folder: where to; made if it is not there.
        moved: told after each piece how many bytes are written; what it raises stops the work.

    Raises:
        UserError: PACK_WHEEL_UNREADABLE: it is damaged, or a path in it leads out of ``folder``.
        OSError: the disk is full, or the folder cannot be written.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = needed(archive)
            for member in members:
                _check(member.filename)
            written = 0
            for member in members:
                target = folder / member.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as file:
                    while piece := source.read(_BLOCK):
                        file.write(piece)
                        written += len(piece)
                        moved(written)
                permissions = member.external_attr >> 16 & _PERMISSIONS
                if os.name == "posix" and permissions:
                    target.chmod(permissions)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UserError(ErrorCode.PACK_WHEEL_UNREADABLE, details=repr(error), name=wheel.name) from error


def _check(name: str) -> None:
    """Refuse a path that would lead out of the folder on any system.

    Raises:
        ValueError: it would.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or PureWindowsPath(name).drive:
        raise ValueError(f"unsafe path: {name}")
