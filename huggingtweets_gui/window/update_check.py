"""Tells of a newer version of the program, where the user wants to know."""

import logging
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.settings import Settings, save_settings
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.workflow.patience import Background
from huggingtweets_gui.workflow.updates import RELEASES_API, NoAnswer, is_newer, newest_version

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN = 24 * 60 * 60


class UpdateCheck(QObject):
    """Asks for the newest version at most once a day, and not at all unless that is turned on.

    Where no answer comes, nothing is told, and it is asked again a day later.

    Args:
        home: where the settings are kept.
        settings: say whether it is wanted, and remember when it was asked and what was heard.
        parent: the owner.
        address: where the newest release is told.
        clock: the time in seconds since 1970.

    Signals:
        told: the newer version, or "" where none is known.
    """

    told = Signal(str)

    def __init__(
        self,
        home: Home,
        settings: Settings,
        parent: QObject | None = None,
        address: str = RELEASES_API,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._settings = settings
        self._address = address
        self._clock = clock

    @property
    def wanted(self) -> bool:
        """Whether the user has turned it on."""
        return self._settings.check_for_updates

    def want(self, wanted: bool) -> None:
        """Turn it on or off."""
        self._settings.check_for_updates = wanted
        self._save()
        self.begin()

    def begin(self) -> None:
        """Tell what is known, and ask if a day has gone by."""
        self._tell()
        now = int(self._clock())
        # A clock that was set back counts as a day.
        if self.wanted and not 0 <= now - self._settings.updates_asked < _SECONDS_BETWEEN:
            self._settings.updates_asked = now
            self._save()
            self._ask()

    def _ask(self) -> None:
        def work(report: Progress) -> str:
            try:
                with Background(lambda: report(0, 0)) as background:
                    return background.run(newest_version, self._address)
            except NoAnswer as error:
                _log.info("no word of newer versions: %s", error)
                return ""

        thread = TaskThread(work, self._home.logs, self)
        thread.succeeded.connect(self._hear)
        thread.finished.connect(thread.deleteLater)
        thread.start()

    def _hear(self, version: str) -> None:
        if version:
            self._settings.newest_version = version
            self._save()
        self._tell()

    def _tell(self) -> None:
        newest = self._settings.newest_version
        self.told.emit(newest if self.wanted and is_newer(newest) else "")

    def _save(self) -> None:
        save_settings(self._home.settings, self._settings)
