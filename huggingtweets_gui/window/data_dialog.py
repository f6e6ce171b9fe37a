"""What is kept on this computer: authors with their tweets, bots, base models; and how to be rid of it."""

from collections.abc import Sequence

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.disk import disk_used
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.tweet_store import AuthorSummary
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.window import words
from huggingtweets_gui.window.dialogs import ask, tell_error
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.training_watch import TrainingWatch
from huggingtweets_gui.window.update_card import UpdateCard
from huggingtweets_gui.window.update_check import UpdateCheck
from huggingtweets_gui.window.widgets import (
    Card,
    ElidedLabel,
    Label,
    clear_layout,
    primary_button,
    secondary_button,
    text_button,
)
from huggingtweets_gui.workflow.forgetting import bots_of, forget_author


class DataDialog(QDialog):
    """Lists the authors, each with a way to forget them, and the disk used.

    Signals:
        changed: authors or bots are gone.
    """

    changed = Signal()

    def __init__(
        self, library: Library, watch: TrainingWatch, updates: UpdateCheck, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._watch = watch
        self.setWindowTitle("Authors and data")
        self.setMinimumWidth(560)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(Label("Authors and data", "heading"))
        self._authors_card = Card()
        self._authors = QGridLayout()
        self._authors.setColumnStretch(0, 1)
        self._authors.setHorizontalSpacing(Space.M)
        self._authors_card.layout_.addWidget(Label("Authors", "strong"))
        self._authors_card.layout_.addLayout(self._authors)
        disk = Card()
        disk.layout_.addWidget(Label("On the disk", "strong"))
        self._disk = Label("", wrap=True)
        disk.layout_.addWidget(self._disk)
        disk.layout_.addWidget(ElidedLabel(str(library.home.root), "small"))
        disk.layout_.addWidget(ElidedLabel(f"Logs: {library.home.logs}", "small"))
        self._forgetting = Label("", wrap=True)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)  # SQLite does not tell how far it is.
        self._busy.setTextVisible(False)
        layout.addWidget(self._authors_card)
        layout.addWidget(disk)
        layout.addWidget(UpdateCard(updates))
        layout.addStretch()
        layout.addWidget(self._forgetting)
        layout.addWidget(self._busy)
        layout.addLayout(self._buttons())
        self._show_busy("")
        self.refresh()

    def refresh(self) -> None:
        """Show what is there now."""
        clear_layout(self._authors)
        summaries = self._library.tweets.authors()
        for line, summary in enumerate(summaries):
            self._add_author(line, summary)
        if not summaries:
            self._authors.addWidget(Label("Nobody yet.", "soft"), 0, 0)
        bots = self._library.bots.all()
        used = words.size(sum(disk_used(bot.folder) for bot in bots))
        bases = words.size(disk_used(self._library.home.bases))
        # Beside the database stand its write-ahead log and its index.
        database = self._library.home.database
        tweets = words.size(sum(disk_used(path) for path in database.parent.glob(f"{database.name}*")))
        self._disk.setText(
            f"{words.several(len(bots), 'bot', 'bots')}: {used} · base models: {bases} · tweets: {tweets}"
        )

    def forget(self, handle: str) -> None:
        """Forget an author with all tweets, and the bots made of them where the user wants that too."""
        bots = bots_of(self._library, handle)
        if any(self._watch.learns(bot.folder) for bot in bots):
            ask(self, f"A bot of @{handle} is learning.", "Stop its training first.", ["Close"])
            return
        question = f"Forget @{handle} with all tweets?"
        if bots:
            names = ", ".join(f"“{bot.record.name}”" for bot in bots)
            held = (
                f"Bots that learned from them: {names}. Kept ones lose their copy of the tweets, and an"
                " interrupted training is deleted."
            )
            answers = ["Forget, and delete the bots too", "Forget, keep the bots", "Keep everything"]
        else:
            held, answers = "No bot has learned from them.", ["Forget", "Keep everything"]
        answer = ask(self, question, f"The tweets are deleted from the library. {held}", answers)
        if answer == len(answers) - 1:
            return
        self._start(handle, bots if answer == 0 else [])

    @property
    def busy(self) -> bool:
        """Whether somebody is being forgotten, and the dialog stays open for that."""
        return bool(self._forgetting.text())

    def reject(self) -> None:
        """Close, for Esc and the window's own button, unless somebody is being forgotten."""
        if not self.busy:
            super().reject()

    def _start(self, handle: str, bots: Sequence[Bot]) -> None:
        """Forget an author, and delete these bots, in a thread: a large library takes its time."""
        home = self._library.home

        def work(_: Progress) -> None:
            with Library(home) as library:
                for bot in bots:
                    library.bots.delete(bot)
                forget_author(library, handle)

        task = TaskThread(work, home.logs, self)
        task.succeeded.connect(lambda _: self._end())
        task.failed.connect(self._fail)
        task.finished.connect(task.deleteLater)
        self._show_busy(
            f"Forgetting @{handle}. The library is written anew, so that nothing of their tweets stays in it."
        )
        task.start()

    def _fail(self, error: UserError) -> None:
        self._show_busy("")
        tell_error(self, error.sentence, error.advice, error.details)
        self._end()

    def _end(self) -> None:
        self._show_busy("")
        self.refresh()
        self.changed.emit()

    def _show_busy(self, sentence: str) -> None:
        self._forgetting.setText(sentence)
        self._forgetting.setVisible(bool(sentence))
        self._busy.setVisible(bool(sentence))
        self._busy.setAccessibleName(sentence)
        self._authors_card.setEnabled(not sentence)
        self._close.setEnabled(not sentence)

    def _add_author(self, line: int, summary: AuthorSummary) -> None:
        author = summary.author
        forget = text_button("Forget…", dense=True)
        forget.setAccessibleName(f"Forget @{author.handle}")
        forget.clicked.connect(lambda: self.forget(author.handle))
        self._authors.addWidget(ElidedLabel(f"{author.name}  @{author.handle}"), line, 0)
        self._authors.addWidget(Label(words.several(summary.tweets, "tweet", "tweets"), "soft"), line, 1)
        self._authors.addWidget(forget, line, 2)

    def _buttons(self) -> QHBoxLayout:
        folder = secondary_button("Open the data &folder")
        folder.clicked.connect(self._open_folder)
        self._close = primary_button("Close")
        self._close.setDefault(True)
        self._close.setFocus()
        self._close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(folder)
        row.addStretch()
        row.addWidget(self._close)
        return row

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._library.home.root)))
