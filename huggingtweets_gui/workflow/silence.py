"""Noticing that nothing is heard of the engine any more."""

from collections.abc import Callable

from huggingtweets_gui.messages import Answering, Event, Silent

LONG_SECONDS = 8.0
"""The engine is heard once a second: after so long something is wrong, and the user shall know."""

_LONGEST_WAIT = 1.0


class Silence:
    """Counts how long nothing was heard, and tells when that is long and when it is over.

    Only the time counts in which this process was awake: it is added up from many short waits. One
    that seems to have lasted for hours, because the computer slept or this process was stopped,
    counts as a second, after which an engine that slept as well is heard again.

    Args:
        emit: is given ``Silent`` and ``Answering``.
        long_seconds: how long is long.
    """

    def __init__(self, emit: Callable[[Event], None], long_seconds: float) -> None:
        self._emit = emit
        self._long_seconds = long_seconds
        self._seconds = 0.0
        self._told = False

    @property
    def is_long(self) -> bool:
        """Whether it is long, which was told."""
        return self._told

    def lasts(self, seconds: float) -> None:
        """Take in that nothing was heard in a wait of ``seconds``."""
        self._seconds += min(seconds, _LONGEST_WAIT)
        if self._seconds >= self._long_seconds and not self._told:
            self._told = True
            self._emit(Silent(seconds=self._long_seconds))

    def is_broken(self) -> None:
        """Take in that something was heard."""
        self._seconds = 0.0
        if self._told:
            self._told = False
            self._emit(Answering())
