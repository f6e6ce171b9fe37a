"""Waiting for something slow without going deaf to the user, and trying again a few times."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from types import TracebackType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_TICK = 0.1  # seconds
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before each further attempt


class Background(AbstractContextManager["Background"]):
    """Runs blocking calls one after the other in a thread of its own, ticking while they last.

    Leaving the context does not wait for a call that hangs; its thread ends with it.

    Args:
        tick: called about ten times a second; what it raises ends the waiting.
    """

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="download")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.shutdown(wait=False)

    def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``work`` returns, or raise what it raises."""
        future = self._executor.submit(work, *args, **kwargs)
        while not wait([future], timeout=_TICK).done:
            self._tick()
        return future.result()

    def settle(self, seconds: float) -> None:
        """Wait for whatever runs now, without ticking, and so many seconds at most."""
        wait([self._executor.submit(_nothing)], timeout=seconds)

    def run_later(self, work: Callable[[], object]) -> None:
        """Run ``work`` after whatever runs now, without waiting for it."""
        self._executor.submit(work)


def _nothing() -> None:
    """Come next."""


class Attempts:
    """How often something may still fail in a row before it is given up."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick
        self._pauses = list(PAUSES)

    def succeeded(self) -> None:
        """Note some success: all attempts are available again."""
        self._pauses = list(PAUSES)

    def pause(self) -> bool:
        """Pause before the next attempt, longer each time; return False at once if none is left."""
        if not self._pauses:
            return False
        end = time.monotonic() + self._pauses.pop(0)
        while (left := end - time.monotonic()) > 0:
            self._tick()
            time.sleep(min(left, _TICK))
        return True
