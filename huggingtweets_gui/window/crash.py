"""Nothing fails in silence: errors nobody caught come as a dialog."""

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.window.dialogs import tell_error

_log = logging.getLogger(__name__)


def install_exception_dialog(logs: Path) -> None:
    """Tell of every exception that nobody caught: in the log, and in a dialog with details to copy.

    Args:
        logs: the folder of the log, which the dialog names.
    """
    showing = False

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal showing
        details = "".join(traceback.format_exception(kind, error, trace))
        _log.error("nobody caught this:\n%s", details)
        if showing or issubclass(kind, KeyboardInterrupt):
            return  # One dialog at a time: an error in painting would bring one a frame.
        showing = True
        try:
            told = error if isinstance(error, UserError) else UserError(ErrorCode.INTERNAL, log=logs)
            tell_error(None, told.sentence, told.advice, details)
        finally:
            showing = False

    def log_only(args: threading.ExceptHookArgs) -> None:
        # Dialogs belong to the main thread; whoever began the thread tells of its failure.
        _log.error("nobody caught this in a thread: %r", args.exc_value)

    sys.excepthook = tell
    threading.excepthook = log_only
