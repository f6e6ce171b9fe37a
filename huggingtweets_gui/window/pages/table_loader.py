"""Judging tweets and counting what the rules are about, in threads; only the last order counts."""

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.tweets.rules import Rules
from huggingtweets_gui.workflow.choosing import look_through
from huggingtweets_gui.workflow.rule_counts import rule_counts


class TableLoader(QObject):
    """Loads the table of page 2, then the numbers beside its rules.

    Args:
        home: where the library is.
        parent: the owner.

    Signals:
        loaded: the ``TweetTable``, and the ``Rules`` it was judged by.
        counted: how many tweets each rule concerns, by the rule's name; empty while that is not known.
        progress: how many tweets are judged, and of how many.
        failed: the ``UserError`` that ended it.
    """

    loaded = Signal(object, object)
    counted = Signal(object)
    progress = Signal(object, object)
    failed = Signal(object)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._task: TaskThread | None = None
        self._counted: dict[str, int] | None = None

    @property
    def busy(self) -> bool:
        """Whether tweets are being judged or counted."""
        return self._task is not None

    def load(self, handles: Sequence[str], rules: Rules) -> None:
        """Judge the tweets of these authors, in place of whatever is being done."""
        if list(handles) != list(self._counted or ()):
            self.counted.emit({})

        def work(report: Progress) -> TweetTable:
            with Library(self._home) as library:
                return look_through(library, handles, rules, report)

        task = self._run(work, lambda table: self.loaded.emit(table, rules))
        task.progress.connect(
            lambda done, total: self.progress.emit(done, total) if task is self._task else None
        )

    def count(self, tweets: dict[str, int]) -> None:
        """Count what the rules are about, unless that was done with as many tweets of the same authors.

        Args:
            tweets: how many each author has, by the handle.
        """
        if tweets == self._counted:
            return
        self.counted.emit({})

        def work(report: Progress) -> dict[str, int]:
            counts: Counter[str] = Counter()
            with Library(self._home) as library:
                for handle in tweets:
                    counts.update(rule_counts(library, handle, report))
            return counts

        def tell(counts: dict[str, int]) -> None:
            self._counted = tweets
            self.counted.emit(counts)

        self._run(work, tell)

    def stop(self) -> None:
        """Do nothing more, and tell of nothing any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _run(self, work: Callable[[Progress], object], on_success: Callable[..., None]) -> TaskThread:
        self.stop()
        task = TaskThread(work, self._home.logs, self)
        task.succeeded.connect(lambda result: self._settle(task, lambda: on_success(result)))
        task.failed.connect(lambda error: self._settle(task, lambda: self.failed.emit(error)))
        task.finished.connect(task.deleteLater)
        self._task = task
        task.start()
        return task

    def _settle(self, task: TaskThread, then: Callable[[], None]) -> None:
        if task is self._task:
            self._task = None
            then()
