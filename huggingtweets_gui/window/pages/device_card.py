"""Where the arithmetic will happen, why there, and whether it fits; details of the training folded away."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from huggingtweets_gui.messages import Device, DeviceWorks, End, Failed
from huggingtweets_gui.window import words
from huggingtweets_gui.window.pages.plan_details import PlanDetails
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, Chip, ElidedLabel, Label, secondary_button, text_button
from huggingtweets_gui.workflow.fitting import Fit
from huggingtweets_gui.workflow.speed import in_words


class DeviceCard(Card):
    """Names the device; "Details" unfolds epochs, learning rate, seed and the choice of the device.

    Signals:
        unfolded: the details are laid out, and may be out of sight.
        check_requested: the device of this kind shall be tried.
    """

    unfolded = Signal()
    check_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel("Looking at this computer…", "strong")
        self.used = Chip("will be used", "good")
        self.used.hide()
        self.reason = Label("", "small", wrap=True)
        self.fit = Label("", wrap=True)
        self.fit.hide()
        self.checked = Label("", "small", wrap=True)
        self.checked.hide()
        self._device: Device | None = None
        self.check = secondary_button("")
        self.check.hide()
        self.check.clicked.connect(self._check)
        self.details_button = text_button("&Details ▾")
        self.details_button.setCheckable(True)
        self.details_button.toggled.connect(self._fold)
        title = QHBoxLayout()
        title.setSpacing(Space.S)
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        title.addWidget(self.name)
        title.addWidget(self.used)
        title.addStretch()
        words_ = QVBoxLayout()
        words_.setSpacing(2)
        words_.addLayout(title)
        words_.addWidget(self.reason)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addLayout(words_, 1)
        row.addWidget(self.check)
        row.addWidget(self.details_button)
        self.layout_.addLayout(row)
        self.layout_.addWidget(self.checked)
        self.layout_.addWidget(self.fit)
        self.details = PlanDetails()
        self.details.hide()
        self.layout_.addWidget(self.details)

    def add_line(self, line: QWidget) -> None:
        """Put something more to say of the device beneath its name."""
        self.layout_.insertWidget(1, line)

    def show_device(self, device: Device) -> None:
        """Name the device that the engine found."""
        self.name.setText(device.name)
        self.used.show()
        free = f"{words.part(device.free_memory, device.total_memory)} free"
        self.reason.setText(f"{device.reason} {device.precision} · {free}")
        self.details.show_device(device)
        if self._device is None or device.device != self._device.device:
            self.checked.hide()
        self._device = device
        self.check.setText("Test &processor" if device.device == "cpu" else "Test &GPU")
        self.check.show()

    def show_fit(self, fit: Fit) -> None:
        """Say whether the training fits the memory, and what is done so that it does."""
        self.fit.setText(fit.sentence)
        self.fit.set_tone("body" if fit.fits else "warn")
        self.fit.show()

    def show_checked(self, end: End) -> None:
        """Say how the check of the device ended."""
        self.check.setEnabled(True)
        match end:
            case DeviceWorks():
                self._say(in_words(end), "small")
            case Failed(sentence=sentence, advice=advice):
                self._say(f"{sentence} {advice}", "bad")
            case _:
                self.checked.hide()

    def _check(self) -> None:
        if self._device is not None:
            self.check.setEnabled(False)
            self._say("Trying a few training steps …", "small")
            self.check_requested.emit(self._device.device)

    def _say(self, sentence: str, tone: str) -> None:
        self.checked.setText(sentence)
        self.checked.set_tone(tone)
        self.checked.show()

    def _fold(self, open_: bool) -> None:
        self.details.setVisible(open_)
        self.details_button.setText("&Details ▴" if open_ else "&Details ▾")
        if open_:
            QTimer.singleShot(0, self.unfolded.emit)
