"""What can be pressed: three ranks of buttons, chips that filter, and a switch."""

from PySide6.QtCore import QMargins, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from huggingtweets_gui.window import theme


def primary_button(text: str) -> QPushButton:
    """Return the one button of a page that leads on."""
    return _button(text, "primary")


def secondary_button(text: str) -> QPushButton:
    """Return an ordinary button."""
    return _button(text, "secondary")


def text_button(text: str, *, dense: bool = False) -> QPushButton:
    """Return a button without a border, for what is rarely needed; ``dense`` ones fit into rows."""
    button = _button(text, "text")
    button.setProperty("dense", dense)
    return button


class ChipButton(QPushButton):
    """A chip that can be chosen, for filters and short choices."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the room for the text of a chosen chip: it is bolder, which Qt does not reckon with."""
        size = super().sizeHint()
        chosen = QFont(self.font())
        chosen.setWeight(QFont.Weight.DemiBold)
        text = self.text()
        wider = QFontMetrics(chosen).horizontalAdvance(text) - self.fontMetrics().horizontalAdvance(text)
        return size.grownBy(QMargins(0, 0, max(0, wider), 0))


class ToggleSwitch(QAbstractButton):
    """A switch that is on or off; ``name`` is what a screen reader calls it."""

    _WIDTH = 30
    _HEIGHT = 18
    _RING = 3  # room for the focus ring

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the switch's size with its focus ring."""
        return QSize(self._WIDTH + 2 * self._RING, self._HEIGHT + 2 * self._RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the groove and its knob."""
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(self._RING, self._RING, self._WIDTH, self._HEIGHT)
        if self.hasFocus():
            painter.setPen(QColor(scheme.accent))
            painter.drawRoundedRect(groove.adjusted(-2, -2, 2, 2), 11, 11)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(scheme.accent if self.isChecked() else scheme.edge))
        painter.setOpacity(1.0 if self.isEnabled() else 0.5)
        painter.drawRoundedRect(groove, 9, 9)
        painter.setBrush(QColor(scheme.card))
        left = groove.right() - 16 if self.isChecked() else groove.left() + 2
        painter.drawEllipse(QRectF(left, groove.top() + 2, 14, 14))


def _button(text: str, kind: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    # Enter presses the button that has the keyboard, in the window as in a dialog.
    button.setAutoDefault(True)
    return button
