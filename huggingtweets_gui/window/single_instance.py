"""One window for each data folder: a second start hands what it was asked for to the first, and ends.

Who holds the lock in the folder is the first. The lock, unlike the address at which the first listens,
is given by the system to one process alone, also when two start at once, and ends with that process.
"""

import time

from filelock import FileLock, Timeout

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.workflow.opening import Opening

_PATIENCE_SECONDS = 60.0  # for a window that is just opening, or closing, and so does not listen
_PAUSE_SECONDS = 0.05


def claim_window(home: Home, opening: Opening, patience: float = _PATIENCE_SECONDS) -> FileLock | None:
    """Become the one that opens the window on ``home``, or let the window that is open do what is asked.

    Args:
        home: the data folder.
        opening: what this start was asked for.
        patience: how many seconds another window may take to open or to close.

    Returns:
        What is to be held while the window is open, or None where another window has taken over. The
        system releases it when the process ends in any way.

    Raises:
        UserError: WINDOW_SILENT, NOT_PERMITTED, NO_ROOM.
    """
    lock = FileLock(home.window_lock)
    end = time.monotonic() + patience
    while True:
        try:
            home.root.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
            return lock
        except Timeout:
            # Only where a window is open: the first one would wait for Qt's network to load.
            from huggingtweets_gui.window.doorkeeper import hand_over

            if hand_over(home, opening):
                return None
        except OSError as error:
            raise UserError.of_file(error, home.root) from error
        if time.monotonic() > end:
            raise UserError(ErrorCode.WINDOW_SILENT, details=str(home.window_lock))
        time.sleep(_PAUSE_SECONDS)
