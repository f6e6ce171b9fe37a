"""What can be done with a training: each button stands where it helps, and nowhere else."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.messages import StopKind
from huggingtweets_gui.window.run import Run, Stage
from huggingtweets_gui.window.widgets import Footer, primary_button, secondary_button, text_button
from huggingtweets_gui.window.widgets.keyboard import give_keyboard, keyboard_stays

_HINTS = {
    Stage.PREPARING: "",
    Stage.TRAINING: "Pause: go on later. Stop and keep: end now, with the best weights so far.",
    Stage.STOPPING: "This takes a few seconds, on slow computers minutes.",
    Stage.INTERRUPTED: "If you do not want it any more, delete the bot in the list at the left.",
    Stage.FAILED: "The tweets and settings are kept.",
    Stage.FINISHED: "The weights with the lowest held-out loss were kept.",
}


class RunButtons(QObject):
    """Fills a page's footer with the buttons of a ``Run``.

    Signals:
        stop_requested: a ``StopKind``; for a cancelling the user was asked and has confirmed.
        resume_requested: go on, or begin again where nothing was saved.
        write_requested: write with the finished bot.
    """

    stop_requested = Signal(object)
    resume_requested = Signal()
    write_requested = Signal()

    def __init__(self, footer: Footer) -> None:
        super().__init__(footer)
        self._hint = footer.sentence
        self.cancel = text_button("&Cancel…")
        self.pause = secondary_button("&Pause")
        self.keep = secondary_button("Stop and &keep")
        self.resume = primary_button("Res&ume")
        self.write = primary_button("&Write with it")
        footer.add(self.cancel, self.pause, self.keep, self.resume, self.write)
        self._heirs = (self.write, self.resume, self.pause, self.keep, self.cancel)
        self._bot: Bot | None = None
        self.cancel.clicked.connect(self._ask_whether_to_cancel)
        self.pause.clicked.connect(lambda: self.stop_requested.emit(StopKind.SUSPEND))
        self.keep.clicked.connect(lambda: self.stop_requested.emit(StopKind.KEEP))
        self.resume.clicked.connect(self.resume_requested)
        self.write.clicked.connect(self.write_requested)

    def show_run(self, run: Run) -> None:
        """Show the buttons of the stage that ``run`` is in."""
        self._bot = run.bot
        with keyboard_stays(*self._heirs):
            self._show_stage(run)
        self._hint.setText(_HINTS[run.stage])

    def take_keyboard(self) -> None:
        """Give the keyboard to the button that is most likely wanted."""
        give_keyboard(*self._heirs)

    def _show_stage(self, run: Run) -> None:
        self.cancel.setVisible(run.active)
        for button in (self.pause, self.keep):
            button.setVisible(run.stage in (Stage.TRAINING, Stage.STOPPING))
        for button in (self.pause, self.keep):
            button.setEnabled(run.stage is not Stage.STOPPING)
        # Who waits for a stop that takes long may still cancel.
        self.cancel.setEnabled(run.stop.kind is not StopKind.CANCEL)
        self.resume.setVisible(run.stage in (Stage.INTERRUPTED, Stage.FAILED))
        self.resume.setText("Try a&gain" if run.resumable_step is None else "Res&ume")
        self.write.setVisible(run.stage is Stage.FINISHED)

    def _ask_whether_to_cancel(self) -> None:
        parent = self.cancel.window()
        # Looked up only now: checkpoints are written while the training goes on.
        resumable = self._bot is not None and self._bot.resumable_step is not None
        question = cancel_question(parent, resumable=resumable)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(lambda: self.stop_requested.emit(StopKind.CANCEL))
        question.open()


def cancel_question(parent: QWidget, *, resumable: bool) -> QMessageBox:
    """Return the question whether to cancel; it is accepted when the user says so."""
    kept = (
        "It can be resumed from where it was last saved."
        if resumable
        else "Nothing of it was saved yet: it would start from the beginning."
    )
    question = QMessageBox(
        QMessageBox.Icon.Question, "Cancel the training", "Cancel the training?", parent=parent
    )
    question.setInformativeText(kept)
    question.addButton("Cancel the training", QMessageBox.ButtonRole.AcceptRole)
    question.setDefaultButton(question.addButton("Go on training", QMessageBox.ButtonRole.RejectRole))
    return question
