"""A screen in memory with a window manager, and hands for its keyboard and mouse."""

import os
import subprocess
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from release_test.report import wait_for
from release_test.tools import run

_SIZE = (1400, 1000)
_START_SECONDS = 20


class Screen:
    """An Xvfb screen outside of the root: the program reaches it by the socket alone.

    It is used as a context.

    Attributes:
        display: its number, as ``:7``.
    """

    def __enter__(self) -> "Screen":
        self._stack = ExitStack()
        with ExitStack() as stack:
            self.display = f":{_start_xvfb(stack)}"
            self._environment = {**os.environ, "DISPLAY": self.display}
            manager = stack.enter_context(
                subprocess.Popen(
                    ["openbox", "--sm-disable"],
                    env=self._environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            stack.callback(manager.terminate)
            wait_for("the window manager", self._is_managed, _START_SECONDS)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def active(self) -> tuple[str, str]:
        """Return the id and the title of the window that has the keyboard; empty where none has."""
        found = subprocess.run(
            ["xdotool", "getactivewindow", "getwindowname", "getactivewindow"],
            capture_output=True,
            text=True,
            env=self._environment,
        )
        title, _, window = found.stdout.strip().rpartition("\n")
        return window, title

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as ``alt+n`` or ``Return``."""
        run(["xdotool", "key", "--delay", "60", *keys], self._environment)

    def type(self, text: str) -> None:
        """Type a text."""
        run(["xdotool", "type", "--delay", "15", text], self._environment)

    def click(self, window: str, x: int, y: int, button: int = 1) -> None:
        """Click at a place in a window, in pixels from its upper left corner."""
        place = ["mousemove", "--sync", "--window", window, str(x), str(y)]
        run(["xdotool", *place, "click", str(button)], self._environment)

    def photograph(self, path: Path) -> None:
        """Save a picture of the whole screen."""
        run(["import", "-window", "root", path], self._environment)

    def rows(self, window: str, top: int, count: int) -> list[list[bytes]]:
        """Return the colours of some rows of a window's pixels, from left to right: three bytes each."""
        command = [
            "import",
            "-window",
            window,
            "-crop",
            f"{_SIZE[0]}x{count}+0+{top}",
            "-depth",
            "8",
            "rgb:-",
        ]
        picture = subprocess.run(command, capture_output=True, check=True, env=self._environment).stdout
        pixels = [picture[at : at + 3] for at in range(0, len(picture), 3)]
        width = len(pixels) // count
        return [pixels[at : at + width] for at in range(0, len(pixels), width)]

    def _is_managed(self) -> bool:
        command = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
        found = subprocess.run(command, capture_output=True, text=True, env=self._environment)
        return "window id" in found.stdout


def _start_xvfb(stack: ExitStack) -> int:
    """Start it on a number that is free, and return the number."""
    reading, writing = os.pipe()
    size = f"{_SIZE[0]}x{_SIZE[1]}x24"
    # -ac: the user in the root has another number than whoever runs this, and no cookie.
    server = stack.enter_context(
        subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-ac"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
    )
    stack.callback(server.terminate)
    os.close(writing)
    with os.fdopen(reading) as answer:
        return int(answer.readline())
