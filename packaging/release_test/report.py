"""What the release test says: one line a step, with its time, and what failed."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_PAUSE_SECONDS = 0.1


class Failure(Exception):
    """Something that was expected did not come, or something came that was not."""


class Report:
    """Prints the steps as they end, and counts those that failed.

    Args:
        photograph: called when a step fails, while everything still stands as it was.
    """

    def __init__(self, photograph: Callable[[], None]) -> None:
        self._photograph = photograph
        self.failed = 0
        self._done = 0
        self._began = time.monotonic()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Do a step that the next ones build on.

        Raises:
            Failure: it failed; this has been printed.
        """
        began = time.monotonic()
        try:
            yield
        except Failure as failure:
            self._print("FAILED", title, began)
            _print_indented(str(failure).splitlines())
            self.failed += 1
            self._photograph()
            raise
        self._print("ok", title, began)

    def check(self, title: str, problems: Sequence[str]) -> None:
        """Note that nothing else was found than these problems; the next step goes on regardless."""
        self._print("FAILED" if problems else "ok", title, time.monotonic())
        _print_indented(problems)
        self.failed += bool(problems)

    def story(self, title: str) -> None:
        """Begin a part of the test."""
        print(f"\n{title}", flush=True)

    def close(self) -> None:
        """Print how it ended."""
        minutes, seconds = divmod(round(time.monotonic() - self._began), 60)
        outcome = f"{self.failed} FAILED" if self.failed else "all passed"
        print(f"\n{self._done} steps in {minutes}:{seconds:02} minutes: {outcome}", flush=True)

    def _print(self, outcome: str, title: str, began: float) -> None:
        self._done += 1
        print(f"{time.monotonic() - began:7.1f} s  {outcome:6}  {title}", flush=True)


def wait_for(what: str, look: Callable[[], T | None], seconds: float) -> T:
    """Call ``look`` until it returns something true, and return that.

    Raises:
        Failure: that did not come about within ``seconds``; ``what`` names it.
    """
    end = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > end:
            raise Failure(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(_PAUSE_SECONDS)
    return found


def _print_indented(lines: Sequence[str]) -> None:
    for line in lines:
        print(f"{'':20}{line}", flush=True)
