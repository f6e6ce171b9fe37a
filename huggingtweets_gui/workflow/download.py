"""Downloading one file so that nothing that arrived is ever asked for again.

The bytes go to ``<name>.<hash>.incomplete`` beside the target, each to its own place and at once: a
kill at any moment leaves a beginning that the next attempt continues. Only a file whose hash
is right gets its name.
"""

import hashlib
from collections.abc import Callable, Generator
from pathlib import Path

from huggingtweets_gui.foundation.atomic import sync
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.workflow.patience import Attempts, Background
from huggingtweets_gui.workflow.remote import RemoteFile, Unavailable

_BLOCK = 1 << 20  # bytes hashed at a time
INCOMPLETE = ".incomplete"

Reader = Callable[[int], Generator[tuple[int, bytes]]]
"""Yields the bytes of a file from a position on, each piece with its place in the file.

The first piece lies at 0 instead if the server cannot send a part of a file. ``Unavailable`` is raised
where the connection breaks or the server does not answer properly now.
"""


def incomplete_path(folder: Path, file: RemoteFile) -> Path:
    """Return where the beginning of ``file`` lies until all of it is there.

    The hash in the name keeps the beginnings of two versions of one file apart.
    """
    return folder / f"{file.name}.{str(file.sha256 or file.git_id)[:12]}{INCOMPLETE}"


def present_bytes(folder: Path, file: RemoteFile) -> int:
    """Return how many bytes of ``file`` are in ``folder`` already."""
    if _size(folder / file.name) == file.size:
        return file.size
    return min(_size(incomplete_path(folder, file)), file.size)


def download_file(file: RemoteFile, read: Reader, folder: Path, moved: Callable[[int], None]) -> str:
    """Bring ``file`` into ``folder``, going on where an earlier attempt stopped.

    Args:
        file: which file.
        read: where from.
        folder: where to, an existing folder.
        moved: told about ten times a second or more how many bytes of the file are there; what
            it raises stops the download at once, and what arrived stays.

    Returns:
        The file's SHA-256 in hexadecimal.

    Raises:
        UserError: DOWNLOAD_BROKEN.
        Unavailable: tried several times, without any success; what arrived stays.
        OSError: the disk is full, or the folder cannot be written.
    """
    target = folder / file.name
    if target.exists() and (sha256 := _verified(target, file, moved)):
        return sha256
    incomplete = incomplete_path(folder, file)
    if _size(incomplete) > file.size:
        incomplete.unlink()
    incomplete.touch()
    _receive(file, read, incomplete, moved)
    sha256 = _verified(incomplete, file, moved)
    if sha256 is None:
        incomplete.unlink()
        raise UserError(ErrorCode.DOWNLOAD_BROKEN, name=file.name)
    sync(incomplete)
    incomplete.replace(target)
    return sha256


def _receive(file: RemoteFile, read: Reader, incomplete: Path, moved: Callable[[int], None]) -> None:
    """Fill ``incomplete`` up to the file's size, over as many connections as it takes."""
    attempts = Attempts(lambda: moved(_size(incomplete)))
    while (before := _size(incomplete)) < file.size:
        try:
            _receive_once(file, read, incomplete, moved)
        except Unavailable:
            if _size(incomplete) > before:
                attempts.succeeded()
            if not attempts.pause():
                raise


def _receive_once(file: RemoteFile, read: Reader, incomplete: Path, moved: Callable[[int], None]) -> None:
    """Write what one connection brings; it may end early."""
    with incomplete.open("r+b") as out:
        end = out.seek(0, 2)
        pieces = read(end)
        with Background(lambda: moved(end)) as background:
            try:
                while (piece := background.run(next, pieces, None)) is not None:
                    position, data = piece
                    # A server that cannot send a part begins anew; what is here stays until then.
                    out.seek(position)
                    out.write(data)
                    out.flush()
                    end = position + len(data)
                    moved(min(end, file.size))
                    if end > file.size:
                        return  # too long, so that its hash will be wrong
            finally:
                background.run_later(pieces.close)
    if end < file.size:
        raise Unavailable("the connection ended early")


def _verified(path: Path, file: RemoteFile, moved: Callable[[int], None]) -> str | None:
    """Return the SHA-256 of the file at ``path``, or None if it is not what was published."""
    if _size(path) != file.size:
        return None
    sha256 = hashlib.sha256()
    git = hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            sha256.update(block)
            if file.sha256 is None:
                git.update(block)
            moved(file.size)
    is_right = git.hexdigest() == file.git_id if file.sha256 is None else sha256.hexdigest() == file.sha256
    return sha256.hexdigest() if is_right else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
