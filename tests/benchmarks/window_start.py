"""How long until the window is painted, beside a bare PySide6 window, in fresh processes.

Both run with the platform plugin that the environment names, alternating, and end at their first
paint. Prints one table: medians, and the ratio.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

BARE = """
from PySide6.QtWidgets import QApplication, QWidget
app, window = QApplication([]), QWidget()
window.resize(1180, 760)
"""
OURS = """
import sys
from pathlib import Path
from huggingtweets_gui.window.application import make_application
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.window.main_window import MainWindow
app = make_application()
home = Home.locate()
window = MainWindow(home, Library(home), EngineThread(home.logs / "engine.log"))
"""
PAINTED = """
import os
paint = type(window).paintEvent
def painted(event):
    paint(window, event)
    os._exit(0)
window.paintEvent = painted
window.show()
app.exec()
"""


def seconds(program: str, environment: dict[str, str]) -> float:
    """Return how long a process takes from its start to its first paint."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", program + PAINTED], env=environment, check=True)
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=15, help="starts of each (15)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HUGGINGTWEETS_HOME": home}
        for program in (BARE, OURS):
            seconds(program, environment)  # Caches warm, for both.
        times = [(seconds(BARE, environment), seconds(OURS, environment)) for _ in range(arguments.times)]
    print(table(times))


def table(times: list[tuple[float, float]]) -> str:
    """Return the medians, the worst times and the ratio of ``times``: of the bare window, then of ours."""
    columns = list(zip(*times, strict=True))
    bare, ours = (statistics.median(column) for column in columns)
    lines = [f"{'':24}{'median':>10}{'worst':>10}"]
    for name, column, median in zip(
        ("bare PySide6 window", "HuggingTweets"), columns, (bare, ours), strict=True
    ):
        lines.append(f"{name:24}{median:9.3f}s{max(column):9.3f}s")
    lines.append(f"{'ratio of the medians':24}{ours / bare:9.2f}x")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
