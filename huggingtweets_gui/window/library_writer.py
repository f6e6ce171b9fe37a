"""Keeping what the user decides: in a thread, in order, and never waited for by the window."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.threads.task_thread import TaskThread

Write = Callable[[Library], object]
"""Writes to a library that the thread has opened: all or nothing."""


class LibraryWriter(QObject):
    """Writes to the library, one thing after the other.

    While others write there, such as a long import, it waits for them, until the window closes.

    Args:
        home: where the library is.
        parent: the owner.

    Signals:
        idle: all so far is kept.
        failed: the ``UserError`` because of which what came since is lost.
    """

    idle = Signal()
    failed = Signal(object)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._waiting: deque[Write] = deque()
        self._task: TaskThread | None = None

    @property
    def busy(self) -> bool:
        """Whether something is not kept yet."""
        return self._task is not None

    def save(self, write: Write) -> None:
        """Write this too."""
        self._waiting.append(write)
        if self._task is None:
            self._start()

    def _start(self) -> None:
        def work(report: Progress) -> None:
            # All that waits, so that a window that is closed has one thread to wait for.
            with Library(self._home) as library:
                while self._waiting:
                    _write_patiently(self._waiting[0], library, report)
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


def _write_patiently(write: Write, library: Library, report: Progress) -> None:
    while True:
        try:
            write(library)
            return
        except UserError as error:
            if error.code is not ErrorCode.LIBRARY_BUSY:
                raise
        report(0, 0)  # The window may have been closed meanwhile.
