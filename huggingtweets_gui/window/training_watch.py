"""Which bot is learning now, and how far it is, for whoever shows it in a few words."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.messages import Event, Step
from huggingtweets_gui.threads.engine_thread import EngineThread, Request, TrainRequest
from huggingtweets_gui.window.bot_words import standing


class TrainingWatch(QObject):
    """Follows the engine.

    Attributes:
        bot: the bot in training, or None.
        percent: how much of it is done; None while it is being prepared.

    Signals:
        changed: one of these is another now.
        finished: the folder of a bot whose training is over, however it ended.
    """

    changed = Signal()
    finished = Signal(object)

    def __init__(self, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bot: Bot | None = None
        self.percent: int | None = None
        engine.began.connect(self._on_began)
        engine.event.connect(self._on_event)
        engine.ended.connect(self._on_ended)

    def status(self, bot: Bot) -> str:
        """Return what is to be said of ``bot`` in its row of the list."""
        if self.bot is not None and self.bot.folder == bot.folder:
            return "preparing to learn" if self.percent is None else f"learning, {self.percent}%"
        return standing(bot)

    def learns(self, folder: Path) -> bool:
        """Return whether the bot in ``folder`` is learning now."""
        return self.bot is not None and self.bot.folder == folder

    def _on_began(self, request: Request) -> None:
        if isinstance(request, TrainRequest):
            self.bot, self.percent = request.bot, None
            self.changed.emit()

    def _on_event(self, event: Event) -> None:
        if self.bot is not None and isinstance(event, Step):
            percent = int(event.progress * 100)
            if percent != self.percent:
                self.percent = percent
                self.changed.emit()

    def _on_ended(self) -> None:
        if self.bot is not None:
            folder = self.bot.folder
            self.bot = self.percent = None
            self.finished.emit(folder)
            self.changed.emit()
