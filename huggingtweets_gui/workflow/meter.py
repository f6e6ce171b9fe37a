"""Adding up how far work on several files has come."""

import time
from collections.abc import Callable, Mapping

from huggingtweets_gui.foundation.progress import Progress

_REPORT_EVERY = 0.05  # seconds


class Meter:
    """Adds up the bytes of all files, and reports them not more often than anyone can see.

    Args:
        total: bytes of all files.
        present: bytes that are done already, by the file's name.
        report: told the sum.
    """

    def __init__(self, total: int, present: Mapping[str, int], report: Progress) -> None:
        self._total = total
        self._present = dict(present)
        self._report = report
        self._reported = 0.0

    def of(self, name: str) -> Callable[[int], None]:
        """Return what is told how many bytes of the file ``name`` are done."""

        def moved(present: int) -> None:
            self._present[name] = present
            now = time.monotonic()
            if now - self._reported >= _REPORT_EVERY:
                self._reported = now
                self._report(sum(self._present.values()), self._total)

        return moved
