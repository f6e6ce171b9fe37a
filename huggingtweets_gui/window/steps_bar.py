"""The bar above the pages that says how far one is."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from huggingtweets_gui.window import theme
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.workflow.steps import Step

_HEIGHT = 52
_TOP = 20
_LINE = 3
_PIXELS = 13


class StepsBar(QWidget):
    """Shows the five steps: those behind with a tick, the present one in bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = Step.SOURCE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_step(Step.SOURCE)

    def show_step(self, step: Step) -> None:
        """Show that one is at ``step``."""
        self._step = step
        self.setAccessibleName(f"Step {step + 1} of {len(Step)}: {step.title}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the bar's height."""
        return QSize(5 * 100, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the steps side by side."""
        scheme = theme.colours()
        painter = QPainter(self)
        font = QFont(self.font())
        font.setPixelSize(_PIXELS)
        whole = self.width() - 2 * Space.XXL
        width = (whole - (len(Step) - 1) * Space.S) / len(Step)
        for step in Step:
            area = QRectF(Space.XXL + step * (width + Space.S), _TOP, width, _HEIGHT - _TOP)
            reached = step <= self._step
            line = QRectF(area.left(), area.top(), width, _LINE)
            painter.fillRect(line, QColor(scheme.accent if reached else scheme.line))
            present = step is self._step
            font.setWeight(QFont.Weight.DemiBold if present else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(scheme.text if present else scheme.soft))
            sign = "✓" if step < self._step else str(step + 1)
            text = painter.fontMetrics().elidedText(
                f"{sign}   {step.title}", Qt.TextElideMode.ElideRight, round(width)
            )
            painter.drawText(area.adjusted(0, _LINE + Space.S, 0, 0), Qt.AlignmentFlag.AlignTop, text)
