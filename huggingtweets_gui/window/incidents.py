"""What nobody expected, in whatever thread it happens, as one signal in the thread of the window."""

import logging
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

import huggingtweets_gui
from huggingtweets_gui.foundation.errors import ErrorCode, UserError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Incident:
    """One plain sentence, what to do, and technical details."""

    sentence: str
    advice: str
    details: str

    @classmethod
    def of(cls, error: BaseException, logs: Path) -> "Incident":
        """Return what to tell of an error that nobody caught; ``logs`` is the folder of the log."""
        trace = "".join(traceback.format_exception(error))
        if isinstance(error, UserError):
            return cls(error.sentence, error.advice, error.details or trace)
        told = UserError(ErrorCode.INTERNAL, log=logs)
        return cls(told.sentence, told.advice, trace)

    @property
    def text(self) -> str:
        """All of it, for the clipboard and for reports."""
        return f"{self.sentence}\n{self.advice}\n\n{self.details}".strip()


class Incidents(QObject):
    """Tells of every error that nobody caught. Use it as a context.

    The program logs as errors what it did not expect, and nothing else: what a slow task or the engine
    fails with is caught where it happens, and told there. What passes through to the top, also out of
    Qt's slots and events, is logged here.

    Signals:
        happened: an ``Incident``; always queued, since a dialog in the middle of a paint event, or in
            another thread, would bring down the program.
    """

    happened = Signal(object)

    def __init__(self, logs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handler = _ErrorHandler(self, logs)
        self._logger = logging.getLogger(huggingtweets_gui.__name__)

    def __enter__(self) -> "Incidents":
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = _log_uncaught
        threading.excepthook = lambda args: _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
        self._logger.addHandler(self._handler)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._logger.removeHandler(self._handler)
        sys.excepthook, threading.excepthook = self._before


class _ErrorHandler(logging.Handler):
    def __init__(self, incidents: Incidents, logs: Path) -> None:
        super().__init__(logging.ERROR)
        self._incidents = incidents
        self._logs = logs

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._incidents.happened.emit(Incident.of(error, self._logs))


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if error is not None and not issubclass(kind, KeyboardInterrupt | SystemExit):
        _log.error("nobody caught this", exc_info=(kind, error, trace))
