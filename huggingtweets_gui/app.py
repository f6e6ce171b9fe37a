"""The program with a window. What must stand before Qt is loaded stands here."""

import gc
import os

from huggingtweets_gui.cli.show import tell
from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.native_dialog import tell_natively
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.window.screen import import_failure, require_screen
from huggingtweets_gui.workflow.opening import Opening


def run(home: Home, opening: Opening) -> int:
    """Open the window on a data folder and return the exit status once it is closed.

    Why a start fails is said on standard error, and in a dialog where there is a screen.

    Args:
        home: the data folder. Where a window is open on it already, that one comes forward and does
            what is asked for, and this call returns at once.
        opening: what is asked for.
    """
    # What is loaded now stays: it need not be looked through for garbage again and again. The window
    # collects its own later.
    gc.disable()
    with CrashLog(home.logs) as crash_log:
        try:
            require_screen(os.environ)
            # Only now, so that a crash while Qt loads is told too.
            from huggingtweets_gui.window import start
        except UserError as error:
            return _fail_without_qt(error)
        except ImportError as error:
            return _fail_without_qt(import_failure(error, os.environ))
        try:
            return start.open_window(home, opening, crash_log)
        except UserError as error:
            tell(f"huggingtweets: {error}")
            start.show_failure(home, error)
            return 1


def _fail_without_qt(error: UserError) -> int:
    tell(f"huggingtweets: {error}")
    tell_natively("HuggingTweets", f"{error.sentence}\n\n{error.advice}")
    return 1
