"""Showing windows in tests."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def show_active(qtbot: QtBot, window: QWidget) -> None:
    """Show a window and wait until it has the keyboard, also on a screen without a window manager."""
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
