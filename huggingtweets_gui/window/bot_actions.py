"""Renaming, deleting and opening bots, with the questions that belong to it."""

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from huggingtweets_gui.foundation.disk import disk_used
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.window import words
from huggingtweets_gui.window.dialogs import ask, tell_error
from huggingtweets_gui.window.training_watch import TrainingWatch


class BotActions(QObject):
    """Does to bots what their menu offers.

    Signals:
        changed: a bot has another name, or is gone.
    """

    changed = Signal()

    def __init__(self, library: Library, watch: TrainingWatch, window: QWidget) -> None:
        super().__init__(window)
        self._library = library
        self._watch = watch
        self._window = window

    def rename(self, bot: Bot) -> None:
        """Ask for another name."""
        name, given = QInputDialog.getText(
            self._window, "Rename the bot", "Its new name", QLineEdit.EchoMode.Normal, bot.record.name
        )
        if not given:
            return
        # Only here, because the texts of the card take long to load.
        from huggingtweets_gui.workflow.renaming import rename_bot

        try:
            rename_bot(self._library, bot, name)
        except UserError as error:
            tell_error(self._window, error.sentence, error.advice, error.details)
        self.changed.emit()

    def delete(self, bot: Bot) -> None:
        """Delete the bot, once the user is sure."""
        if self._watch.learns(bot.folder):
            ask(self._window, "This bot is learning.", "Stop its training first.", ["Close"])
            return
        explanation = (
            "Its folder with the model, the card and its tweets is deleted, and the samples kept of it."
            f" That frees {words.size(disk_used(bot.folder))}. It cannot be undone."
        )
        question = f"Delete the bot “{bot.record.name}”?"
        if ask(self._window, question, explanation, ["Delete it", "Keep it"]) != 0:
            return
        try:
            self._library.bots.delete(bot)
        except UserError as error:
            tell_error(self._window, error.sentence, error.advice, error.details)
        self.changed.emit()

    def open_folder(self, bot: Bot) -> None:
        """Show the bot's folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(bot.folder)))
