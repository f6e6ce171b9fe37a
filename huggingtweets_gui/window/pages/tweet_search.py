"""Looking for words while they are typed: in a thread, once the typing rests, and only for the last ones."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.threads.task_thread import TaskThread

Rows = npt.NDArray[np.int64]
_REST_MILLISECONDS = 80


class TweetSearch(QObject):
    """Finds the rows of tweets by words.

    Args:
        library: where they are looked for.
        parent: the owner.

    Signals:
        found: an answer is here; see ``answer``.
        failed: the ``UserError`` that kept the library from being searched.
    """

    found = Signal()
    failed = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._words = ""
        self._rows: Rows | None = None
        self._task: TaskThread | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._start)

    def ask(self, words: str) -> None:
        """Look for these words from now on, and for no others; nothing is looked for without words."""
        if words == self._words:
            return
        self._words, self._rows, self._task = words, None, None
        if words.strip():
            self._rest.start()
        else:
            self._rest.stop()

    def again(self, words: str) -> None:
        """Look for these words in what the library holds by now, also if they were looked for already."""
        self._words = ""
        self.ask(words)

    @property
    def pending(self) -> bool:
        """Whether there are words whose answer is not here yet."""
        return bool(self._words.strip()) and self._rows is None

    @property
    def answer(self) -> Rows | None:
        """The rows found; None where there are no words, or no answer yet."""
        return self._rows

    def _start(self) -> None:
        words = self._words

        def work(_: Progress) -> Rows:
            with self._library.again() as library:
                return library.query.rows_with(words)

        task = TaskThread(work, self._library.home.logs, self)
        task.succeeded.connect(lambda rows: self._settle(task, rows))
        task.failed.connect(lambda error: self._give_up(task, error))
        task.finished.connect(task.deleteLater)
        self._task = task
        task.start()

    def _settle(self, task: TaskThread, rows: Rows) -> None:
        if task is self._task:  # An answer to what was typed before is of no use.
            self._task = None
            self._rows = rows
            self.found.emit()

    def _give_up(self, task: TaskThread, error: UserError) -> None:
        if task is self._task:
            self.ask("")  # The same words may be asked for again.
            self.failed.emit(error)
