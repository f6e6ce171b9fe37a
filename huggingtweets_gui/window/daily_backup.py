"""The library's backup is taken while the window is open and nobody waits for it."""

from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.backups import Backups
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.threads.task_thread import TaskThread

_FIRST_MILLISECONDS = 60_000  # after the start, which has better things to do
_MILLISECONDS = 3_600_000  # between two looks: a window may be open for weeks


class DailyBackup(QObject):
    """Takes a backup when one is due, in a thread that ends with the window.

    Args:
        home: the data folder.
        window: what the thread belongs to; it cancels and joins it when it closes.

    Signals:
        failed: the ``UserError`` of a library that turned out to be damaged. Other failures can wait
            for the next look: they stand in the log.
    """

    failed = Signal(object)

    def __init__(self, home: Home, window: QObject) -> None:
        super().__init__(window)
        self._home = home
        self._backups = Backups(home)
        self._task: TaskThread | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_MILLISECONDS)
        QTimer.singleShot(_FIRST_MILLISECONDS, self, self.look)

    def look(self) -> None:
        """Take a backup if one is due."""
        now = datetime.now(UTC)
        if self._task is not None or not self._backups.are_due(now):
            return
        backups = self._backups
        task = TaskThread(lambda progress: backups.take(now, progress), self._home.logs, self.parent())
        self._task = task
        task.failed.connect(self._tell)
        task.finished.connect(self._forget)
        task.start()

    def _tell(self, error: UserError) -> None:
        if error.code is ErrorCode.LIBRARY_DAMAGED:
            self.failed.emit(error)

    def _forget(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
