"""Keeping what is done by hand: in a thread, in order, and never waited for by the window."""

from collections import deque

from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.workflow.leaving_out import Change


class ChangeSaver(QObject):
    """Writes changes to the library, one after the other.

    Args:
        home: where the library is.
        parent: the owner.

    Signals:
        idle: all changes so far are kept.
        failed: the ``UserError`` because of which the changes since are lost.
    """

    idle = Signal()
    failed = Signal(object)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._waiting: deque[Change] = deque()
        self._task: TaskThread | None = None

    @property
    def busy(self) -> bool:
        """Whether some changes are not kept yet."""
        return self._task is not None

    def save(self, change: Change) -> None:
        """Keep this change too."""
        self._waiting.append(change)
        if self._task is None:
            self._start()

    def _start(self) -> None:
        def work(_: Progress) -> None:
            # All that waits, so that a window that is closed has one thread to wait for.
            with Library(self._home) as library:
                while self._waiting:
                    self._waiting[0].keep(library)
                    self._waiting.popleft()

        self._task = TaskThread(work, self._home.logs, self)
        self._task.succeeded.connect(self._on_done)
        self._task.failed.connect(self._on_failed)
        self._task.finished.connect(self._task.deleteLater)
        self._task.start()

    def _on_done(self) -> None:
        self._task = None
        if self._waiting:  # It came while the thread was ending.
            self._start()
        else:
            self.idle.emit()

    def _on_failed(self, error: object) -> None:
        self._task = None
        self._waiting.clear()
        self.failed.emit(error)
