"""Closing the window while a bot learns: the user is asked, and nothing is lost."""

from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.messages import StopKind
from huggingtweets_gui.threads.engine_thread import EngineThread, TrainRequest
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.window.dialogs import ask

_ANSWERS = ("Pause and close", "Stop, keep what it has learned, and close", "Go on training")
_KINDS = (StopKind.SUSPEND, StopKind.KEEP)
_TASK_PATIENCE_MILLISECONDS = 5000


class Closing(QObject):
    """Decides whether the window may close now.

    Signals:
        ready: the training that held the window open has ended as asked.
    """

    ready = Signal()

    def __init__(self, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._waiting = False
        engine.ended.connect(self._on_ended)

    @property
    def waiting(self) -> bool:
        """Whether a training is being ended so that the window can close."""
        return self._waiting

    def may_close(self) -> bool:
        """Ask where a bot is learning; return whether nothing holds the window open."""
        if self._waiting:
            return False
        if not isinstance(self._engine.current, TrainRequest):
            return True
        answer = ask(
            None,
            "A bot is learning. Close the window?",
            "Paused, it goes on later from where it stands. Stopped, it keeps its best weights so far"
            " and is finished.",
            _ANSWERS,
        )
        if answer < len(_KINDS):
            self._waiting = True
            self._engine.stop(_KINDS[answer])
        return False

    def end_tasks(self, window: QObject) -> None:
        """Cancel the slow work that belongs to ``window``, and wait for it a while."""
        for task in window.findChildren(TaskThread):
            task.cancel()
        for task in window.findChildren(TaskThread):
            task.wait(_TASK_PATIENCE_MILLISECONDS)

    def _on_ended(self) -> None:
        if self._waiting:
            self._waiting = False
            self.ready.emit()
