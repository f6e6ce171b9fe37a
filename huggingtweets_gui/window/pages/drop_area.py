"""Where archives are dropped, and where one sees them being read."""

import time

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QIcon,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from huggingtweets_gui.foundation.file_urls import path_of
from huggingtweets_gui.foundation.resources import resource
from huggingtweets_gui.window import theme, words
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, primary_button, secondary_button, text_button

_READING, _ASKING, _READY = range(3)
_PARTS_A_THOUSAND = 1000
_PICTURE = 56


class DropArea(QWidget):
    """Shows one of three things: the invitation, the reading, or the question whose tweets they are.

    Signals:
        dropped: a list of paths.
        choose_requested, help_requested: the buttons of the invitation.
        cancel_requested: of the reading.
        handle_given: the handle that the user typed. skip_requested: there will be none.
    """

    dropped = Signal(list)
    choose_requested = Signal()
    help_requested = Signal()
    cancel_requested = Signal()
    handle_given = Signal(str)
    skip_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setMinimumHeight(190)
        self._over = False
        self._began = 0.0
        self._stack = QStackedLayout(self)
        for panel in (self._reading(), self._question(), self._invitation()):
            self._stack.addWidget(panel)
        self._stack.setCurrentIndex(_READY)

    def show_ready(self) -> None:
        """Invite."""
        self._stack.setCurrentIndex(_READY)

    def show_reading(self, name: str, waiting: int) -> None:
        """Tell that the source ``name`` is being read, with ``waiting`` more to come."""
        self._began = time.monotonic()
        self.reading_title.setText(f"Reading {name}")
        self.reading_detail.setText(f"{waiting} more to come" if waiting else "")
        self.bar.setRange(0, 0)
        self._stack.setCurrentIndex(_READING)

    def show_progress(self, done: int, total: int) -> None:
        """Tell how far the reading is, in bytes."""
        if not total:
            return
        self.bar.setRange(0, _PARTS_A_THOUSAND)
        self.bar.setValue(done * _PARTS_A_THOUSAND // total)
        elapsed = time.monotonic() - self._began
        left = f" · {words.duration(elapsed * (total - done) / done)} left" if done and elapsed > 1 else ""
        self.reading_detail.setText(f"{words.size(done)} of {words.size(total)}{left}")

    def ask_handle(self, name: str) -> None:
        """Ask whose tweets the source ``name`` holds."""
        self.question_title.setText(f"Whose tweets are in {name}?")
        self.handle.clear()
        self._stack.setCurrentIndex(_ASKING)
        self.handle.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Light up for files."""
        if self._stack.currentIndex() == _READY and any(u.isLocalFile() for u in event.mimeData().urls()):
            event.acceptProposedAction()
            self._set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Go dark again."""
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files."""
        self._set_over(False)
        event.acceptProposedAction()
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        # Not as Qt's paths, which lose what is no UTF-8 in a name.
        self.dropped.emit([path_of(bytes(url.toEncoded().data()).decode("ascii")) for url in urls])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed frame."""
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(scheme.accent if self._over else scheme.edge), 2 if self._over else 1.5)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(scheme.tint if self._over else scheme.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), Space.L, Space.L)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def _invitation(self) -> QWidget:
        self.choose = primary_button("&Choose a file…")
        self.choose.clicked.connect(self.choose_requested)
        help_button = text_button("&How do I get my archive?")
        help_button.clicked.connect(self.help_requested)
        picture = QLabel()
        icon = QIcon(str(resource("icons/archive.svg")))
        picture.setPixmap(icon.pixmap(QSize(_PICTURE, _PICTURE), self.devicePixelRatioF()))
        picture.setAccessibleName(" ")
        others = Label("Mastodon, Bluesky, Threads, tables and texts are read too.", "small")
        others.setToolTip("Of Mastodon, public and unlisted posts are read, never those to followers.")
        return _centred(
            picture,
            Label("Drop a Twitter archive here", "heading"),
            Label("the .zip as you downloaded it, an unpacked folder, or a tweets.js", "soft"),
            others,
            _row(self.choose, help_button),
        )

    def _reading(self) -> QWidget:
        self.reading_title = Label("", "heading")
        self.reading_detail = Label("", "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(360)
        self.bar.setAccessibleName("How much of the archive is read")
        self.cancel = secondary_button("Cancel")
        self.cancel.clicked.connect(self.cancel_requested)
        return _centred(self.reading_title, self.bar, self.reading_detail, _row(self.cancel))

    def _question(self) -> QWidget:
        self.question_title = Label("", "heading")
        self.handle = QLineEdit()
        self.handle.setPlaceholderText("@handle")
        self.handle.setAccessibleName("Handle")
        self.handle.setFixedWidth(220)
        use = primary_button("Use it")
        use.clicked.connect(self._give_handle)
        self.handle.returnPressed.connect(self._give_handle)
        skip = text_button("Leave this file out")
        skip.clicked.connect(self.skip_requested)
        return _centred(
            self.question_title,
            Label("This file does not say it itself.", "soft"),
            _row(self.handle, use, skip),
        )

    def _give_handle(self) -> None:
        if self.handle.text().strip():
            self.handle_given.emit(self.handle.text())


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, Space.S, 0, 0)
    layout.setSpacing(Space.S)
    for widget in widgets:
        layout.addWidget(widget)
    return row


def _centred(*widgets: QWidget) -> QWidget:
    panel = QWidget()
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
    layout.setSpacing(Space.XS)
    layout.addStretch()
    for widget in widgets:
        layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    layout.addStretch()
    return panel
