"""The program with a window. What must stand before Qt is loaded stands here."""

import os
from pathlib import Path

from huggingtweets_gui.cli.show import tell
from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.native_dialog import tell_natively
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.window.screen import import_failure, require_screen


def run(home: Home, files: list[Path]) -> int:
    """Open the window on a data folder and return the exit status once it is closed.

    Args:
        home: the data folder. Where a window is open on it already, that one comes forward and takes
            the files, and this call returns at once.
        files: archives to import.
    """
    with CrashLog(home.logs) as crash_log:
        try:
            require_screen(os.environ)
            # Only now, so that a crash while Qt loads is told too.
            from huggingtweets_gui.window import program
        except UserError as error:
            failure = error
        except ImportError as error:
            failure = import_failure(error, os.environ)
        else:
            return program.run(home, files, crash_log)
    tell(f"huggingtweets: {failure}")
    tell_natively("HuggingTweets", f"{failure.sentence}\n\n{failure.advice}")
    return 1
