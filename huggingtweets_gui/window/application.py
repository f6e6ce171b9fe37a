"""The application of Qt, which macOS tells of files to be opened."""

import locale
import sys

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, Qt, QTranslator, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from huggingtweets_gui import APPLICATION_ID, __version__
from huggingtweets_gui.foundation.file_urls import path_of
from huggingtweets_gui.foundation.resources import resource
from huggingtweets_gui.window.theme import apply_theme
from huggingtweets_gui.workflow.opening import Opening

_NAME = "HuggingTweets"
# How long a thread that reads an archive may keep the interpreter while the window wants it. Python's own
# 5 ms, waited for at each turn, would add up to delays that are felt.
_SWITCH_SECONDS = 0.001


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


def make_application() -> Application:
    """Return the application of Qt, with its names and its looks."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    app = Application()
    # Qt takes over the user's locale, in which float("0.5") of C libraries may want a comma.
    locale.setlocale(locale.LC_NUMERIC, "C")
    app.setOrganizationName(_NAME)
    app.setApplicationName(_NAME)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(APPLICATION_ID)
    app.setWindowIcon(QIcon(str(resource("icons/app.svg"))))
    _translate_dialogs(app)
    apply_theme(app)
    return app


def _translate_dialogs(app: Application) -> None:
    """Let the dialogs that are Qt's own, such as that for choosing a file, speak the user's language."""
    # Some translations turn the whole window round, whose own texts run from left to right.
    app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale(), "qtbase", "_", folder):
        app.installTranslator(translator)
