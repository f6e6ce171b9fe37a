"""Opening the library for the window, also where it is damaged."""

import logging

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home

_log = logging.getLogger(__name__)


def open_library(home: Home) -> Library | None:
    """Open the library; where it is damaged, go on as the user chooses.

    Returns:
        The library, or None where the user rather quits.

    Raises:
        UserError: it cannot be opened for another reason, or what the user chose failed.
    """
    while True:
        try:
            return Library(home)
        except UserError as error:
            if error.code is not ErrorCode.LIBRARY_DAMAGED:
                raise
            _log.warning("the library is damaged: %s", error.details)
            # Loaded only where it is damaged, so that the window is painted sooner.
            from huggingtweets_gui.window.recovery_dialog import recovered

            if not recovered(home, error):
                return None
