"""How long until the window is seen, beside a bare PySide6 window, in fresh processes, from source.

    xvfb-run -s "-screen 0 1400x1000x24" python -m tests.benchmarks.window_start

Both are started, alternating, on an X11 screen without anything else, where two pixels are watched: one that
both windows cover, until it is no longer black, and one where page 1 shows a card. The window paints itself
with its bots first, and can be used once the page is there. Prints one table: medians, and the ratios.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QGuiApplication, QScreen

from huggingtweets_gui.window.theme import DARK, LIGHT

BARE = """
from PySide6.QtWidgets import QApplication, QWidget
app, window = QApplication([]), QWidget()
window.resize(1180, 760)
window.show()
app.exec()
"""
# Without a window manager both windows open at the corner.
_WATCHED = (400, 300)
_CARD = (700, 200)
_BLACK = QColor(0, 0, 0)
_CARDS = (QColor(LIGHT.card), QColor(DARK.card))
_LONGEST = 60.0  # seconds
_PAUSE = 0.001

Command = Sequence[str | Path]


@dataclass(frozen=True)
class Start:
    """How many seconds after its start a window was seen; ours could be used after ``usable``, too."""

    bare: float
    seen: float
    usable: float


class Screen:
    """Starts programs and watches what is seen of them.

    Args:
        screen: where their windows open.
        home: the data folder of the program.
    """

    def __init__(self, screen: QScreen, home: str) -> None:
        self._screen = screen
        self._environment = {**os.environ, "HUGGINGTWEETS_HOME": home}

    def measure(self, bare: Command, ours: Command, times: int) -> list[Start]:
        """Start both so often, one after the other; once more before, for the caches."""
        starts = []
        for _ in range(times + 1):
            [seen_bare] = self._seconds(bare, [self._is_seen])
            seen, usable = self._seconds(ours, [self._is_seen, self._is_usable])
            starts.append(Start(seen_bare, seen, usable))
        return starts[1:]

    def _seconds(self, command: Command, conditions: Sequence[Callable[[], bool]]) -> list[float]:
        """Return after how many seconds each of the conditions holds, one after the other.

        Raises:
            TimeoutError: one does not within a minute.
        """
        while self._is_seen():  # The window of an earlier start goes away.
            time.sleep(_PAUSE)
        started = time.perf_counter()
        times = []
        with subprocess.Popen(command, env=self._environment) as process:
            try:
                for holds in conditions:
                    while not holds():
                        time.sleep(_PAUSE)
                        if time.perf_counter() - started > _LONGEST:
                            raise TimeoutError(f"{command[0]} shows no window, or half of it")
                    times.append(time.perf_counter() - started)
            finally:
                process.kill()
        return times

    def _is_seen(self) -> bool:
        return self._colour(*_WATCHED) != _BLACK

    def _is_usable(self) -> bool:
        return self._colour(*_CARD) in _CARDS

    def _colour(self, x: int, y: int) -> QColor:
        return self._screen.grabWindow(0, x, y, 1, 1).toImage().pixelColor(0, 0)


def table(starts: Sequence[Start]) -> str:
    """Return the medians, the worst times, and the ratios of the medians to that of the bare window."""
    rows = {
        "bare PySide6 window": [start.bare for start in starts],
        "HuggingTweets seen": [start.seen for start in starts],
        "HuggingTweets usable": [start.usable for start in starts],
    }
    bare = statistics.median(rows["bare PySide6 window"])
    lines = [f"{'':24}{'median':>10}{'worst':>10}{'ratio':>10}"]
    for name, column in rows.items():
        median = statistics.median(column)
        lines.append(f"{name:24}{median:9.3f}s{max(column):9.3f}s{median / bare:9.2f}x")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=15, help="starts of each (15)")
    arguments = parser.parse_args()
    app = QGuiApplication([])
    with tempfile.TemporaryDirectory() as home:
        bare, ours = [sys.executable, "-c", BARE], [sys.executable, "-m", "huggingtweets_gui"]
        print(table(Screen(app.primaryScreen(), home).measure(bare, ours, arguments.times)))


if __name__ == "__main__":
    main()
