"""Archives on their way into the library, one after the other.

The readers of all the forms are loaded by the thread that reads: the window can be used sooner so.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.threads.task_thread import TaskThread

if TYPE_CHECKING:
    from huggingtweets_gui.tweets.formats.sheet import Sheet
    from huggingtweets_gui.tweets.posts import Columns
    from huggingtweets_gui.workflow.importing import Imported

_ASK_FOR_HANDLE = (ErrorCode.HANDLE_MISSING, ErrorCode.HANDLE_INVALID, ErrorCode.MANY_AUTHORS)


@dataclass(frozen=True)
class _Order:
    path: Path
    handle: str | None = None
    columns: "Columns | None" = None


class ImportQueue(QObject):
    """Imports what is added to it in a thread. One that cannot be read does not hold up the others.

    Signals:
        began: a source is being read: its path, and how many wait behind it.
        progress: bytes read, and of how many.
        imported: an ``Imported``.
        handle_needed: the path of a source that does not say whose it is; the queue waits for
            ``give_handle`` or ``skip``.
        columns_needed: the path of a table in which it is not clear where the texts are, and its
            ``Sheet``; the queue waits for ``give_columns`` or ``skip``.
        failed: a ``UserError``.
        idle: nothing is left to do.
    """

    began = Signal(object, int)
    progress = Signal(object, object)
    imported = Signal(object)
    handle_needed = Signal(object)
    columns_needed = Signal(object, object)
    failed = Signal(object)
    idle = Signal()

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._waiting: deque[_Order] = deque()
        self._current: _Order | None = None
        self._thread: TaskThread | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being read or waits for its handle."""
        return self._current is not None

    def add(self, paths: Iterable[Path]) -> None:
        """Import these files and folders too."""
        self._waiting.extend(_Order(path) for path in paths)
        if not self.busy:
            self._next()

    def give_handle(self, handle: str) -> None:
        """Say whose tweets are in the source that ``handle_needed`` named."""
        assert self._current is not None
        self._begin(replace(self._current, handle=handle))

    def give_columns(self, columns: "Columns") -> None:
        """Say where the texts are in the table that ``columns_needed`` named."""
        assert self._current is not None
        self._begin(replace(self._current, columns=columns))

    def skip(self) -> None:
        """Leave out the source that was asked about."""
        self._next()

    def cancel(self) -> None:
        """Stop reading, and drop what waits."""
        self._waiting.clear()
        if self._thread is not None:
            self._thread.cancel()

    def _next(self) -> None:
        if self._waiting:
            self._begin(self._waiting.popleft())
        else:
            self._current = None
            self.idle.emit()

    def _begin(self, order: _Order) -> None:
        self._current = order
        home = self._home

        def work(report: Progress) -> "list[Imported]":
            from huggingtweets_gui.workflow.importing import import_sources

            with Library(home) as library:
                return import_sources(library, [order.path], order.handle, report, order.columns)

        self._thread = TaskThread(work, home.logs, self)
        self._thread.progress.connect(self.progress)
        self._thread.succeeded.connect(self._on_success)
        self._thread.failed.connect(self._on_failure)
        self._thread.cancelled.connect(self._on_cancel)
        self.began.emit(order.path, len(self._waiting))
        self._thread.start()

    def _on_success(self, imported: "list[Imported]") -> None:
        self._thread = None
        for one in imported:
            self.imported.emit(one)
        self._next()

    def _on_failure(self, error: UserError) -> None:
        self._thread = None
        assert self._current is not None
        path = self._current.path
        if error.code in _ASK_FOR_HANDLE:
            if error.code is not ErrorCode.HANDLE_MISSING:
                self.failed.emit(error)
            self.handle_needed.emit(path)
        elif error.code is ErrorCode.COLUMN_MISSING:
            self._preview(path)
        else:
            self._give_up(error)

    def _preview(self, path: Path) -> None:
        """Read the beginning of a table, to ask which of its columns has the texts."""

        def work(report: Progress) -> "Sheet":
            from huggingtweets_gui.tweets.sources import preview_table

            sheet = preview_table(path)
            report(1, 1)  # Whoever cancelled meanwhile is not asked.
            return sheet

        self._thread = TaskThread(work, self._home.logs, self)
        self._thread.succeeded.connect(self._ask_for_columns)
        self._thread.failed.connect(self._give_up)
        self._thread.cancelled.connect(self._on_cancel)
        self._thread.start()

    def _ask_for_columns(self, sheet: "Sheet") -> None:
        self._thread = None
        assert self._current is not None
        self.columns_needed.emit(self._current.path, sheet)

    def _give_up(self, error: UserError) -> None:
        self._thread = None
        self.failed.emit(error)
        self._next()

    def _on_cancel(self) -> None:
        self._thread = None
        self._next()
