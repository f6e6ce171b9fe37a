"""Copies of the library, of which the last two are kept."""

import contextlib
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.alone import alone_in
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress, unreported
from huggingtweets_gui.library.database import Database
from huggingtweets_gui.library.paths import Home

_EVERY = timedelta(days=1)
_KEPT = 2
_NAME = "library-%Y%m%d-%H%M%S.db"  # in UTC, so that they sort by time
_SPARE_ROOM = 200_000_000  # bytes left free beside a backup
_STEPS_A_REPORT = 200_000  # of SQLite's virtual machine: a few milliseconds
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, order=True)
class Backup:
    """A copy of the library: when it was taken, in UTC, and its file."""

    taken: datetime
    path: Path


class Backups:
    """The backups of the library in a data folder."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self) -> list[Backup]:
        """Return the backups that there are, newest first."""
        found = []
        for path in self._home.backups.glob("library-*.db"):
            with contextlib.suppress(ValueError):  # somebody else's file
                found.append(Backup(datetime.strptime(path.name, _NAME).replace(tzinfo=UTC), path))
        return sorted(found, reverse=True)

    def sound(self) -> list[Backup]:
        """Return those in which SQLite finds nothing wrong, newest first; it reads all of them."""
        return [backup for backup in self.all() if _is_sound(backup.path, unreported)]

    def are_due(self, now: datetime) -> bool:
        """Return whether a day has passed since the last one, something has changed, and there is room."""
        database = self._home.database
        files = [path for path in (database, Path(f"{database}-wal")) if path.exists()]
        newest = next(iter(self.all()), None)
        if not files or (newest is not None and now - newest.taken < _EVERY):
            return False
        states = [path.stat() for path in files]
        if shutil.disk_usage(self._home.root).free < sum(one.st_size for one in states) + _SPARE_ROOM:
            return False
        return newest is None or max(one.st_mtime for one in states) > newest.taken.timestamp()

    def take(self, now: datetime, report: Progress) -> None:
        """Copy the library, whatever others do with it meanwhile, and drop the oldest backups.

        A library without authors and bots is not worth one. One that proves to be damaged does not take
        the place of a good one: at its next opening it is examined, and refused.

        Args:
            now: goes into the name.
            report: is told how many pages are copied, of how many.

        Raises:
            UserError: LIBRARY_DAMAGED, LIBRARY_BUSY, NO_ROOM, NOT_PERMITTED.
        """
        target = self._home.backups / now.astimezone(UTC).strftime(_NAME)
        with contextlib.closing(Database(self._home.database)) as database, self._alone():
            if not database.rows("SELECT 1 FROM authors UNION ALL SELECT 1 FROM bots LIMIT 1"):
                return
            with atomic.replacing(target) as temporary:
                database.copy(temporary, report)
                if not _is_sound(temporary, report):
                    database.suspect()
                    raise UserError(ErrorCode.LIBRARY_DAMAGED, name=self._home.database)
            for old in self.all()[_KEPT:]:
                old.path.unlink()

    @contextmanager
    def dropped(self) -> Iterator[None]:
        """Delete all backups, and damaged libraries that were put aside; none is taken in the context.

        Raises:
            UserError: LIBRARY_BUSY, NOT_PERMITTED.
        """
        with self._alone():
            backups = self._home.backups
            for path in (*backups.glob("library-*"), *backups.glob(".library-*"), *self._home.put_aside()):
                path.unlink()
            yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait for whoever takes or drops backups, in this process or another one."""
        end = time.monotonic() + _PATIENCE_SECONDS

        def wait() -> None:
            if time.monotonic() > end:
                raise UserError(ErrorCode.LIBRARY_BUSY, name=self._home.backups)

        with alone_in(self._home.backups, wait):
            try:
                yield
            except OSError as error:
                raise UserError.of_file(error, self._home.backups) from error


def _is_sound(path: Path, report: Progress) -> bool:
    """Return whether SQLite finds nothing wrong with a file; it reads all of it."""

    def go_on() -> None:
        report(1, 1)  # What it raises ends the check.

    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.set_progress_handler(go_on, _STEPS_A_REPORT)
        try:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            return str(found) == "ok"
        except sqlite3.DatabaseError:
            go_on()
            return False
