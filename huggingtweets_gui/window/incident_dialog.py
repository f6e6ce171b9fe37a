"""The one dialog for what nobody expected: a sentence, what to do, details to copy, and a report to save."""

import time

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.window.incidents import Incident
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, primary_button, secondary_button
from huggingtweets_gui.window.widgets.reading_box import reading_box

_WIDTH, _HEIGHT = 640, 420
# A fault in painting comes back with every frame: then the user shall be able to close the window.
_SECONDS_OF_REST = 5.0


class IncidentDialog(QDialog):
    """Tells of an incident. It blocks nothing: a training beneath it can be resumed or saved.

    Args:
        home: the data folder that a report is made of.
        incident: what happened.
        parent: the window beneath it.
    """

    def __init__(self, home: Home, incident: Incident, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._incident = incident
        self.setWindowTitle("HuggingTweets")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(Label(incident.sentence, "heading", wrap=True))
        layout.addWidget(Label(incident.advice, wrap=True))
        self.details = reading_box(incident.details, "Details")
        layout.addWidget(self.details, 1)
        layout.addLayout(self._buttons())
        self.details.hide()
        self.turn.setVisible(bool(incident.details))
        self.copy.setVisible(bool(incident.details))
        self.setMinimumWidth(_WIDTH)
        self.close_button.setFocus()
        self._fit_height()

    def _buttons(self) -> QHBoxLayout:
        self.turn = secondary_button("Show &details")
        self.turn.clicked.connect(self._turn_details)
        self.copy = secondary_button("&Copy details")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._incident.text))
        self.save = secondary_button("&Save report…")
        self.save.clicked.connect(self._save_report)
        self.close_button = primary_button("Close")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.turn)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        row.addStretch()
        row.addWidget(self.close_button)
        return row

    def _turn_details(self) -> None:
        shall_show = self.details.isHidden()
        self.details.setVisible(shall_show)
        self.turn.setText("Hide &details" if shall_show else "Show &details")
        if shall_show:
            self.resize(self.width(), _HEIGHT)
        else:
            self._fit_height()

    def _fit_height(self) -> None:
        # What wraps needs a height that depends on the width and on the fonts, which the style gives.
        self.ensurePolished()
        layout = self.layout()
        assert layout is not None
        layout.activate()
        width = max(self.width(), _WIDTH)
        self.resize(width, layout.totalHeightForWidth(width))

    def _save_report(self) -> None:
        # Loaded when first needed, so that the window is painted sooner.
        from huggingtweets_gui.window.report_dialog import ReportDialog

        dialog = ReportDialog(self._home, self._incident.text, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class IncidentTeller(QObject):
    """Shows one dialog at a time; what happens while it is open stands in the log alone.

    Args:
        home: the data folder that a report is made of.
        window: the window that the dialogs belong to.
    """

    def __init__(self, home: Home, window: QWidget) -> None:
        super().__init__(window)
        self._home = home
        self._window = window
        self._closed_at = float("-inf")
        self.dialog: IncidentDialog | None = None

    def tell(self, incident: Incident) -> None:
        """Show a dialog, unless one is open or was a moment ago, or the window is gone already."""
        rested = time.monotonic() - self._closed_at >= _SECONDS_OF_REST
        if self.dialog is None and rested and self._window.isVisible():
            self.dialog = IncidentDialog(self._home, incident, self._window)
            self.dialog.finished.connect(self._forget)
            self.dialog.show()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
        self._closed_at = time.monotonic()
