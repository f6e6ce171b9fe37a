"""The program once Qt is loaded and no other window is open: first its window is seen, then it works."""

from datetime import datetime

from PySide6.QtCore import QSettings

from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.settings import put_aside_damaged
from huggingtweets_gui.window.application import make_application
from huggingtweets_gui.window.first_paint import show_painted
from huggingtweets_gui.window.library_opening import open_library
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.window.qt_messages import log_qt_messages
from huggingtweets_gui.workflow.opening import Opening


def run(home: Home, opening: Opening, crash_log: CrashLog) -> int:
    """Open the window on a data folder and return the exit status once it is closed.

    Args:
        home: the data folder; no other window is open on it.
        opening: what is asked for.
        crash_log: knows of crashes at earlier starts.

    Raises:
        UserError: the data folder or the library in it cannot be used.
    """
    app = make_application()
    # The dialogs of Qt remember folders, on Linux in a file that is to lie in the data folder too.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(home.root))
    log_qt_messages()
    library = open_library(home)
    if library is None:
        return 1
    settings_aside = put_aside_damaged(home.settings, datetime.now())
    with library:
        window = MainWindow(home, library)
        openings = [opening]
        early = app.asked.connect(openings.append)  # macOS asks as soon as it can
        show_painted(window)
        app.asked.disconnect(early)
        if not window.isVisible():  # closed that quickly
            return 0
        # Loaded only now that the window is seen: it takes longer than all before.
        from huggingtweets_gui.window.session import serve

        return serve(app, window, home, openings, crash_log, settings_aside)
