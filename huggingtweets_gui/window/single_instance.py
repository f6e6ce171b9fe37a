"""One window for each data folder: a second start hands what it was asked for to the first, and ends.

Who holds the lock in the folder is the first. The lock, unlike the address at which the first listens,
is given to one process alone, also when two start at once, and what a killed one leaves behind holds nothing.
"""

import time

from PySide6.QtCore import QLockFile

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.opening import Opening

_PATIENCE_SECONDS = 60.0  # for a window that is just opening, or closing, and so does not listen
_PAUSE_SECONDS = 0.05
# A file this old that no process has open, such as one that a power cut has left empty, holds nothing; one
# that a process has open is its own for as long as that runs.
_STALE_MILLISECONDS = 5_000


def claim_window(home: Home, opening: Opening, patience: float = _PATIENCE_SECONDS) -> QLockFile | None:
    """Become the one that opens the window on ``home``, or let the window that is open do what is asked.

    Args:
        home: the data folder.
        opening: what this start was asked for.
        patience: how many seconds another window may take to open or to close.

    Returns:
        What is to be held while the window is open, or None where another window has taken over. It is
        released when it is dropped; when the process ends in any other way, the next start sees that.

    Raises:
        UserError: WINDOW_SILENT, NOT_PERMITTED, NO_ROOM.
    """
    try:
        home.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError.of_file(error, home.root) from error
    # Qt's own, because it is loaded already, and all of filelock would be loaded before the window is seen.
    lock = QLockFile(str(home.window_lock))
    lock.setStaleLockTime(_STALE_MILLISECONDS)
    end = time.monotonic() + patience
    while not lock.tryLock(0):
        _raise_refusal(lock, home)
        # Only where a window is open: the first one would wait for Qt's network to load.
        from huggingtweets_gui.window.doorkeeper import hand_over

        if hand_over(home, opening):
            return None
        if time.monotonic() > end:
            raise UserError(ErrorCode.WINDOW_SILENT, details=str(home.window_lock))
        time.sleep(_PAUSE_SECONDS)
    return lock


def _raise_refusal(lock: QLockFile, home: Home) -> None:
    """Raise why no lock can be had, unless another holds it."""
    match lock.error():
        case QLockFile.LockError.PermissionError:
            raise UserError(ErrorCode.NOT_PERMITTED, details=str(home.window_lock), name=home.root)
        case QLockFile.LockError.UnknownError:  # What it wrote there was cut off.
            raise UserError(ErrorCode.NO_ROOM, details=str(home.window_lock), name=home.root)
