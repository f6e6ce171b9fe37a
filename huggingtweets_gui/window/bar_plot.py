"""A small plot of bars, painted by hand: its edges lie on the screen's own pixels at any scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from huggingtweets_gui.window import theme, words
from huggingtweets_gui.window.widgets import ElidedLabel, Label

_HEIGHT = 48
_GAP_FROM = 4.0  # pixels a bar: narrower ones stand without gaps
_LEAST = 2  # a single tweet among thousands is still seen


@dataclass(frozen=True, slots=True)
class Bar:
    """How many tweets, and what they have in common, as in "March 2021"."""

    name: str
    count: int


class BarPlot(QWidget):
    """A title, the bars, and the names of both ends beneath; the bar pointed at is told beside the title.

    Args:
        title: what is counted.
        purpose: the same in a sentence, for a screen reader.
    """

    def __init__(self, title: str, purpose: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._purpose = purpose
        self._told = ElidedLabel("", "small")
        self._told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bars = _Bars()
        self.bars.setAccessibleName(title)
        self.bars.pointed_at.connect(self._tell)
        self._first, self._last = Label("", "small"), Label("", "small")
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(Label(title))
        head.addWidget(self._told, 1)
        foot.addWidget(self._first)
        foot.addStretch()
        foot.addWidget(self._last)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.bars)
        layout.addLayout(foot)

    def show_bars(self, bars: Sequence[Bar], first: str, last: str) -> None:
        """Show these bars, from left to right, with these words at the ends."""
        self.bars.show_bars(bars)
        self._first.setText(first)
        self._last.setText(last)
        self._tell(None)
        most = max(bars, key=lambda bar: bar.count, default=None)
        top = f" Most: {_in_words(most)}." if most is not None and most.count else ""
        self.bars.setAccessibleDescription(f"{self._purpose}{top} The arrow keys go from bar to bar.")

    def _tell(self, bar: Bar | None) -> None:
        self._told.setText("" if bar is None else _in_words(bar))


class _Bars(QWidget):
    """The bars alone. With the mouse or the arrow keys one of them is pointed at.

    Signals:
        pointed_at: the ``Bar``, or None.
    """

    pointed_at = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._bars: list[Bar] = []
        self._current: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a low, wide area."""
        return QSize(160, _HEIGHT)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = list(bars)
        self._current = None
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the bar beneath the mouse, however low it is."""
        place = event.position().x() / max(self.width(), 1) * len(self._bars)
        self._point_at(int(place))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at none."""
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the bar beside with the arrow keys, to the ends with Home and End."""
        last = len(self._bars) - 1
        here = self._current
        places = {
            Qt.Key.Key_Left: last if here is None else here - 1,
            Qt.Key.Key_Right: 0 if here is None else here + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in places:
            self._point_at(max(0, min(places[Qt.Key(event.key())], last)))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the base line, the bars and, with the keyboard, the frame of focus."""
        scheme = theme.colours()
        painter = QPainter(self)
        width, height = self.width(), self.height() - 1
        painter.fillRect(QRectF(0, height, width, 1), QColor(scheme.line))
        highest = max((bar.count for bar in self._bars), default=0)
        if highest:
            each = width / len(self._bars)
            for number, bar in enumerate(self._bars):
                if not bar.count:
                    continue
                left, right = self._snap(number * each), self._snap((number + 1) * each)
                room = right - left - (1 if each >= _GAP_FROM else 0)
                top = self._snap(height - max(bar.count / highest * (height - 4), _LEAST))
                colour = scheme.second if number == self._current else scheme.accent
                painter.fillRect(QRectF(left, top, max(room, self._snap(1)), height - top), QColor(colour))
        if self.hasFocus():
            painter.setPen(QColor(scheme.accent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _snap(self, value: float) -> float:
        """Return the nearest edge between two pixels of the screen."""
        ratio = self.devicePixelRatioF()
        return max(1, round(value * ratio)) / ratio if value > 0 else 0.0

    def _point_at(self, place: int | None) -> None:
        inside = place is not None and 0 <= place < len(self._bars)
        self._current = place if inside else None
        self.pointed_at.emit(self._bars[place] if inside and place is not None else None)
        self.update()


def _in_words(bar: Bar) -> str:
    return f"{bar.name}: {words.several(bar.count, 'tweet', 'tweets')}"
