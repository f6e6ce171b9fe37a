"""The details of a plan that can be changed: readings, epochs, learning rate, seed, device."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QSpinBox, QWidget

from huggingtweets_gui.library.bot_record import Hyperparameters
from huggingtweets_gui.messages import HIGHEST_SEED, Device
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label
from huggingtweets_gui.window.widgets.fields import inset

_DEVICES = {"auto": "The best that works", "cpu": "CPU", "cuda": "NVIDIA GPU", "mps": "Apple GPU"}


class PlanDetails(QWidget):
    """The numbers of a plan, to be changed by whoever knows better.

    Signals:
        device_wanted: the kind of device that was chosen, or ``auto``.
    """

    device_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[int, float, float] | None = None
        self.readings = QSpinBox()
        self.readings.setRange(1, 20)
        self.readings.setToolTip(
            "How often the tweets are read, each time from the base model on and in another order. "
            "The mean of all readings is kept where it writes better."
        )
        self.epochs = QDoubleSpinBox()
        self.epochs.setRange(0.1, 50)
        self.epochs.setDecimals(1)
        self.epochs.setSingleStep(0.5)
        self.epochs.setToolTip("How many times a reading goes through the tweets, at most.")
        self.learning_rate = QDoubleSpinBox()
        self.learning_rate.setDecimals(6)
        self.learning_rate.setRange(1e-6, 1e-2)
        self.learning_rate.setSingleStep(1e-5)
        self.seed = QSpinBox()
        self.seed.setRange(0, HIGHEST_SEED)
        self.device = QComboBox()
        for key in ("auto", "cpu"):
            self.device.addItem(_DEVICES[key], key)
        self.device.activated.connect(lambda: self.device_wanted.emit(self.device.currentData()))
        for box in (self.readings, self.epochs, self.learning_rate, self.seed):
            inset(box)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, Space.S, 0, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS)
        fields = (
            ("&Readings", self.readings),
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
        """Show a plan's readings, epochs and learning rate; seed and device stay as they are.

        What the user has changed stays too, until another plan or base model has other numbers.
        """
        shown = (numbers.readings, numbers.epochs, numbers.learning_rate)
        if shown != self._shown:
            self._shown = shown
            self.readings.setValue(numbers.readings)
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
            readings=self.readings.value(),
            epochs=self.epochs.value(),
            learning_rate=self.learning_rate.value(),
            seed=self.seed.value(),
            device=self.device.currentData(),
        )
