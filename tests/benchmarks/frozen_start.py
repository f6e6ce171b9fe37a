"""How long until the installed window is seen, beside a bare PySide6 window frozen by the same PyInstaller.

    xvfb-run -s "-screen 0 1400x1000x24" python -m tests.benchmarks.frozen_start build/bundle/HuggingTweets

Both are the executables that people start, unchanged, alternating, on an X11 screen without anything else: a
pixel is watched until it is no longer black. Prints one table: medians, and the ratio.
"""

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path

from PySide6.QtGui import QColor, QGuiApplication, QScreen

from tests.benchmarks.window_start import table

BARE = """
from PySide6.QtWidgets import QApplication, QWidget
app, window = QApplication([]), QWidget()
window.resize(1180, 760)
window.show()
app.exec()
"""
_WATCHED = (400, 300)  # A place that both windows cover: without a window manager they open at the corner.
_BLACK = QColor(0, 0, 0)
_LONGEST = 60.0  # seconds


def freeze_bare(python: Path, folder: Path) -> Path:
    """Freeze the bare window with the PyInstaller of ``python`` and return its executable."""
    script = folder / "bare.py"
    script.write_text(BARE, encoding="utf-8")
    folders = ["--specpath", folder, "--workpath", folder / "work", "--distpath", folder / "dist"]
    subprocess.run(
        [python, "-m", "PyInstaller", "--windowed", *folders, script], check=True, capture_output=True
    )
    return folder / "dist" / "bare" / "bare"


def seconds(program: Path, screen: QScreen, environment: dict[str, str]) -> float:
    """Return how long it takes from the start of ``program`` until its window is on the screen.

    Raises:
        TimeoutError: it is not within a minute.
    """
    while is_painted(screen):  # The window of an earlier start goes away.
        time.sleep(0.01)
    started = time.perf_counter()
    with subprocess.Popen([program], env=environment) as process:
        try:
            while not is_painted(screen):
                if time.perf_counter() - started > _LONGEST:
                    raise TimeoutError(f"{program} shows no window")
            return time.perf_counter() - started
        finally:
            process.kill()


def is_painted(screen: QScreen) -> bool:
    """Tell whether the watched pixel shows something else than the empty screen."""
    return screen.grabWindow(0, *_WATCHED, 1, 1).toImage().pixelColor(0, 0) != _BLACK


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--python", type=Path, default=Path(".venv-bundle-cpu/bin/python"))
    parser.add_argument("--times", type=int, default=15, help="starts of each (15)")
    arguments = parser.parse_args()
    app = QGuiApplication([])
    screen = app.primaryScreen()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HUGGINGTWEETS_HOME": f"{folder}/home"}
        programs = (
            freeze_bare(arguments.python.absolute(), Path(folder)),
            arguments.bundle / "HuggingTweets",
        )
        for program in programs:
            seconds(program, screen, environment)  # Caches warm, for both.
        times = []
        for _ in range(arguments.times):
            bare, ours = (seconds(program, screen, environment) for program in programs)
            times.append((bare, ours))
    print(table(times))


if __name__ == "__main__":
    main()
