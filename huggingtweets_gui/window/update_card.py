"""Whether the program looks for newer versions of itself."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from huggingtweets_gui import __version__
from huggingtweets_gui.window.update_check import UpdateCheck
from huggingtweets_gui.window.widgets import Card, Label, ToggleSwitch

_QUESTION = "Look for a newer version once a day"


class UpdateCard(Card):
    """Turns a check on and off. ``switch`` is the control."""

    def __init__(self, check: UpdateCheck, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = ToggleSwitch(_QUESTION)
        self.switch.setChecked(check.wanted)
        self.switch.toggled.connect(check.want)
        row = QHBoxLayout()
        row.addWidget(Label(_QUESTION))
        row.addStretch()
        row.addWidget(self.switch)
        self.layout_.addWidget(Label("Updates", "strong"))
        self.layout_.addLayout(row)
        self._known = Label("", "small", wrap=True)
        self.layout_.addWidget(self._known)
        self._show("")
        check.told.connect(self._show)

    def _show(self, newer: str) -> None:
        here = f"This is version {__version__}."
        others = f"Version {newer} is there." if newer else "GitHub is asked, and nothing of yours is sent."
        self._known.setText(f"{here} {others}")
