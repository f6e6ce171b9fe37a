"""A report is shown as it will be saved, before it is."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.window import words
from huggingtweets_gui.window.dialogs import tell_error
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, primary_button, secondary_button
from huggingtweets_gui.window.widgets.reading_box import reading_box
from huggingtweets_gui.workflow.report import Report, make_report

_SIZE = (760, 560)


class ReportDialog(QDialog):
    """Makes a report in a thread, shows it, and saves it where the user says.

    Args:
        home: the data folder.
        incident: what happened, with its details.
        parent: the dialog beneath it.
    """

    def __init__(self, home: Home, incident: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self.setWindowTitle("HuggingTweets")
        self.resize(*_SIZE)
        self.state = Label("", wrap=True)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("Making the report")
        self.preview = reading_box("", "The report")
        self.save = primary_button("&Save…")
        self.save.setEnabled(False)
        self.save.clicked.connect(self._save)
        self.close_button = secondary_button("Cancel")
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.close_button)
        row.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(Label("A report of what happened", "heading"))
        layout.addWidget(self.state)
        layout.addWidget(self.busy)
        layout.addWidget(self.preview, 1)
        layout.addLayout(row)
        self._task = TaskThread(lambda progress: make_report(home, incident, progress), home.logs, self)
        self._task.progress.connect(self._show_progress)
        self._task.succeeded.connect(self._show_report)
        self._task.failed.connect(lambda error: self.state.setText(f"{error.sentence} {error.advice}"))
        self._task.finished.connect(self._show_done)
        self._show_progress(0)
        self._task.start()

    def done(self, result: int) -> None:
        """Close, once the report is no longer being made."""
        self._task.cancel()
        self._task.wait()
        super().done(result)

    def _show_progress(self, tweets: int) -> None:
        looked = f" {words.number(tweets)} of your tweets were looked for." if tweets else ""
        self.state.setText(f"The report is being made …{looked}")

    def _show_done(self) -> None:
        self.busy.hide()
        self.close_button.setText("Close")

    def _show_report(self, report: Report) -> None:
        self._report = report
        self.state.setText(
            "This is all that is saved, as a zip of text files. Nothing is sent anywhere: read it, take out"
            " what you like, and give it to whom you like."
        )
        self.preview.setPlainText(report.text)
        self.save.setEnabled(True)
        self.save.setDefault(True)

    def _save(self) -> None:
        name = f"huggingtweets-report-{datetime.now():%Y-%m-%d}.zip"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the report", str(Path.home() / name), "Zip (*.zip)"
        )
        if not chosen or self._report is None:
            return
        try:
            self._report.save(Path(chosen))
        except UserError as error:
            tell_error(self, error.sentence, error.advice, error.details)
        else:
            self.accept()
