"""What the tweets begin with, and the button that has them written."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QWidget

from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, primary_button, secondary_button
from huggingtweets_gui.window.widgets.keyboard import keyboard_stays


class PromptCard(Card):
    """Asks for a prompt; while the bot writes, it shows how far it is.

    Signals:
        write_requested: write with the prompt that stands there, which may be empty.
        stop_requested: enough is written.
    """

    write_requested = Signal()
    stop_requested = Signal()

    def __init__(self, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=Space.M)
        self.field = QLineEdit(prompt)
        self.field.setPlaceholderText("How the tweets begin; empty for any beginning")
        self.field.setAccessibleName("How the tweets begin")
        self.field.setClearButtonEnabled(True)
        self.write_button = primary_button("Write")
        self.stop_button = secondary_button("Stop")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("How many tweets are written")
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.field, 1)
        row.addWidget(self.write_button)
        row.addWidget(self.stop_button)
        self.layout_.addLayout(row)
        self.layout_.addWidget(self._progress)
        self.field.returnPressed.connect(self.write_button.click)
        self.write_button.clicked.connect(self.write_requested)
        self.stop_button.clicked.connect(self._stop)
        self.show_idle()

    @property
    def prompt(self) -> str:
        """What stands there, without spaces around it."""
        return self.field.text().strip()

    def set_prompt(self, prompt: str) -> None:
        """Put another prompt there."""
        self.field.setText(prompt)

    def show_count(self, count: int) -> None:
        """Say how many tweets the button has written."""
        self.write_button.setText(f"Write {count}")

    def show_idle(self) -> None:
        """Show that the bot may be asked to write."""
        with keyboard_stays(self.write_button, self.stop_button):
            self.write_button.show()
            self.stop_button.hide()
        self._progress.hide()

    def show_writing(self, done: int, total: int) -> None:
        """Show that the bot writes, and how far it is."""
        if self.stop_button.isHidden():
            self.stop_button.setText("Stop")
            self.stop_button.setEnabled(True)
            with keyboard_stays(self.write_button, self.stop_button):
                self.write_button.hide()
                self.stop_button.show()
            self._progress.show()
        # Before the first tweet there is nothing to measure: the model is being loaded.
        self._progress.setMaximum(total if done else 0)
        self._progress.setValue(done)

    def _stop(self) -> None:
        with keyboard_stays(self.stop_button, self.field):
            self.stop_button.setEnabled(False)
        self.stop_button.setText("Stopping …")
        self.stop_requested.emit()
