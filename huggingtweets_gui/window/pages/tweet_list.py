"""The tweets to look through: search, filters, and leaving out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QMenu, QToolTip, QWidget

from huggingtweets_gui.tweets.rules import Verdict
from huggingtweets_gui.window.pages.tweet_delegate import TweetDelegate
from huggingtweets_gui.window.pages.tweet_model import Row, TweetModel
from huggingtweets_gui.window.pages.verdicts import COUNTS
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, ChipButton, Label
from huggingtweets_gui.window.widgets.flow import FlowLayout
from huggingtweets_gui.window.widgets.labels import wrapped_plain
from huggingtweets_gui.workflow.choosing import Choice

_ALWAYS = (None, Verdict.KEPT, Verdict.SHORT, Verdict.RETWEET, Verdict.LEFT_OUT)


class TweetList(Card):
    """A card with all tweets of the chosen authors.

    Signals:
        turn_requested: rows as (author, tweet), and the ``Verdict`` they shall have.
    """

    turn_requested = Signal(list, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=Space.M)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName("Search the tweets")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self._verdict: Verdict | None = None
        self._chips = {verdict: self._chip(verdict) for verdict in (None, *COUNTS)}
        chips = QWidget()
        row = FlowLayout(chips)
        for verdict in (*_ALWAYS, *(verdict for verdict in COUNTS if verdict not in _ALWAYS)):
            row.addWidget(self._chips[verdict])
        self.model = TweetModel(self)
        self.view = QListView()
        self.view.setAccessibleName("Tweets")
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.viewport().installEventFilter(self)
        delegate = TweetDelegate(self.model, self.view)
        delegate.turn_requested.connect(self._turn_one)
        self.view.setItemDelegate(delegate)
        self.nothing = Label("No tweet is like that.", "soft")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.search, chips, self.nothing):
            self.layout_.addWidget(widget)
        self.layout_.addWidget(self.view, 1)
        leave_out = QShortcut(QKeySequence.StandardKey.Delete, self.view)
        leave_out.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave_out.activated.connect(lambda: self.turn_selected(Verdict.LEFT_OUT))
        take_in = QShortcut(QKeySequence(Qt.Key.Key_Insert), self.view)
        take_in.setContext(Qt.ShortcutContext.WidgetShortcut)
        take_in.activated.connect(lambda: self.turn_selected(Verdict.KEPT))
        self._show_chips([])

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show other tweets, or none."""
        self.model.show_choices(choices)
        self._show_chips(choices)

    def update_choices(self, choices: Sequence[Choice]) -> None:
        """Show the same tweets with other verdicts."""
        scrolled = self.view.verticalScrollBar().value()
        self.model.update_choices(choices)
        self._show_chips(choices)
        self.view.verticalScrollBar().setValue(scrolled)

    def turn_selected(self, verdict: Verdict) -> None:
        """Ask for this verdict on the selected tweets."""
        rows = self.model.rows_at(self.view.selectionModel().selectedIndexes())
        if rows:
            self.turn_requested.emit(rows, verdict)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Show the whole tweet when the mouse rests on it."""
        if isinstance(event, QHelpEvent):
            index = self.view.indexAt(event.pos())
            text = wrapped_plain(index.data()) if index.isValid() else ""
            QToolTip.showText(event.globalPos(), text, self.view)
            return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def _show_menu(self, position: QPoint) -> None:
        menu = self.menu()
        menu.exec(self.view.viewport().mapToGlobal(position))
        menu.deleteLater()

    def _chip(self, verdict: Verdict | None) -> ChipButton:
        chip = ChipButton("")
        chip.clicked.connect(lambda: self._choose(verdict))
        return chip

    def _choose(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        for own, chip in self._chips.items():
            chip.setChecked(own is verdict)
        self._filter()

    def _filter(self) -> None:
        self.model.filter(self._verdict, self.search.text())
        self._show_emptiness()

    def _show_chips(self, choices: Sequence[Choice]) -> None:
        counts = [choice.counts for choice in choices]
        for verdict, chip in self._chips.items():
            total = sum(one.get(verdict or "downloaded", 0) for one in counts)
            name = COUNTS[verdict].removesuffix(" by you") if verdict else "All"
            chip.setText(f"{name} {total:,}")
            chip.setVisible(verdict in _ALWAYS or bool(total))
            chip.setChecked(verdict is self._verdict)
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        self.nothing.setVisible(self.model.rowCount() == 0)

    def _turn_one(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        kept = self.model.judged(row).verdict is Verdict.KEPT
        self.turn_requested.emit([row], Verdict.LEFT_OUT if kept else Verdict.KEPT)

    def menu(self) -> QMenu:
        """Return the menu of what can be done to the selected tweets."""
        rows: list[Row] = self.model.rows_at(self.view.selectionModel().selectedIndexes())
        verdicts = {self.model.judged(row).verdict for row in rows}
        menu = QMenu(self)
        for text, needed, wanted in (
            ("&Leave out", Verdict.KEPT, Verdict.LEFT_OUT),
            ("&Take in", Verdict.LEFT_OUT, Verdict.KEPT),
        ):
            action = menu.addAction(text)
            action.setEnabled(needed in verdicts)
            action.triggered.connect(lambda _, wanted=wanted: self.turn_selected(wanted))
        return menu
