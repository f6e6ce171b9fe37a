"""Text on the window. It is always plain text: a tweet with ``<b>`` in it shows ``<b>``."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget


class Label(QLabel):
    """Plain text in one of the tones of the style sheet.

    Args:
        text: what it says.
        tone: ``body``, ``title``, ``heading``, ``strong``, ``figure``, ``soft``, ``small``, ``warn``
            or ``bad``.
        wrap: break long text into lines.
    """

    def __init__(
        self, text: str = "", tone: str = "body", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        """Change the tone."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)


class ElidedLabel(Label):
    """One line that ends in "…" where it has no room; the whole text is its tool tip then."""

    def __init__(self, text: str = "", tone: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(text, tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Return a width of a few characters: the rest can be elided."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tool tip where it does not fit."""
        super().resizeEvent(event)
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(wrapped_plain(self.text()) if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much of the line as fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        area = self.contentsRect()
        line = " ".join(self.text().split())
        elided = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, self.alignment() | Qt.TextFlag.TextSingleLine, elided)


class Chip(Label):
    """A small word on a rounded ground: ``plain``, ``accent``, ``good``, ``warn`` or ``bad``."""

    def __init__(self, text: str = "", tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(text, tone, parent=parent)
        self.setProperty("kind", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


def wrapped_plain(text: str) -> str:
    """Return ``text`` for a tool tip: as rich text so that long lines wrap, its own markup shown as text."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped}</qt>"
