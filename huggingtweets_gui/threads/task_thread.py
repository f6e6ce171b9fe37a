"""One slow piece of work in a thread of its own, told in signals."""

import logging
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled, Progress

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_REPORTS = 0.05


class TaskThread(QThread):
    """Runs ``work`` once. Exactly one of ``succeeded``, ``failed`` and ``cancelled`` is emitted.

    Args:
        work: a plain function, given a ``Progress``. It opens what belongs to a thread, such as a
            ``Library``, itself.
        logs: the folder of the log, which the text of an unexpected error names.
        parent: the owner.

    Signals:
        progress: how much is done, and of how much, in the unit of the work.
        succeeded: what the work returned.
        failed: the ``UserError`` it raised.
        cancelled: it stopped because ``cancel`` was called.
    """

    # As objects: a C++ int is too small for the bytes of a large archive.
    progress = Signal(object, object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, work: Callable[[Progress], object], logs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._logs = logs
        self._reported = 0.0
        # Not requestInterruption(), which is forgotten where it comes before the start.
        self._cancel = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop the next time that it reports its progress."""
        self._cancel.set()

    def run(self) -> None:
        """Do the work; called by Qt in the new thread."""
        try:
            result = self._work(self._report)
        except Cancelled:
            self.cancelled.emit()
        except UserError as error:
            self.failed.emit(error)
        except Exception:
            _log.exception("a task failed")
            self.failed.emit(UserError(ErrorCode.INTERNAL, details=traceback.format_exc(), log=self._logs))
        else:
            self.succeeded.emit(result)
        finally:
            # The thread lives as long as its owner, and what it worked on may be large.
            del self._work

    def _report(self, done: int, total: int) -> None:
        if self._cancel.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._reported >= _SECONDS_BETWEEN_REPORTS or done == total:
            self._reported = now
            self.progress.emit(done, total)
