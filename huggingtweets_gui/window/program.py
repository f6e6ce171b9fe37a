"""The program once Qt is loaded and no other window is open: nothing in it fails in silence."""

import logging
from datetime import datetime

from PySide6.QtCore import QSettings, Qt

from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.settings import put_aside_damaged
from huggingtweets_gui.threads.collecting import CollectingHere
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.window.activation import come_forward
from huggingtweets_gui.window.application import make_application
from huggingtweets_gui.window.daily_backup import DailyBackup
from huggingtweets_gui.window.doorkeeper import Doorkeeper
from huggingtweets_gui.window.incident_dialog import IncidentTeller
from huggingtweets_gui.window.incidents import Incident, Incidents
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.window.qt_messages import log_qt_messages
from huggingtweets_gui.window.recovery_dialog import open_library
from huggingtweets_gui.workflow.opening import Opening

_log = logging.getLogger(__name__)


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
    with library, CollectingHere(), Incidents(home.logs) as incidents:
        window = MainWindow(home, library, EngineThread(home.logs / "engine.log", packs=home.gpu_packs))
        teller = IncidentTeller(home, window)
        incidents.happened.connect(teller.tell, Qt.ConnectionType.QueuedConnection)
        doorkeeper = Doorkeeper(home, window)
        doorkeeper.asked.connect(lambda later: come_forward(window, later.token))
        doorkeeper.asked.connect(window.fulfil)
        app.asked.connect(window.fulfil)
        backup = DailyBackup(home, window)
        backup.failed.connect(window.banner.show_error)
        window.show()
        window.greet()
        if settings_aside is not None:
            window.banner.show_warning(
                "The settings were damaged, and are now as at first.",
                f"What was there is kept as {settings_aside.name} in the data folder.",
            )
        if crash := crash_log.earlier_crashes():
            _log.warning("the program crashed the last time:\n%s", crash)
            teller.tell(_told_later(crash))
        window.fulfil(opening)
        return app.exec()


def _told_later(crash: str) -> Incident:
    return Incident(
        "The program crashed the last time.",
        "Nothing that was saved is lost. If it happens again, save a report and send it to whoever gave you"
        " the program.",
        crash,
    )
