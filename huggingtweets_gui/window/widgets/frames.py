"""What holds other widgets: cards, and the lines between their rows."""

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from huggingtweets_gui.window.theme import Space


class Card(QFrame):
    """A flat card; its content goes into ``layout_``, from top to bottom."""

    def __init__(self, parent: QWidget | None = None, *, padding: int = Space.L) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(padding, padding, padding, padding)
        self.layout_.setSpacing(Space.S)

    def be_flat(self) -> None:
        """Be no card but a part of the one that it stands in."""
        self.setProperty("kind", "part")
        self.layout_.setContentsMargins(0, 0, 0, 0)


class Rule(QFrame):
    """A thin line across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rule")


def clear_layout(layout: QLayout) -> None:
    """Remove everything from ``layout``, nested layouts included, and delete the widgets."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (nested := item.layout()) is not None:
            clear_layout(nested)
