"""The program with a window. What must stand before Qt is loaded stands here."""

from pathlib import Path

from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.library.paths import Home


def run(home: Home, files: list[Path]) -> int:
    """Open the window on a data folder and return the exit status once it is closed.

    Args:
        home: the data folder. Where a window is open on it already, that one comes forward and takes
            the files, and this call returns at once.
        files: archives to import.
    """
    with CrashLog(home.logs) as crash_log:
        # Only now, so that a crash while Qt loads is told too.
        from huggingtweets_gui.window import program

        return program.run(home, files, crash_log)
