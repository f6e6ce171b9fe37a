"""One control of writing: its name, its value, and a slider."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from huggingtweets_gui.window import theme
from huggingtweets_gui.window.moods import Dial
from huggingtweets_gui.window.widgets import Label


class SamplingSlider(QWidget):
    """Sets the number of a ``Dial``.

    Signals:
        changed: the number was changed.
    """

    changed = Signal()

    def __init__(self, dial: Dial, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dial = dial
        self.setToolTip(dial.meaning)
        name = Label(dial.name)
        self._value = Label("", "soft")
        self._value.setFont(theme.tabular(self._value.font()))
        self.slider = _Slider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, round((dial.highest - dial.lowest) / dial.step))
        self.slider.setAccessibleName(dial.name)
        self.slider.valueChanged.connect(self._moved)
        name.setBuddy(self.slider)
        words = QHBoxLayout()
        words.addWidget(name, 1)
        words.addWidget(self._value)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(words)
        layout.addWidget(self.slider)
        self._show_value()

    @property
    def value(self) -> float:
        """The number, an int where the dial counts in whole ones."""
        number = self.dial.lowest + self.slider.value() * self.dial.step
        return number if isinstance(self.dial.step, int) else round(number, 2)

    def set_value(self, value: float) -> None:
        """Move the slider to the place nearest to ``value``."""
        self.slider.setValue(round((value - self.dial.lowest) / self.dial.step))

    def _moved(self) -> None:
        self._show_value()
        self.changed.emit()

    def _show_value(self) -> None:
        value = self.value
        words = "off" if value == self.dial.off else str(value) if isinstance(value, int) else f"{value:.2f}"
        self._value.setText(words)
        # A screen reader would else tell the slider's own count of steps.
        self.slider.setAccessibleDescription(f"{words}. {self.dial.meaning}")


class _Slider(QSlider):
    """Leaves the wheel to the page: turning it to scroll must not change a setting on the way."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Pass the turn on."""
        event.ignore()
