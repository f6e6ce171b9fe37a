"""A damaged library: from which backup to go on."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.backups import Backup, Backups
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.library.recovery import restore, start_empty
from huggingtweets_gui.window.incident_dialog import IncidentDialog
from huggingtweets_gui.window.incidents import Incident
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, primary_button, secondary_button, text_button

_log = logging.getLogger(__name__)

_WIDTH = 520
_KEPT = (
    "It holds the tweets and the list of your bots; the bots themselves stand in their own folders and are as"
    " they were. Whatever you choose, the damaged library is kept beside the new one."
)
_WITH_BACKUPS = "What came after the backup is missing then: import it again."
_WITHOUT = "There is no backup of it yet, so the tweets have to be imported again."


def recovered(home: Home, error: UserError) -> bool:
    """Ask how to go on with a damaged library, and do that; return False where the user rather quits.

    Args:
        home: the data folder.
        error: what was found.

    Raises:
        UserError: what the user chose failed.
    """
    dialog = RecoveryDialog(home, Backups(home).sound(), error)
    if not dialog.exec():
        return False
    aside = dialog.chosen(home)
    _log.warning("the damaged library was put aside as %s", aside.name)
    return True


class RecoveryDialog(QDialog):
    """Offers the backups, an empty library, and to quit.

    Args:
        home: the data folder that a report is made of.
        backups: newest first.
        error: what was found.

    Attributes:
        chosen: does what was chosen, once the dialog is accepted; returns where the damaged library is.
    """

    chosen: Callable[[Home], Path]

    def __init__(self, home: Home, backups: list[Backup], error: UserError) -> None:
        super().__init__()
        self._home = home
        self._error = error
        self.setWindowTitle("HuggingTweets")
        self.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(Label("The library is damaged.", "heading", wrap=True))
        layout.addWidget(Label(_KEPT, wrap=True))
        layout.addWidget(Label(_WITH_BACKUPS if backups else _WITHOUT, wrap=True))
        layout.addSpacing(Space.S)
        for number, backup in enumerate(backups):
            button = (secondary_button if number else primary_button)(
                f"Restore the backup of {_when(backup)}"
            )
            self._offer(button, partial(restore, backup=backup))
        self._offer(secondary_button("Start with an empty library"), start_empty)
        report = text_button("Save a report…")
        report.clicked.connect(self._save_report)
        layout.addWidget(report)
        self.quit = secondary_button("Quit")
        self.quit.clicked.connect(self.reject)
        layout.addWidget(self.quit)

    def _offer(self, button: QPushButton, choice: Callable[[Home], Path]) -> None:
        def choose() -> None:
            self.chosen = choice
            self.accept()

        button.clicked.connect(choose)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(button)

    def _save_report(self) -> None:
        incident = Incident(self._error.sentence, self._error.advice, self._error.details)
        IncidentDialog(self._home, incident, self).exec()


def _when(backup: Backup) -> str:
    local = QDateTime.fromSecsSinceEpoch(int(backup.taken.timestamp()))
    day = QLocale().toString(local.date(), QLocale.FormatType.LongFormat)
    return f"{day}, {QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)}"
