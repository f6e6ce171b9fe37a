"""The program from when its window is seen until it is closed: nothing in it fails in silence."""

import logging
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt

from huggingtweets_gui.foundation.crash_log import CrashLog
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.threads.collecting import CollectingHere
from huggingtweets_gui.threads.engine_thread import EngineThread
from huggingtweets_gui.window.activation import come_forward
from huggingtweets_gui.window.application import Application
from huggingtweets_gui.window.daily_backup import DailyBackup
from huggingtweets_gui.window.doorkeeper import Doorkeeper
from huggingtweets_gui.window.incident_dialog import IncidentTeller
from huggingtweets_gui.window.incidents import Incident, Incidents
from huggingtweets_gui.window.main_window import MainWindow
from huggingtweets_gui.workflow.opening import Opening

_log = logging.getLogger(__name__)


def serve(
    app: Application,
    window: MainWindow,
    home: Home,
    openings: Iterable[Opening],
    crash_log: CrashLog,
    settings_aside: Path | None,
) -> int:
    """Let the window do its work, and return the exit status once it is closed.

    Args:
        app: the application of Qt.
        window: is shown, and does nothing yet.
        home: the data folder.
        openings: what is asked for.
        crash_log: knows of crashes at earlier starts.
        settings_aside: where damaged settings were put, or None.
    """
    with CollectingHere(), Incidents(home.logs) as incidents:
        window.begin(EngineThread(home.logs / "engine.log", packs=home.gpu_packs))
        teller = IncidentTeller(home, window)
        incidents.happened.connect(teller.tell, Qt.ConnectionType.QueuedConnection)
        doorkeeper = Doorkeeper(home, window)
        doorkeeper.asked.connect(lambda later: come_forward(window, later.token))
        doorkeeper.asked.connect(window.fulfil)
        app.asked.connect(window.fulfil)
        backup = DailyBackup(home, window)
        backup.failed.connect(window.banner.show_error)
        window.greet()
        if settings_aside is not None:
            window.banner.show_warning(
                "The settings were damaged, and are now as at first.",
                f"What was there is kept as {settings_aside.name} in the data folder.",
            )
        if crash := crash_log.earlier_crashes():
            _log.warning("the program crashed the last time:\n%s", crash)
            teller.tell(_told_later(crash))
        for opening in openings:
            window.fulfil(opening)
        return app.exec()


def _told_later(crash: str) -> Incident:
    return Incident(
        "The program crashed the last time.",
        "Nothing that was saved is lost. If it happens again, save a report and send it to whoever gave you"
        " the program.",
        crash,
    )
