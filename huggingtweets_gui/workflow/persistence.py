"""Asking a service until it answers: its limits and bad minutes are waited out, but not for ever."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.tweets.service import RateLimited, Unavailable
from huggingtweets_gui.workflow.patience import Background

P = ParamSpec("P")
T = TypeVar("T")

_TICK = 0.1  # seconds
_PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)  # seconds before each further attempt
_WINDOW = 15 * 60.0  # seconds after which X, and most others, count requests anew
_SHORTEST_LIMIT, _LONGEST_LIMIT = 15.0, 24 * 3600.0  # seconds; clocks differ, and headers may be nonsense
_LIMITS_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class Pause:
    """A wait before the next attempt.

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
    """Makes calls to a service in a thread of their own, again and again if need be.

    Args:
        tick: called about ten times a second; what it raises ends the waiting at once.
        waiting: told each ``Pause`` about ten times a second, and None when it is over.
        clock: what the pauses are measured with.
    """

    def __init__(
        self, tick: Callable[[], None], waiting: Callable[[Pause | None], None], clock: Clock
    ) -> None:
        self._tick = tick
        self._waiting = waiting
        self._clock = clock

    def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what ``work`` returns.

        Raises:
            UserError: the one that ``work`` raised, or the last failure once nothing more is tried.
        """
        pauses = list(_PAUSES)
        limits = 0
        while True:
            try:
                with Background(self._tick) as background:
                    return background.run(work, *args, **kwargs)
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

    def _pause(self, reason: UserError, seconds: float) -> None:
        end = self._clock.now() + seconds
        try:
            while (left := end - self._clock.now()) > 0:
                self._tick()
                self._waiting(Pause(reason.sentence, left))
                self._clock.sleep(min(left, _TICK))
        finally:
            self._waiting(None)
