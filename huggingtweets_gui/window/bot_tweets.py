"""What a bot learned from: its dataset, looked through as tweets are on page 2."""

from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.tweets.dataset import Part
from huggingtweets_gui.window.pages.tweet_list import TweetList
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, secondary_button
from huggingtweets_gui.workflow.bot_dataset import load_dataset, still_here

_PARTS = (None, *Part)
_EXPLANATION = (
    "Its training tweets are what it learned from; by the validation tweets the best moment to end was"
    " chosen, and by the test tweets it was measured."
)


class BotTweets(QWidget):
    """Shows the tweets of a bot's dataset, each with the part it belongs to. They are not to be changed.

    Args:
        library: the one of the window's thread.
        parent: the owner.

    Signals:
        choose_requested: the ``Bot`` for whose authors tweets shall be chosen anew.
        failed: the ``UserError`` because of which there is nothing to show.
    """

    choose_requested = Signal(object)
    failed = Signal(object)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._bot: Bot | None = None
        self._state: object = None
        self._task: TaskThread | None = None
        self._shown: Library | None = None
        self.tweets: TweetList | None = None
        self.busy = QProgressBar()
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("Reading the bot's tweets")
        self.again = secondary_button("&Choose anew…")
        self.again.clicked.connect(lambda: self.choose_requested.emit(self._bot))
        foot = QHBoxLayout()
        foot.setSpacing(Space.L)
        foot.addWidget(Label(_EXPLANATION, "small", wrap=True), 1)
        foot.addWidget(self.again)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.M)
        self._layout.addWidget(self.busy)
        self._layout.addStretch()
        self._layout.addLayout(foot)

    def show_bot(self, bot: Bot) -> None:
        """Show what this bot learned from, read in a thread; what is shown already stays."""
        self._bot = bot
        here = still_here(bot, self._library)
        self.again.setEnabled(bool(here))
        self.again.setToolTip(
            "Choose among the tweets of the same people for another bot"
            if here
            else "The tweets of its authors are no longer in the library"
        )
        state = bot.folder, _changed(bot.layout.dataset)
        if state == self._state:
            return
        self._state = state
        self._clear()
        # It lives as long as this connection: the thread opens it a second time, to fill it.
        shown = self._library.in_memory(uuid4().hex)
        home = self._library.home

        def work(report: Progress) -> TweetTable:
            with Library(home) as library, shown.again() as into:
                return load_dataset(bot, library, into, report)

        task = TaskThread(work, home.logs, self)
        task.progress.connect(lambda done, total: self._show_progress(task, done, total))
        task.succeeded.connect(lambda table: self._settle(task, shown, table))
        task.failed.connect(lambda error: self._give_up(task, error))
        task.finished.connect(task.deleteLater)
        self._task = task
        self.busy.setRange(0, 0)
        self.busy.show()
        task.start()

    def _clear(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self.tweets is not None:
            for search in self.tweets.findChildren(TaskThread):
                search.wait()
            self._layout.removeWidget(self.tweets)
            self.tweets.hide()
            self.tweets.deleteLater()
            self.tweets = None
        if self._shown is not None:
            self._shown.close()
            self._shown = None

    def _show_progress(self, task: TaskThread, done: int, total: int) -> None:
        if task is self._task:
            self.busy.setRange(0, total)
            self.busy.setValue(done)

    def _settle(self, task: TaskThread, shown: Library, table: TweetTable) -> None:
        if task is not self._task:
            shown.close()
            return
        self._task = None
        self._shown = shown
        self.busy.hide()
        self.tweets = TweetList(shown, _PARTS)
        self.tweets.be_flat()
        self.tweets.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.tweets.search.failed.connect(self.failed)
        self.tweets.show_table(table)
        self._layout.insertWidget(1, self.tweets, 1)

    def _give_up(self, task: TaskThread, error: UserError) -> None:
        if task is self._task:
            self._task = None
            self._state = None
            self.busy.hide()
            self.failed.emit(error)


def _changed(path: Path) -> int:
    """Return when a file was changed; 0 where there is none."""
    return path.stat().st_mtime_ns if path.is_file() else 0
