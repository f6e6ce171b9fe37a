"""Where the arithmetic will happen, and why there; with the details of the training folded away."""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from huggingtweets_gui.library.bot_record import Hyperparameters
from huggingtweets_gui.messages import HIGHEST_SEED, Device
from huggingtweets_gui.window import words
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, Chip, ElidedLabel, Label, text_button
from huggingtweets_gui.window.widgets.fields import inset

_DEVICES = {"auto": "The best that works", "cpu": "CPU", "cuda": "NVIDIA GPU", "mps": "Apple GPU"}


class DeviceCard(Card):
    """Names the device; "Details" unfolds epochs, learning rate, seed and the choice of the device.

    Signals:
        unfolded: the details are laid out, and may be out of sight.
    """

    unfolded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel("Looking at this computer…", "strong")
        self.used = Chip("will be used", "good")
        self.used.hide()
        self.reason = Label("", "small", wrap=True)
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
        row.setSpacing(Space.L)
        row.addLayout(words_, 1)
        row.addWidget(self.details_button)
        self.layout_.addLayout(row)
        self.details = Details()
        self.details.hide()
        self.layout_.addWidget(self.details)

    def show_device(self, device: Device) -> None:
        """Name the device that the engine found."""
        self.name.setText(device.name)
        self.used.show()
        free = f"{words.part(device.free_memory, device.total_memory)} free"
        self.reason.setText(f"{device.reason} {device.precision} · {free}")
        self.details.show_device(device)

    def _fold(self, open_: bool) -> None:
        self.details.setVisible(open_)
        self.details_button.setText("&Details ▴" if open_ else "&Details ▾")
        if open_:
            QTimer.singleShot(0, self.unfolded.emit)


class Details(QWidget):
    """The numbers of a plan, to be changed by whoever knows better."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.epochs = QDoubleSpinBox()
        self.epochs.setRange(0.1, 50)
        self.epochs.setDecimals(1)
        self.epochs.setSingleStep(0.5)
        self.learning_rate = QDoubleSpinBox()
        self.learning_rate.setDecimals(6)
        self.learning_rate.setRange(1e-6, 1e-2)
        self.learning_rate.setSingleStep(1e-5)
        self.seed = QSpinBox()
        self.seed.setRange(0, HIGHEST_SEED)
        self.device = QComboBox()
        for key in ("auto", "cpu"):
            self.device.addItem(_DEVICES[key], key)
        for box in (self.epochs, self.learning_rate, self.seed):
            inset(box)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, Space.S, 0, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        fields = (
            ("&Epochs", self.epochs),
            ("&Learning rate", self.learning_rate),
            ("&Seed", self.seed),
            ("De&vice", self.device),
        )
        for column, (name, field) in enumerate(fields):
            label = Label(name, "small")
            label.setBuddy(field)
            field.setAccessibleName(name.replace("&", ""))
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1)

    def show_numbers(self, numbers: Hyperparameters) -> None:
        """Show a plan's epochs and learning rate; seed and device stay as they are."""
        self.epochs.setValue(numbers.epochs)
        self.learning_rate.setValue(numbers.learning_rate)

    def show_device(self, device: Device) -> None:
        """Offer this device too."""
        if self.device.findData(device.device) < 0:
            self.device.addItem(_DEVICES[device.device], device.device)

    def applied_to(self, numbers: Hyperparameters) -> Hyperparameters:
        """Return ``numbers`` with what stands in the fields."""
        return replace(
            numbers,
            epochs=self.epochs.value(),
            learning_rate=self.learning_rate.value(),
            seed=self.seed.value(),
            device=self.device.currentData(),
        )
