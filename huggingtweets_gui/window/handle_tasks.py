"""Asking the services for people by handle, each question in a thread of its own."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, SignalInstance

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.secrets import Secrets, keyring_works
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.tweets.service import Account
from huggingtweets_gui.tweets.x_access import AppKeys
from huggingtweets_gui.workflow import services
from huggingtweets_gui.workflow.asking import ask, look_up
from huggingtweets_gui.workflow.importing import Imported


class HandleTasks(QObject):
    """Looks people up and reads their tweets. One reads at a time; looking up goes on beside it.

    Signals:
        found: a handle, and its ``Account`` in the Community Archive.
        not_found: a handle, and the ``UserError`` that says why.
        access_known: whether a token for X is kept, and whether the system has a keyring.
        progress: how many tweets were read, and of about how many.
        paused: a ``Pause`` for the service or the library, or None at its end.
        imported: an ``Imported``; failed: a ``UserError``; cancelled. One of them ends every reading.
    """

    found = Signal(str, object)
    not_found = Signal(str, object)
    access_known = Signal(bool, bool)
    progress = Signal(object, object)
    paused = Signal(object)
    imported = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._secrets = Secrets()
        self._reading: TaskThread | None = None

    @property
    def reading(self) -> bool:
        """Whether somebody's tweets are being read."""
        return self._reading is not None

    def look_up(self, handle: str) -> None:
        """Ask the Community Archive who has this handle."""

        def work(report: Progress) -> Account:
            with services.open_community() as service:
                return look_up(service, handle, report)

        self._begin_aside(
            work,
            lambda account: self.found.emit(handle, account),
            lambda error: self.not_found.emit(handle, error),
        )

    def check_access(self) -> None:
        """Find out whether there is a token for X, and a keyring to keep one in."""
        secrets = self._secrets
        self._begin_aside(
            lambda _: (secrets.x_token() is not None, keyring_works()),
            lambda known: self.access_known.emit(*known),
            self.failed.emit,
        )

    def read_community(self, handle: str) -> None:
        """Read somebody's tweets from the Community Archive."""
        home, paused = self._home, self.paused

        def work(report: Progress) -> Imported:
            with Library(home) as library, services.open_community() as service:
                return ask(library, service, handle, report, paused.emit)

        self._begin(work)

    def read_x(self, handle: str, access: str | AppKeys | None) -> None:
        """Read somebody's tweets from X, at the user's cost.

        Args:
            handle: whose.
            access: a new bearer token, which is kept from now on, or the keys to have one by; None for
                the one that is kept.
        """
        home, paused, secrets = self._home, self.paused, self._secrets

        def work(report: Progress) -> Imported:
            token = services.token_for(access) if isinstance(access, AppKeys) else access
            if token is not None:
                secrets.keep_x_token(token)
            used = token or secrets.x_token()
            if used is None:
                raise UserError(ErrorCode.X_TOKEN_MISSING)
            try:
                with Library(home) as library, services.open_x(used) as service:
                    return ask(library, service, handle, report, paused.emit)
            except UserError as error:
                if error.code is ErrorCode.X_TOKEN_REFUSED:
                    secrets.forget_x_token()
                raise

        self._begin(work)

    def cancel(self) -> None:
        """Stop reading; what has come is kept. Looking up goes on."""
        if self._reading is not None:
            self._reading.cancel()

    def _begin_aside(
        self,
        work: Callable[[Progress], object],
        on_success: Callable[[Any], None],
        on_failure: Callable[[UserError], None],
    ) -> None:
        task = TaskThread(work, self._home.logs, self)
        task.succeeded.connect(on_success)
        task.failed.connect(on_failure)
        task.finished.connect(task.deleteLater)
        task.start()

    def _begin(self, work: Callable[[Progress], Imported]) -> None:
        task = TaskThread(work, self._home.logs, self)
        task.progress.connect(self.progress)
        task.succeeded.connect(lambda imported: self._end(self.imported, imported))
        task.failed.connect(lambda error: self._end(self.failed, error))
        task.cancelled.connect(lambda: self._end(self.cancelled))
        task.finished.connect(task.deleteLater)
        self._reading = task
        task.start()

    def _end(self, signal: SignalInstance, *values: object) -> None:
        self._reading = None
        signal.emit(*values)
