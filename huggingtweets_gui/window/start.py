"""A start of the window, once Qt is loaded: what it fails with is put into words, and shown."""

import contextlib
import logging
import os
import traceback

from PySide6.QtWidgets import QApplication

from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.log import start_log
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.window.screen import import_failure
from huggingtweets_gui.window.single_instance import claim_window
from huggingtweets_gui.workflow.opening import Opening

_log = logging.getLogger(__name__)

_UNSEEN = {"offscreen", "minimal"}  # Qt's platforms on which nobody could close a dialog


def open_window(home: Home, opening: Opening, crash_log: CrashLog) -> int:
    """Open the window, and return the exit status once it is closed.

    Args:
        home: the data folder. Where a window is open on it already, that one comes forward and does
            what is asked for, and this call returns at once.
        opening: what is asked for.
        crash_log: knows of crashes at earlier starts.

    Raises:
        UserError: whatever the start failed with.
    """
    start_log(home.logs / "window.log")
    try:
        place = claim_window(home, opening)
        if place is None:
            return 0
        # It takes longest to load, and only the first window needs it.
        from huggingtweets_gui.window import program

        return program.run(home, opening, crash_log)
    except UserError as error:
        _log.warning("the start failed: %s: %s", error.code, error.details)
        raise
    except ImportError as error:
        raise import_failure(error, os.environ) from error
    except Exception as error:
        _log.exception("the start failed")
        raise UserError(ErrorCode.INTERNAL, details=traceback.format_exc(), log=home.logs) from error


def show_failure(home: Home, error: UserError) -> None:
    """Show why the start failed, and wait until that is closed; nothing happens where nobody could see it."""
    from huggingtweets_gui.window.application import make_application
    from huggingtweets_gui.window.incident_dialog import IncidentDialog
    from huggingtweets_gui.window.incidents import Incident

    app = QApplication.instance()
    if app is None:
        with contextlib.suppress(UserError):  # Without its looks the dialog says the same.
            app = make_application()
    if QApplication.platformName() not in _UNSEEN:
        IncidentDialog(home, Incident(error.sentence, error.advice, error.details)).exec()
