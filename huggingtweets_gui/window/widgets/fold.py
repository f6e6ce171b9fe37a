"""What is rarely needed, folded away behind a line that says what it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets.buttons import text_button

_FOLDED = "▸"
_OPEN = "▾"


class Fold(QWidget):
    """A button that shows and hides what is in ``content``, a vertical layout; folded at first."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.button: QPushButton = text_button("", dense=True)
        self.button.setProperty("fold", True)
        self.button.setCheckable(True)
        self._inner = QWidget()
        self.content = QVBoxLayout(self._inner)
        self.content.setContentsMargins(0, Space.S, 0, 0)
        self.content.setSpacing(Space.XS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._inner)
        self.button.toggled.connect(self._show)
        self._show(False)

    def set_title(self, title: str) -> None:
        """Say something else on the button."""
        self._title = title
        self._show(self.button.isChecked())

    def _show(self, unfolded: bool) -> None:
        self.button.setText(f"{_OPEN if unfolded else _FOLDED} {self._title}")
        self.button.setAccessibleName(self._title)
        self._inner.setVisible(unfolded)
