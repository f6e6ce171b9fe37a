"""The program once Qt is loaded: one window for each data folder, and no silent failures."""

import locale
import sys

from PySide6.QtGui import QIcon

from huggingtweets_gui import APPLICATION_ID, __version__
from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.log import start_log
from huggingtweets_gui.foundation.resources import resource
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.threads.collecting import CollectingHere
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.window.activation import come_forward
from huggingtweets_gui.window.application import Application
from huggingtweets_gui.window.crash import install_exception_dialog
from huggingtweets_gui.window.dialogs import tell_error
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.window.single_instance import Doorkeeper
from huggingtweets_gui.window.theme import apply_theme
from huggingtweets_gui.workflow.opening import Opening

_NAME = "HuggingTweets"
# How long a thread that reads an archive may keep the interpreter while the window wants it. Python's own
# 5 ms, waited for at each turn, would add up to delays that are felt.
_SWITCH_SECONDS = 0.001


def run(home: Home, opening: Opening, crash_log: CrashLog) -> int:
    """Open the window on a data folder and return the exit status once it is closed.

    Args:
        home: the data folder; no other window is open on it.
        opening: what is asked for.
        crash_log: knows of crashes at earlier starts.
    """
    app = make_application()
    try:
        start_log(home.logs / "window.log")
        library = Library(home)
    except UserError as error:
        tell_error(None, error.sentence, error.advice, error.details)
        return 1
    install_exception_dialog(home.logs)
    with library, CollectingHere():
        window = MainWindow(home, library, EngineThread(home.logs / "engine.log"))
        doorkeeper = Doorkeeper(home, window)
        doorkeeper.asked.connect(lambda later: come_forward(window, later.token))
        doorkeeper.asked.connect(window.fulfil)
        app.asked.connect(window.fulfil)
        window.show()
        window.greet(crash_log.earlier_crashes())
        window.fulfil(opening)
        return app.exec()


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
    apply_theme(app)
    return app
