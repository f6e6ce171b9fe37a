"""The list of bots in the sidebar."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.window import theme
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets.avatar import load_picture, paint_avatar

_BOT = Qt.ItemDataRole.UserRole
_STATUS = Qt.ItemDataRole.UserRole + 1
_PICTURE = Qt.ItemDataRole.UserRole + 2
_ROW_HEIGHT = 52
_DISC = 34


class BotList(QListWidget):
    """A row for each bot, with its picture, name and status.

    Signals:
        chosen: a bot was clicked, or Enter pressed on it.
        resume_requested, rename_requested, delete_requested, folder_requested: from its menu, F2 or Delete.
    """

    chosen = Signal(object)
    resume_requested = Signal(object)
    rename_requested = Signal(object)
    delete_requested = Signal(object)
    folder_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Bots")
        self.setItemDelegate(_BotDelegate(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(lambda item: self.chosen.emit(item.data(_BOT)))
        self.itemActivated.connect(lambda item: self.chosen.emit(item.data(_BOT)))
        for key, signal in (
            (Qt.Key.Key_F2, self.rename_requested),
            (Qt.Key.Key_Delete, self.delete_requested),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda signal=signal: self._emit_current(signal))

    def show_bots(self, bots: Sequence[Bot], status: Callable[[Bot], str]) -> None:
        """Show these bots; the one that was chosen stays so."""
        if list(bots) != [item.data(_BOT) for item in self._items()]:
            self._show_rows(bots)
        # The Tab key shall not stop where nothing can be seen.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if bots else Qt.FocusPolicy.NoFocus)
        self.show_statuses(status)

    def _show_rows(self, bots: Sequence[Bot]) -> None:
        current, scrolled = self._current_folder(), self.verticalScrollBar().value()
        self.clear()
        for bot in bots:
            item = QListWidgetItem(bot.record.name)
            item.setData(_BOT, bot)
            item.setData(_PICTURE, _picture(bot))
            self.addItem(item)
        self.choose(current)
        self.verticalScrollBar().setValue(scrolled)

    def show_statuses(self, status: Callable[[Bot], str]) -> None:
        """Say again what each bot is doing."""
        for item in self._items():
            words = status(item.data(_BOT))
            item.setData(_STATUS, words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {words}")

    def choose(self, folder: Path | None) -> None:
        """Mark the bot in ``folder``, or none."""
        self.setCurrentRow(-1)
        for item in self._items():
            if item.data(_BOT).folder == folder:
                self.setCurrentItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def _current_folder(self) -> Path | None:
        item = self.currentItem()
        return item.data(_BOT).folder if item is not None else None

    def _emit_current(self, signal: object) -> None:
        if (item := self.currentItem()) is not None:
            signal.emit(item.data(_BOT))  # type: ignore[attr-defined]

    def _show_menu(self, position: QPoint) -> None:
        item = self.itemAt(position)
        if item is None:
            return
        bot: Bot = item.data(_BOT)
        menu = QMenu(self)
        resume = menu.addAction("&Resume the training")
        resume.setEnabled(bot.resumable_step is not None)
        resume.triggered.connect(lambda: self.resume_requested.emit(bot))
        menu.addAction("Re&name…\tF2").triggered.connect(lambda: self.rename_requested.emit(bot))
        menu.addAction("Open its &folder").triggered.connect(lambda: self.folder_requested.emit(bot))
        menu.addSeparator()
        menu.addAction("&Delete…\tDel").triggered.connect(lambda: self.delete_requested.emit(bot))
        menu.exec(self.viewport().mapToGlobal(position))
        menu.deleteLater()


class _BotDelegate(QStyledItemDelegate):
    """Paints a row of the list."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, _ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        scheme = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(0, 0, 0, -Space.XS // 2)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(scheme.tint))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(area, Space.S, Space.S)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(scheme.accent))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), Space.S, Space.S)
        inner = area.adjusted(Space.S, Space.S, -Space.S, -Space.S)
        disc = QRectF(inner.left(), inner.center().y() - _DISC / 2 + 0.5, _DISC, _DISC)
        paint_avatar(painter, disc, str(index.data()), index.data(_PICTURE))
        text = QRect(inner.left() + _DISC + 10, inner.top(), inner.width() - _DISC - 10, inner.height())
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        half = text.height() // 2
        _line(
            painter, QRect(text.left(), text.top(), text.width(), half), str(index.data()), font, scheme.text
        )
        font.setWeight(QFont.Weight.Normal)
        font.setPixelSize(12)
        status = QRect(text.left(), text.top() + half, text.width(), half)
        _line(painter, status, str(index.data(_STATUS)), font, scheme.soft)
        painter.restore()


def _line(painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)


def _picture(bot: Bot) -> QPixmap | None:
    authors = bot.record.authors
    path = bot.layout.avatar(authors[0].handle) if len(authors) == 1 else None
    try:
        return load_picture(path.read_bytes()) if path is not None else None
    except OSError:
        return None
