"""How one tweet looks in the list: its day, its text in at most two lines, its verdict, a button."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from huggingtweets_gui.library.tweet_filter import Standing
from huggingtweets_gui.tweets.dataset import Part
from huggingtweets_gui.tweets.rules import Verdict
from huggingtweets_gui.window import theme
from huggingtweets_gui.window.pages.tweet_model import Line, TweetModel
from huggingtweets_gui.window.pages.verdicts import CHIPS
from huggingtweets_gui.window.theme import Space, tabular

_Index = QModelIndex | QPersistentModelIndex
_DAY_WIDTH = 92
_CHIP_WIDTH = 92
_CHIP_HEIGHT = 18
_BUTTON = 28
_NARROW = 400
_SMALL_PIXELS = 12
_LINES = 2
_LEARNED = (Verdict.KEPT, *Part)
_BUTTON_SIGNS: dict[Standing, str] = {Verdict.KEPT: "✕", Verdict.LEFT_OUT: "＋"}


class TweetDelegate(QStyledItemDelegate):
    """Paints a row. All rows are equally high, so that a long list need not be measured.

    Signals:
        turn_requested: the index whose button was pressed.
    """

    turn_requested = Signal(object)

    def __init__(self, model: TweetModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a line and a chip, which is also that of two lines, with margins."""
        line = QFontMetrics(option.font).lineSpacing()
        return QSize(0, max(_LINES * line, line + _CHIP_HEIGHT) + 2 * Space.S + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the row."""
        scheme = theme.colours()
        line = self._model.line(index)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        area = option.rect
        painter.save()
        painter.setClipRect(area)  # Marks above and below letters can be of any height.
        if selected:
            painter.fillRect(area, QColor(scheme.tint))
        painter.setPen(QColor(scheme.line))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(scheme.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        inner = area.adjusted(Space.S, Space.S, -Space.S - _BUTTON - Space.XS, -Space.S)
        self._paint_content(painter, inner, line, option.font)
        shown = selected or state & QStyle.StateFlag.State_MouseOver
        if shown and line.verdict in _BUTTON_SIGNS:
            painter.setPen(QColor(scheme.accent))
            painter.setFont(option.font)
            sign = _BUTTON_SIGNS[line.verdict]
            painter.drawText(_button_area(area), Qt.AlignmentFlag.AlignCenter, sign)
        painter.restore()

    def _paint_content(self, painter: QPainter, area: QRect, line: Line, font: QFont) -> None:
        """Paint day, text and verdict in columns; in a narrow list the text in one line above the others."""
        scheme = theme.colours()
        narrow = area.width() < _NARROW
        lower = QRect(area.left(), area.bottom() - _CHIP_HEIGHT + 1, area.width(), _CHIP_HEIGHT)
        day_area = lower.adjusted(0, 2, 0, 0) if narrow else area.adjusted(0, 2, 0, 0)
        text_area = area if narrow else area.adjusted(_DAY_WIDTH, 0, -_CHIP_WIDTH - Space.XS, 0)
        small = QFont(font)
        small.setPixelSize(_SMALL_PIXELS)
        painter.setFont(tabular(small))
        painter.setPen(QColor(scheme.soft))
        painter.drawText(day_area, Qt.AlignmentFlag.AlignTop, line.day)
        painter.setPen(QColor(scheme.text if line.verdict in _LEARNED else scheme.soft))
        _draw_lines(painter, text_area, line.text, font, 1 if narrow else _LINES)
        word, tone = CHIPS[line.verdict]
        _draw_chip(painter, lower if narrow else area, word, tone, small)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Take a click on the row's button."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonRelease
            and event.button() is Qt.MouseButton.LeftButton
            and _button_area(option.rect).contains(_position(event))
        ):
            self.turn_requested.emit(index)
            return True
        return super().editorEvent(event, model, option, index)


def _position(event: QMouseEvent) -> QPoint:
    return event.position().toPoint()


def _button_area(row: QRect) -> QRect:
    return QRect(row.right() - Space.S - _BUTTON, row.top() + Space.XS, _BUTTON, _BUTTON)


def _draw_lines(painter: QPainter, area: QRect, text: str, font: QFont, lines: int) -> None:
    """Draw as plain text as much as fits in so many lines; the last one ends in "…" where more is left."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    units = text.encode("utf-16-le")  # in which Qt counts, two bytes a unit: an emoji has two of them
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    layout.beginLayout()
    top = float(area.top())
    for number in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(area.width())
        end = line.textStart() + line.textLength()
        if number == lines - 1 and 2 * end < len(units):
            rest = units[2 * line.textStart() :].decode("utf-16-le").replace("\n", " ")
            elided = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(QRectF(area.left(), top, area.width(), metrics.lineSpacing()), 0, elided)
        else:
            line.draw(painter, QPoint(area.left(), 0) + QPoint(0, round(top)))
        top += metrics.lineSpacing()
    layout.endLayout()


def _draw_chip(painter: QPainter, area: QRect, word: str, tone: str, font: QFont) -> None:
    scheme = theme.colours()
    grounds = {"good": scheme.good_tint, "warn": scheme.warn_tint, "bad": scheme.bad_tint}
    inks = {"good": scheme.good, "warn": scheme.warn, "bad": scheme.bad}
    width = QFontMetrics(font).horizontalAdvance(word) + 20
    chip = QRectF(area.right() - width, area.top(), width, _CHIP_HEIGHT)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(grounds.get(tone, scheme.sidebar)))
    painter.drawRoundedRect(chip, _CHIP_HEIGHT / 2, _CHIP_HEIGHT / 2)
    painter.setPen(QColor(inks.get(tone, scheme.soft)))
    painter.setFont(font)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, word)
