"""How long something will take, from how fast it went so far."""

import time
from collections.abc import Callable

# Before this the first packets or the disk's cache would make up the whole estimate.
_LONG_ENOUGH = 2.0


class Pace:
    """Follows one kind of work after the other.

    Args:
        clock: seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._work: str | None = None
        self._done = 0
        self._first = (0.0, 0)
        self._latest = 0.0

    def reached(self, work: str, done: int) -> None:
        """Take note that ``done`` of ``work`` is done; another ``work`` begins anew."""
        self._latest = self._clock()
        self._done = done
        if work != self._work:
            self._work = work
            self._first = (self._latest, done)

    def seconds_left(self, total: int) -> float | None:
        """Return the seconds until ``total`` is done, or None as long as that is a guess."""
        began, before = self._first
        elapsed = self._latest - began
        progress = self._done - before
        if elapsed < _LONG_ENOUGH or progress <= 0:
            return None
        return (total - self._done) * elapsed / progress
