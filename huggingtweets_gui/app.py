"""The program with a window. What must stand before Qt is loaded stands here."""

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

    Args:
        home: the data folder. Where a window is open on it already, that one comes forward and does
            what is asked for, and this call returns at once.
        opening: what is asked for.
    """
    with CrashLog(home.logs) as crash_log:
        try:
            require_screen(os.environ)
            # Qt only now, so that a crash while it loads is told too; and the window, which takes
            # longest to load, only where it is the first.
            from huggingtweets_gui.window.single_instance import claim_window

            place = claim_window(home, opening)
            if place is None:
                return 0
            from huggingtweets_gui.window import program
        except UserError as error:
            failure = error
        except ImportError as error:
            failure = import_failure(error, os.environ)
        else:
            return program.run(home, opening, crash_log)
    tell(f"huggingtweets: {failure}")
    tell_natively("HuggingTweets", f"{failure.sentence}\n\n{failure.advice}")
    return 1
