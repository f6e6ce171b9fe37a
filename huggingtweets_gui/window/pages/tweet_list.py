"""The tweets to look through: found by words and filters, left out and taken in."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.tweet_filter import Standing
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.tweets.rules import Verdict
from huggingtweets_gui.window import words
from huggingtweets_gui.window.pages.tweet_filter_bar import CHOOSING, TweetFilterBar
from huggingtweets_gui.window.pages.tweet_model import TweetModel
from huggingtweets_gui.window.pages.tweet_search import TweetSearch
from huggingtweets_gui.window.pages.tweet_view import TweetView
from huggingtweets_gui.window.pages.verdicts import CHIPS
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, Label, text_button

_VERBS = ((Verdict.KEPT, Verdict.LEFT_OUT, "Leave out"), (Verdict.LEFT_OUT, Verdict.KEPT, "Take in"))
"""What has the first verdict can be given the second one, which is called so."""


class TweetList(Card):
    """A card with all tweets of some authors.

    Args:
        library: the one of the window's thread.
        always: see ``TweetFilterBar``.
        parent: the owner.

    Signals:
        turn_requested: positions in the table shown, and the ``Verdict`` they shall have.
    """

    turn_requested = Signal(object, object)

    def __init__(
        self,
        library: Library,
        always: Sequence[Standing | None] = CHOOSING,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, padding=Space.M)
        self._table: TweetTable | None = None
        self.filters = TweetFilterBar(always)
        self.search = TweetSearch(library, self)
        self.model = TweetModel(library.query, self)
        self.view = TweetView(self.model)
        self.nothing = Label("No tweet is like that.", "soft")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setContentsMargins(0, Space.XL, 0, 0)
        self.layout_.addWidget(self.filters)
        self.layout_.addWidget(self._found_row())
        self.layout_.addWidget(self.nothing)
        self.layout_.addWidget(self.view, 1)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.delegate.turn_requested.connect(self._turn_one)
        self._add_keys()
        self.filters.changed.connect(self._on_filter)
        self.search.found.connect(self._refresh)
        self._show_found()

    def show_table(self, table: TweetTable) -> None:
        """Show other tweets."""
        self._table = table
        self.filters.show_table(table)
        self._refresh()
        self.search.again(self.filters.filter.words)

    def show_verdicts(self) -> None:
        """Show what the verdicts on the same tweets are now."""
        assert self._table is not None
        self.filters.show_counts(self._table.verdicts())
        if self.filters.filter.verdict is None or self._unanswered:
            self.model.show_verdicts()
            self._show_found()
        else:
            scrolled = self.view.verticalScrollBar().value()
            self._refresh()
            self.view.verticalScrollBar().setValue(scrolled)

    def turn_selected(self, verdict: Verdict) -> None:
        """Ask for this verdict on the selected tweets."""
        self.turn_requested.emit(self.model.selected(self.view.selectionModel().selection()), verdict)

    def menu(self) -> QMenu:
        """Return the menu of what can be done to the selected tweets."""
        assert self._table is not None
        selected = self.model.selected(self.view.selectionModel().selection())
        menu = QMenu(self)
        for before, after, verb in _VERBS:
            action = menu.addAction(f"&{verb}")
            action.setEnabled(len(self._table.having(selected, before)) > 0)
            action.triggered.connect(lambda _, after=after: self.turn_selected(after))
        return menu

    def _found_row(self) -> QWidget:
        """Make the line that says how many were found, with what can be done to all of them."""
        self.found = QWidget()
        self.found_count = Label("", "soft")
        self.found_buttons = {after: text_button("", dense=True) for _, after, _ in _VERBS}
        row = QHBoxLayout(self.found)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.found_count, 1)
        for after, button in self.found_buttons.items():
            button.clicked.connect(
                lambda _, after=after: self.turn_requested.emit(self.model.positions(), after)
            )
            row.addWidget(button)
        return self.found

    def _add_keys(self) -> None:
        for key, verdict in (
            (QKeySequence.StandardKey.Delete, Verdict.LEFT_OUT),
            (QKeySequence(Qt.Key.Key_Insert), Verdict.KEPT),
        ):
            shortcut = QShortcut(key, self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda verdict=verdict: self.turn_selected(verdict))

    @property
    def _unanswered(self) -> bool:
        """Whether the field has words that the tweets shown were not found by."""
        return bool(self.filters.filter.words.strip()) and self.search.answer is None

    def _on_filter(self) -> None:
        self.search.ask(self.filters.filter.words)
        if self._unanswered:
            self._show_found()
        else:
            self._refresh()

    def _refresh(self) -> None:
        if self._table is not None:
            positions = self._table.find(self.filters.filter, self.search.answer)
            self.model.show_table(self._table, positions)
            self._show_found()

    def _show_found(self) -> None:
        positions = self.model.positions()
        self.nothing.setVisible(self._table is not None and not len(positions))
        self.nothing.setText("No tweet is like that." if self._table else "There are no tweets yet.")
        self.found.setVisible(self.filters.narrows and len(positions) > 0 and not self._unanswered)
        if self._unanswered:
            return
        self.found_count.setText(f"{words.several(len(positions), 'tweet', 'tweets')} found")
        for before, after, verb in _VERBS:
            count = len(self._table.having(positions, before)) if self._table is not None else 0
            self.found_buttons[after].setText(f"{verb} all {count:,} {CHIPS[before][0]}")
            self.found_buttons[after].setVisible(count > 0)

    def _show_menu(self, position: QPoint) -> None:
        menu = self.menu()
        menu.exec(self.view.viewport().mapToGlobal(position))
        menu.deleteLater()

    def _turn_one(self, index: QModelIndex) -> None:
        kept = self.model.line(index).verdict is Verdict.KEPT
        positions = self.model.positions()[index.row() : index.row() + 1]
        self.turn_requested.emit(positions, Verdict.LEFT_OUT if kept else Verdict.KEPT)
