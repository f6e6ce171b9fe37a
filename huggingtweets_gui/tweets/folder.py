"""Reading the files of an unpacked archive, or one file of it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.tweets.container import CHUNK

_ARCHIVE_FOLDERS = {"data", "js", "tweets", "profile_media"} | {
    # Meta's, of several years.
    *("your_instagram_activity", "threads", "content", "media"),
    *("personal_information", "account_information"),
}


@dataclass(frozen=True, slots=True)
class FolderContainer:
    """Some files below a folder.

    Args:
        folder: where they are.
        names: their paths from there.
    """

    folder: Path
    names: Sequence[str]

    def size(self, name: str) -> int:
        """Return the bytes in the file ``name``."""
        with readable(name):
            return (self.folder / name).stat().st_size

    def chunks(self, name: str) -> Iterator[bytes]:
        """Read the file ``name`` piece by piece.

        Raises:
            UserError: SOURCE_UNREADABLE.
        """
        with readable(name), (self.folder / name).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def open_folder(folder: Path) -> FolderContainer:
    """Give the files where an archive keeps them: the user may well have chosen a folder of downloads.

    The archive may lie in ``folder`` itself or in any one folder in it. Deeper down only the
    folders that archives are made of are looked into.

    Raises:
        UserError: SOURCE_UNREADABLE.
    """
    with readable(folder.name):
        names, subfolders = _listing(folder)
        for subfolder in subfolders:
            names += _names_in_archive(folder, subfolder)
    return FolderContainer(folder, names)


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turn the system's errors into a ``UserError`` that calls the file or folder ``name``.

    Raises:
        UserError: SOURCE_UNREADABLE.
    """
    try:
        yield
    except OSError as error:
        raise UserError(ErrorCode.SOURCE_UNREADABLE, details=str(error), name=name) from error


def _names_in_archive(root: Path, inside: str) -> Iterator[str]:
    names, subfolders = _listing(root / inside)
    yield from (f"{inside}/{name}" for name in names)
    for subfolder in subfolders:
        if subfolder in _ARCHIVE_FOLDERS:
            yield from _names_in_archive(root, f"{inside}/{subfolder}")


def _listing(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files and of the subfolders in ``folder``, which are no links."""
    files, subfolders = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file():
                files.append(entry.name)
            elif entry.is_dir(follow_symlinks=False):
                subfolders.append(entry.name)
    return files, subfolders
