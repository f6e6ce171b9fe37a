"""Letting one process at a time work in a folder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from huggingtweets_gui.foundation.errors import UserError

LOCK = ".lock"
"""The name of the file that stays in such a folder."""

_WAIT_SECONDS = 0.05


@contextmanager
def alone_in(folder: Path, tick: Callable[[], None]) -> Iterator[None]:
    """Keep others, in this process or another one, from working in ``folder``; wait for one that does.

    Args:
        folder: made if it is not there.
        tick: called some twenty times a second while it waits; what it raises ends the waiting.

    Raises:
        UserError: NO_ROOM or NOT_PERMITTED.
    """
    # Loaded when first needed, so that the window is painted sooner.
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while not lock.is_locked:
            try:
                lock.acquire(timeout=_WAIT_SECONDS)
            except Timeout:
                tick()
    except OSError as error:
        raise UserError.of_file(error, folder) from error
    try:
        yield
    finally:
        lock.release()
