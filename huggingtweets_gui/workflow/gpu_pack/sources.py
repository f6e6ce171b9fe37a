"""Where the wheels of a GPU pack come from: their published addresses, or a folder on this computer."""

import hashlib
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import httpx2

from huggingtweets_gui import __version__
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.workflow.download import download_file, present_bytes
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock, Wheel
from huggingtweets_gui.workflow.gpu_pack.places import wheels_folder
from huggingtweets_gui.workflow.remote import RemoteFile, Unavailable, first_position

_BLOCK = 1 << 20  # bytes hashed at a time
_TIMEOUT = 10.0  # seconds without a sign of life
_WITHDRAWN = {401, 403, 404, 410, 451}


class Source(Protocol):
    """Gives the wheels of a pack, each only as it was published."""

    def missing(self, wheel: Wheel) -> int:
        """Return how many bytes of ``wheel`` have still to be written to the disk to have it."""

    def bring(self, wheel: Wheel, moved: Callable[[int], None]) -> Path:
        """Return the path of ``wheel``, which is whole and has the right hash.

        Args:
            wheel: which one.
            moved: told ten times a second or more how many of its bytes are there; what it raises
                ends the work.

        Raises:
            UserError: the wheel cannot be had.
            OSError: the disk is full, or cannot be read or written.
        """

    def release(self, wheel: Wheel) -> None:
        """Take note that ``wheel`` is needed no longer."""


class WheelFolder:
    """A folder that the user has put the wheels into; nothing in it is changed.

    Args:
        folder: the folder.
        wheels: what has to be there.

    Raises:
        UserError: PACK_WHEEL_MISSING.
    """

    def __init__(self, folder: Path, wheels: tuple[Wheel, ...]) -> None:
        self._folder = folder
        missing = [wheel for wheel in wheels if not (folder / wheel.file).is_file()]
        if missing:
            raise UserError(
                ErrorCode.PACK_WHEEL_MISSING,
                details="\n".join(wheel.url for wheel in missing),
                count=len(missing),
                folder=folder,
                url=missing[0].url,
            )

    def missing(self, wheel: Wheel) -> int:  # noqa: ARG002
        """Return 0: the wheels are read where they are."""
        return 0

    def bring(self, wheel: Wheel, moved: Callable[[int], None]) -> Path:
        """Return the path of ``wheel`` in the folder, its hash checked."""
        path = self._folder / wheel.file
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                moved(min(stream.tell(), wheel.size))
        if digest.hexdigest() != wheel.sha256:
            raise UserError(ErrorCode.PACK_WHEEL_WRONG, details=wheel.sha256, name=wheel.file, url=wheel.url)
        return path

    def release(self, wheel: Wheel) -> None:
        """Leave it to the user."""


class PublishedWheels:
    """The wheels at their addresses on the network, downloaded into ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def missing(self, wheel: Wheel) -> int:
        """Return the bytes that have not arrived yet."""
        return wheel.size - present_bytes(self._folder, _remote(wheel))

    def bring(self, wheel: Wheel, moved: Callable[[int], None]) -> Path:
        """Download ``wheel``, going on where an earlier attempt stopped."""
        self._folder.mkdir(exist_ok=True)
        try:
            download_file(_remote(wheel), partial(_read, wheel.url), self._folder, moved)
        except Unavailable as error:
            host = urlsplit(wheel.url).netloc
            raise UserError(ErrorCode.PACK_UNREACHABLE, details=str(error), host=host) from error
        return self._folder / wheel.file

    def release(self, wheel: Wheel) -> None:
        """Delete it."""
        (self._folder / wheel.file).unlink(missing_ok=True)


def source_of(lock: PackLock, packs: Path, folder: Path | None) -> Source:
    """Return where the wheels of a pack come from: ``folder``, or without one their addresses.

    Raises:
        UserError: PACK_WHEEL_MISSING.
    """
    return PublishedWheels(wheels_folder(packs)) if folder is None else WheelFolder(folder, lock.wheels)


def _remote(wheel: Wheel) -> RemoteFile:
    return RemoteFile(wheel.file, wheel.size, wheel.sha256)


def _read(url: str, offset: int) -> Generator[tuple[int, bytes]]:
    """Yield the bytes of the file at ``url`` from ``offset`` on, as ``download.Reader`` says.

    Raises:
        UserError: PACK_WITHDRAWN.
        Unavailable: the connection broke or the server does not answer properly now.
    """
    # Places in a compressed file would mean nothing.
    headers = {"Accept-Encoding": "identity", "User-Agent": f"huggingtweets/{__version__}"}
    if offset:
        headers["Range"] = f"bytes={offset}-"
    try:
        with httpx2.stream("GET", url, headers=headers, timeout=_TIMEOUT, follow_redirects=True) as response:
            if response.status_code in _WITHDRAWN:
                details = f"{url}: {response.status_code}"
                raise UserError(ErrorCode.PACK_WITHDRAWN, details=details, host=urlsplit(url).netloc)
            if not offset or response.status_code != httpx2.codes.RANGE_NOT_SATISFIABLE:
                response.raise_for_status()
                position = first_position(response)
                for piece in response.iter_raw():
                    yield position, piece
                    position += len(piece)
                return
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        raise Unavailable(str(error) or type(error).__name__) from error
    yield from _read(url, 0)
