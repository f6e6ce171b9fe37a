"""The SQLite database of the library: its connection, and what its errors mean to the user."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.migrations import migrate

_BUSY_SECONDS = 30.0
_PAGES_A_REPORT = 1000
# Of the pages last used. A large import goes back and forth in the index of ids: with SQLite's own 2 MB it
# would write each of its pages over and over.
_CACHE_KIB = 64 * 1024
_MEANINGS = {
    sqlite3.SQLITE_CORRUPT: ErrorCode.LIBRARY_DAMAGED,
    sqlite3.SQLITE_NOTADB: ErrorCode.LIBRARY_DAMAGED,
    sqlite3.SQLITE_ERROR: ErrorCode.LIBRARY_DAMAGED,  # the version is right, and yet a table is missing
    sqlite3.SQLITE_BUSY: ErrorCode.LIBRARY_BUSY,
    sqlite3.SQLITE_FULL: ErrorCode.NO_ROOM,
    sqlite3.SQLITE_READONLY: ErrorCode.NOT_PERMITTED,
    sqlite3.SQLITE_CANTOPEN: ErrorCode.NOT_PERMITTED,
    sqlite3.SQLITE_PERM: ErrorCode.NOT_PERMITTED,
    sqlite3.SQLITE_IOERR: ErrorCode.NOT_PERMITTED,
}


class Database:
    """A connection to the library, which is made or brought up to date first.

    It belongs to the thread that opened it; each thread opens its own.

    Args:
        path: the file.
        in_memory: the name of a library to open in place of the file. It is kept in memory, where other
            connections of this program find it by its name, until the last one is closed.

    Raises:
        UserError: LIBRARY_NEWER, LIBRARY_DAMAGED, LIBRARY_BUSY, NO_ROOM, NOT_PERMITTED; the
            methods raise the last four too.
    """

    def __init__(self, path: Path, in_memory: str | None = None) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError.of_file(error, path.parent) from error
        with self._told():
            place = path if in_memory is None else f"file:/{in_memory}?vfs=memdb"
            self._connection = sqlite3.connect(place, timeout=_BUSY_SECONDS, uri=in_memory is not None)
        try:
            with self._told():
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
                self._examine()
                migrate(self._connection)
        except UserError:
            self.close()
            raise

    def rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._told():
            return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all queries see the library as it is at the first of them, whatever others write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with self._told(), self._connection as connection:
            connection.execute("BEGIN")
            yield

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for a transaction: all that is done with it is kept, or nothing.

        A transaction begun inside of another one is a part of it.
        """
        if self._connection.in_transaction:
            yield self._connection
            return
        with self._told(), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection

    def copy(self, path: Path, report: Progress) -> None:
        """Write a copy of the library into a new file, whatever others do with the library meanwhile.

        Args:
            path: the file, which is synced by the caller.
            report: is told how many pages are copied, of how many.
        """
        with self.reading(), self._told(), closing(sqlite3.connect(path)) as copy:
            # A reading begins with its first query. From then on no writing of others lets the copy
            # begin anew.
            self._connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
            copy.execute("PRAGMA synchronous = OFF")
            self._connection.backup(
                copy, pages=_PAGES_A_REPORT, progress=lambda _, left, total: report(total - left, total)
            )
            copy.execute("PRAGMA journal_mode = DELETE")  # so that it is one file

    def suspect(self) -> None:
        """Let the library be examined when it is opened the next time."""
        with suppress(OSError):
            suspicion_of(self._path).touch()

    def wipe_deleted(self) -> None:
        """Write the library anew, so that none of its files holds anything that was deleted.

        Raises:
            UserError: LIBRARY_BUSY too, where somebody goes on reading the library as it was before.
        """
        with self._told():
            self._connection.execute("VACUUM")
            # The new pages, and the old ones before them, stand in the write-ahead log until then.
            is_busy, *_ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            raise UserError(ErrorCode.LIBRARY_BUSY, details="the write-ahead log is read", name=self._path)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _examine(self) -> None:
        """Read a library that was found damaged before from end to end, and refuse it where it is."""
        suspicion = suspicion_of(self._path)
        if not suspicion.exists():
            return
        (found,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise UserError(ErrorCode.LIBRARY_DAMAGED, details=found, name=self._path)
        suspicion.unlink(missing_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Put the errors of SQLite into the user's words."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # An extended code has the plain one in its lowest byte.
            code = _MEANINGS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
            if code is None:
                raise
            if code is ErrorCode.LIBRARY_DAMAGED:
                self.suspect()
            raise UserError(code, details=repr(error), name=self._path) from error


def suspicion_of(path: Path) -> Path:
    """Return the file that stands beside a library while it is thought to be damaged."""
    return path.with_name(f"{path.name}-suspect")
