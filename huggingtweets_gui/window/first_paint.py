"""Painting a window before the program goes on."""

import time

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

_PATIENCE_SECONDS = 1.0  # for a desktop that shows a new window late, or nowhere
_PAUSE_SECONDS = 0.001


def show_painted(window: QWidget) -> None:
    """Show a window, and return when it can be seen.

    What the user does meanwhile is kept until events are handled again: a window that is only painted
    misses nothing of it.
    """
    window.show()
    end = time.monotonic() + _PATIENCE_SECONDS
    while window.isVisible() and not window.windowHandle().isExposed() and time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        time.sleep(_PAUSE_SECONDS)
