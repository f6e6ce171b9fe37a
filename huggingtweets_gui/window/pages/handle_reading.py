"""Where one sees somebody's tweets come from a service."""

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from huggingtweets_gui.window import words
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, secondary_button
from huggingtweets_gui.workflow.persistence import Pause

_PARTS_A_THOUSAND = 1000


class HandleReading(QWidget):
    """The progress, or why it waits, and the button that ends it.

    Signals:
        cancel_requested: the button was pressed.
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._began: tuple[float, int] | None = None
        self._told = ""
        self.title = Label("", "heading")
        self.detail = Label("", "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(360)
        self.bar.setAccessibleName("How many of the tweets are read")
        self.cancel = secondary_button("Cancel")
        self.cancel.clicked.connect(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addStretch()
        for widget in (self.title, self.bar, self.detail, self.cancel):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def begin(self, handle: str, service: str) -> None:
        """Tell that the tweets of ``handle`` are being read from a service."""
        self._began = None
        self.title.setText(f"Reading @{handle} from {service}")
        self._told = "Each page is kept as it comes."
        self.detail.setText(self._told)
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.cancel.setFocus()

    def show_progress(self, done: int, total: int) -> None:
        """Tell how many tweets were read, and of about how many."""
        if not total:
            return
        now = time.monotonic()
        started, before = self._began = self._began or (now, done)
        left = ""
        if done > before and done < total:
            left = f" · {words.duration((now - started) * (total - done) / (done - before))} left"
        self.bar.setRange(0, _PARTS_A_THOUSAND)
        self.bar.setValue(done * _PARTS_A_THOUSAND // total)
        self._told = f"{done:,} of {words.several(total, 'tweet', 'tweets')}{left}"
        self.detail.setText(self._told)

    def show_pause(self, pause: Pause | None) -> None:
        """Tell why the service is not asked now, and count down to when it is again."""
        if pause is None:
            self.detail.setText(self._told)
        else:
            self.detail.setText(f"{pause.reason} Going on in {words.duration(pause.seconds_left)}.")

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel_requested.emit()
