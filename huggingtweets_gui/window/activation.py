"""Bringing a window in front of those of other programs, which not every desktop lets one do unasked.

X11's window managers allow it. Wayland's give a token to what the user starts, to be shown by the
window that comes forward; Windows lets what the user starts pass its right on.
"""

import os
import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from huggingtweets_gui.workflow.opening import ACTIVATION_TOKEN

_ANY_PROCESS = 0xFFFFFFFF


def let_another_come_forward() -> None:
    """Pass the right of this process on to the next one that wants to come forward."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)


def come_forward(window: QMainWindow, token: str = "") -> None:
    """Show a window in front of the others, as large as it was, and give it the keyboard.

    Args:
        window: the window.
        token: Wayland's, from the start that the user has just made.
    """
    if token:
        os.environ[ACTIVATION_TOKEN] = token  # where Qt looks for it
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
