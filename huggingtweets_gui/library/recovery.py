"""Going on after the library was damaged: from a backup, or with an empty one. What was there is kept."""

import contextlib
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.backups import Backup
from huggingtweets_gui.library.database import suspicion_of
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home

# The log goes first: beside another library it would be taken for that one's.
_PARTS = ("-wal", "-shm", "")


def restore(home: Home, backup: Backup) -> Path:
    """Put the library aside and a backup in its place; return where the library is now.

    Raises:
        UserError: LIBRARY_BUSY where it is in use, NO_ROOM, NOT_PERMITTED.
    """
    aside = _put_aside(home)
    try:
        with atomic.replacing(home.database) as temporary:
            shutil.copyfile(backup.path, temporary)
    except OSError as error:
        raise UserError.of_file(error, home.database) from error
    _take_in_bots(home)
    return aside


def start_empty(home: Home) -> Path:
    """Put the library aside and begin another one; return where the library is now.

    Raises:
        UserError: LIBRARY_BUSY where it is in use, NO_ROOM, NOT_PERMITTED.
    """
    aside = _put_aside(home)
    _take_in_bots(home)
    return aside


def _put_aside(home: Home) -> Path:
    _require_unused(home.database)
    aside = home.name_aside(datetime.now())
    try:
        for part in _PARTS:
            with contextlib.suppress(FileNotFoundError):
                Path(f"{home.database}{part}").replace(f"{aside}{part}")
        suspicion_of(home.database).unlink(missing_ok=True)
    except OSError as error:
        raise UserError.of_file(error, home.database) from error
    return aside


def _require_unused(database: Path) -> None:
    """See to it that nobody has the library open: whoever had would go on writing to what is put aside."""
    if not database.exists():
        return
    try:
        with contextlib.closing(sqlite3.connect(database, timeout=0)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.rollback()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise UserError(ErrorCode.LIBRARY_BUSY, details=repr(error), name=database) from error


def _take_in_bots(home: Home) -> None:
    """Let the library know the bots whose folders are there."""
    with Library(home) as library:
        library.bots.take_in()
