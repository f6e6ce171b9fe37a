"""The list of tweets itself: rows of one height, however many there are."""

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from huggingtweets_gui.window.pages.tweet_delegate import TweetDelegate
from huggingtweets_gui.window.pages.tweet_model import TweetModel
from huggingtweets_gui.window.widgets.labels import wrapped_plain


class TweetView(QTableView):
    """A table of one column without headers.

    Not a ``QListView``, which asks its model about every row before it shows the first one.

    Attributes:
        delegate: paints the rows, and tells of their buttons.
    """

    def __init__(self, model: TweetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.delegate = TweetDelegate(model, self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName("Tweets")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)  # Tab leads out of the list.
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()

    def changeEvent(self, event: QEvent) -> None:
        """Make the rows as high as a new font needs."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole tweet when the mouse rests on it."""
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = wrapped_plain(index.data()) if index.isValid() else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().viewportEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Let Home and End lead to the first and the last tweet, not along a row."""
        if action in (QAbstractItemView.CursorAction.MoveHome, QAbstractItemView.CursorAction.MoveEnd):
            modifiers |= Qt.KeyboardModifier.ControlModifier
        return super().moveCursor(action, modifiers)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would read every tweet for one that begins so."""

    def _fit_rows(self) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        height = self.delegate.sizeHint(option, QModelIndex()).height()
        self.verticalHeader().setMinimumSectionSize(0)  # the style's own least height may be more
        self.verticalHeader().setDefaultSectionSize(height)
