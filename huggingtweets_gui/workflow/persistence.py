"""Asking a service until it answers, and writing to the library until it takes it.

Limits and bad minutes of a service are waited out, but not for ever; other writers to the library, as
long as the user does.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.tweets.service import RateLimited, Unavailable
from huggingtweets_gui.workflow.patience import Background

P = ParamSpec("P")
T = TypeVar("T")

_TICK = 0.1  # seconds
_PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)  # seconds before each further attempt
_WINDOW = 15 * 60.0  # seconds after which X, and most others, count requests anew
_SHORTEST_LIMIT, _LONGEST_LIMIT = 15.0, 24 * 3600.0  # seconds; clocks differ, and headers may be nonsense
_LIMITS_IN_A_ROW = 4
_LIBRARY_PAUSE = 1.0  # seconds; the library itself waits for other writers, and much longer
# Seconds that a cancelled answer still has to come. Closing the window waits a little longer than that.
_GRACE = 4.0


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait before the next attempt, for a service or for the library.

    Attributes:
        reason: why, in one sentence.
        seconds_left: until it goes on.
    """

    reason: str
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Clock:
    """What tells the time, in seconds since 1970, and lets it pass."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


SYSTEM_CLOCK = Clock()


def untold(pause: Pause | None) -> None:
    """Show nothing of a pause, for callers that need not."""


class Persistence:
    """Makes calls to a service in a thread of their own, and writes, again and again if need be.

    Args:
        tick: called about ten times a second; what it raises ends the waiting.
        waiting: told each ``Pause`` about ten times a second, and None when it is over.
        clock: what the pauses are measured with.
    """

    def __init__(
        self, tick: Callable[[], None], waiting: Callable[[Pause | None], None], clock: Clock
    ) -> None:
        self._tick = tick
        self._waiting = waiting
        self._clock = clock
        self._stopped: BaseException | None = None

    def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``work`` returns.

        Where the user cancels while an answer is on its way, which may be paid for, and it comes within
        a few seconds, it is returned all the same: the next call raises what was raised.

        Raises:
            UserError: the one that ``work`` raised, or the last failure once nothing more is tried.
            Cancelled, KeyboardInterrupt: the user cancels, or did during the call before.
        """
        if self._stopped:
            raise self._stopped
        pauses = list(_PAUSES)
        limits = 0
        while True:
            try:
                return self._answer(partial(work, *args, **kwargs))
            except Unavailable as error:
                if not pauses:
                    raise error.told from error
                self._pause(error.told, pauses.pop(0))
            except RateLimited as error:
                limits += 1
                if limits > _LIMITS_IN_A_ROW:
                    raise error.told from error
                seconds = _WINDOW if error.until is None else error.until - self._clock.now()
                self._pause(error.told, min(max(seconds, _SHORTEST_LIMIT), _LONGEST_LIMIT))

    def write(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``work`` returns, which writes to the library in this thread, all or nothing.

        While others write there, that is told as a ``Pause``, and it is tried again until the user cancels.
        """
        paused = False
        try:
            while True:
                try:
                    return work(*args, **kwargs)
                except UserError as error:
                    if error.code is not ErrorCode.LIBRARY_BUSY:
                        raise
                    paused = True
                    self._count_down(error, _LIBRARY_PAUSE)
        finally:
            if paused:
                self._waiting(None)

    def _answer(self, work: Callable[[], T]) -> T:
        answers: list[T] = []
        with Background(self._tick) as background:
            try:
                background.run(lambda: answers.append(work()))
            except (Cancelled, KeyboardInterrupt) as stopped:
                background.settle(_GRACE)
                if not answers:
                    raise
                self._stopped = stopped
        return answers[0]

    def _pause(self, reason: UserError, seconds: float) -> None:
        try:
            self._count_down(reason, seconds)
        finally:
            self._waiting(None)

    def _count_down(self, reason: UserError, seconds: float) -> None:
        end = self._clock.now() + seconds
        while (left := end - self._clock.now()) > 0:
            self._tick()
            self._waiting(Pause(reason.sentence, left))
            self._clock.sleep(min(left, _TICK))
