"""One of the three plans: what it is for, how long it takes, and the memory it needs."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QRadioButton, QVBoxLayout, QWidget

from huggingtweets_gui.messages import Device
from huggingtweets_gui.window import words
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label
from huggingtweets_gui.workflow.architecture import Architecture
from huggingtweets_gui.workflow.estimates import seconds
from huggingtweets_gui.workflow.fitting import Fit
from huggingtweets_gui.workflow.plans import Plan

_BAR_PARTS = 1000


class PlanCard(QFrame):
    """A card that is chosen by its radio button, or by a click anywhere on it.

    Signals:
        chosen: this plan was chosen.
    """

    chosen = Signal()

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.setProperty("kind", "plan")
        self.setProperty("chosen", False)
        self.radio = QRadioButton(plan.title)
        self.radio.setAccessibleDescription(plan.purpose)
        self.radio.toggled.connect(self._on_toggle)
        self.time = Label("…", "title")
        self.memory_bar = QProgressBar(maximum=_BAR_PARTS)
        self.memory_bar.setTextVisible(False)
        self.memory_bar.setAccessibleName("Memory needed of the memory that is free")
        self.memory = Label("Looking at this computer…", "small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        layout.setSpacing(Space.XS)
        layout.addWidget(self.radio)
        layout.addWidget(Label(plan.purpose, "small", wrap=True))
        layout.addSpacing(Space.S)
        layout.addStretch()
        layout.addWidget(self.time)
        layout.addSpacing(Space.XS)
        layout.addWidget(self.memory_bar)
        layout.addWidget(self.memory)

    def show_estimate(self, architecture: Architecture, tokens: int, device: Device, fit: Fit) -> None:
        """Tell what the plan takes for this base model and so many tokens."""
        self.time.setText(f"about {words.duration(seconds(self.plan, architecture, tokens, device))}")
        needed = fit.taken
        self.memory_bar.setValue(min(_BAR_PARTS, needed * _BAR_PARTS // max(fit.free, 1)))
        figures = f"{words.part(needed, fit.free)} free memory"
        self.memory.setText(figures if fit.fits else f"{figures}: too little is free")
        self.memory.set_tone("small" if fit.fits else "warn")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the plan."""
        self.radio.setChecked(True)
        self.radio.setFocus()

    def _on_toggle(self, checked: bool) -> None:
        self.setProperty("chosen", checked)
        self.style().unpolish(self)
        self.style().polish(self)
        if checked:
            self.chosen.emit()
