"""The application of Qt, which macOS tells of files to be opened."""

import sys

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from huggingtweets_gui.foundation.file_urls import path_of
from huggingtweets_gui.workflow.opening import Opening


class Application(QApplication):
    """Answers macOS, which starts a program once and sends it the files that are opened with it.

    Signals:
        asked: an ``Opening`` with such a file.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(sys.argv[:1])

    def event(self, event: QEvent) -> bool:
        """Take what is for the application as a whole."""
        if isinstance(event, QFileOpenEvent):
            name = event.file() or event.url().toString()
            self.asked.emit(Opening(files=(path_of(name),)))
            return True
        return super().event(event)
