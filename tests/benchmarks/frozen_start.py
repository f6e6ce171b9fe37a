"""How long until the installed window is seen, beside a bare PySide6 window frozen by the same PyInstaller.

    xvfb-run -s "-screen 0 1400x1000x24" python -m tests.benchmarks.frozen_start build/bundle/HuggingTweets

Both are the executables that people start, unchanged, measured as ``window_start`` measures the program from
source. Prints one table: medians, and the ratios.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from tests.benchmarks.window_start import BARE, Screen, table


def freeze_bare(python: Path, folder: Path) -> Path:
    """Freeze the bare window with the PyInstaller of ``python`` and return its executable."""
    script = folder / "bare.py"
    script.write_text(BARE, encoding="utf-8")
    folders = ["--specpath", folder, "--workpath", folder / "work", "--distpath", folder / "dist"]
    subprocess.run(
        [python, "-m", "PyInstaller", "--windowed", *folders, script], check=True, capture_output=True
    )
    return folder / "dist" / "bare" / "bare"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--python", type=Path, default=Path(".venv-bundle-cpu/bin/python"))
    parser.add_argument("--times", type=int, default=15, help="starts of each (15)")
    arguments = parser.parse_args()
    app = QGuiApplication([])
    with tempfile.TemporaryDirectory() as folder:
        bare = freeze_bare(arguments.python.absolute(), Path(folder))
        screen = Screen(app.primaryScreen(), f"{folder}/home")
        print(table(screen.measure([bare], [arguments.bundle / "HuggingTweets"], arguments.times)))


if __name__ == "__main__":
    main()
