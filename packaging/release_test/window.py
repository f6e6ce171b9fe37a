"""The program's window, used as a person uses it, and read as far as a person can see it."""

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from release_test.program import Program
from release_test.report import Failure, wait_for
from release_test.screen import Screen

T = TypeVar("T")

TITLE = "HuggingTweets"
CHOOSE_TITLE = "Choose archives or files of posts"
# Where the first bot stands in the list at the left, in pixels.
FIRST_BOT = (110, 90)
# The machine may be slow: these only bound how long a failure takes.
_SHOWN_SECONDS = 120
_ANSWER_SECONDS = 20
_LONG_SECONDS = 900
# Where the steps bar has its lines, where the sidebar ends, and how long a line or a button is: in pixels.
_LINES_Y = 21
_LEFT = 240
_LEAST_RUN = 40
# Rings around what has the keyboard, and bars of progress, have the same colour and fewer rows.
_LEAST_ROWS = 12


class Window:
    """The window of a program that has been started.

    Args:
        program: whose window it is.
        screen: where it appears.
        pictures: the folder for the screenshots.
    """

    def __init__(self, program: Program, screen: Screen, pictures: Path) -> None:
        self._program = program
        self._screen = screen
        self._pictures = pictures
        self.wait_for_title(TITLE)
        self._id, _ = screen.active()
        self.wait_for("its first page", lambda: self.step == 1)

    @property
    def step(self) -> int:
        """The step of the wizard, 1 to 5, that the bar at the top shows; 0 where there is no bar."""
        lines = self._bar()
        return lines.count(lines[0]) if len(lines) == 5 else 0

    def has_primary_button(self, top: int, height: int) -> bool:
        """Return whether a button that leads on is seen between two heights: it has the colour of the bar."""
        accent = self._bar()[:1]
        rows = self._screen.rows(self._id, top, height)
        coloured = sum(any(colour in accent for colour in _long_runs(row)) for row in rows)
        return coloured >= _LEAST_ROWS

    def _bar(self) -> list[bytes]:
        """Return the colours of the bar's lines."""
        (row,) = self._screen.rows(self._id, _LINES_Y, 1)
        return _long_runs(row)

    def wait_for(self, what: str, look: Callable[[], T | None], seconds: float = _LONG_SECONDS) -> T:
        """Wait for something that the program does.

        Raises:
            Failure: in vain.
        """
        return self._program.wait_for(what, look, seconds)

    def wait_for_title(self, title: str) -> None:
        """Wait until a window with this title has the keyboard.

        Raises:
            Failure: in vain.
        """
        what = f"the window “{title}”"
        self._program.wait_for(what, lambda: self._screen.active()[1] == title, _SHOWN_SECONDS)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        self._screen.press(*keys)

    def press_until(self, key: str, what: str, look: Callable[[], T | None]) -> T:
        """Press a key until that shows: a button takes no notice while it cannot be used yet.

        Raises:
            Failure: in vain.
        """

        def press_and_look() -> T | None:
            self._screen.press(key)
            try:
                return wait_for(what, look, _ANSWER_SECONDS)
            except Failure:
                return None

        return self._program.wait_for(what, press_and_look, _LONG_SECONDS)

    def type(self, text: str) -> None:
        """Type a text."""
        self._screen.type(text)

    def click(self, x: int, y: int) -> None:
        """Click at a place in the window."""
        self._screen.click(self._id, x, y)

    def photograph(self, name: str) -> None:
        """Keep a picture of the screen."""
        self._screen.photograph(self._pictures / f"{name}.png")

    def close(self) -> None:
        """Close it by the keys of the window manager."""
        self._screen.press("alt+F4")


def _long_runs(row: list[bytes]) -> list[bytes]:
    """Return the colours of what is long and not of the background, in a row beside the sidebar."""
    runs = [(colour, len(list(run))) for colour, run in groupby(row[_LEFT:])]
    return [colour for colour, length in runs if length >= _LEAST_RUN and colour != runs[0][0]]
