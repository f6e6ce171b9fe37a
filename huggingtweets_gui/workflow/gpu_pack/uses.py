"""Who uses a GPU pack now, in whatever process: a window or a terminal whose engine has loaded it.

Each of them holds the lock of a file of its own. The system lets go of it when the process ends in any way.
"""

import contextlib
import logging
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

_log = logging.getLogger(__name__)

USES = ".uses"
"""The folder among the packs that has a file for each use."""


class Use:
    """One use of the packs, while it is held.

    Args:
        packs: the folder of all packs.
    """

    def __init__(self, packs: Path) -> None:
        self._folder = packs / USES
        self._lock: BaseFileLock | None = None

    def begin(self) -> None:
        """Tell others that a pack is used, unless they know it already."""
        # Loaded when first needed, so that the window is painted sooner.
        from filelock import FileLock

        if self._lock is not None:
            return
        lock = FileLock(self._folder / f"{uuid.uuid4().hex}.lock")
        try:
            self._folder.mkdir(exist_ok=True)
            lock.acquire()
        except OSError as error:  # A folder that nobody can write to is one that nobody removes.
            _log.info("that the GPU pack is used is told to nobody: %r", error)
        else:
            self._lock = lock

    def end(self) -> None:
        """Take that back."""
        if self._lock is not None:
            self._lock.release()
            with contextlib.suppress(OSError):  # Others clear it away.
                Path(self._lock.lock_file).unlink(missing_ok=True)
            self._lock = None


def is_used(packs: Path) -> bool:
    """Return whether any process uses a pack now; the files of uses that have ended go."""
    from filelock import FileLock, Timeout

    for path in (packs / USES).glob("*.lock"):
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return True
        lock.release()
        path.unlink(missing_ok=True)
    return False
