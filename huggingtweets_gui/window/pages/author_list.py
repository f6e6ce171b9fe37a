"""The authors in the library, to be chosen by a check."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from huggingtweets_gui.library.tweet_store import AuthorSummary
from huggingtweets_gui.window import words
from huggingtweets_gui.window.widgets import Card, Label

_ROWS_HEIGHT = 92  # three rows; more are scrolled to


class AuthorList(Card):
    """A card with a row for each author, hidden where there is none.

    Signals:
        toggled: a handle, and whether it is chosen now.
    """

    toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_.addWidget(Label("Or one already here", "strong"))
        self.rows = QListWidget()
        self.rows.setAccessibleName("Authors already here")
        self.rows.setFixedHeight(_ROWS_HEIGHT)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.itemChanged.connect(self._on_change)
        self.rows.itemActivated.connect(_turn)
        self.layout_.addWidget(self.rows)
        self.layout_.addStretch()

    def show_authors(self, authors: Sequence[AuthorSummary], chosen: Collection[str]) -> None:
        """Show these authors, the chosen handles with a check."""
        folded = {handle.casefold() for handle in chosen}
        with QSignalBlocker(self.rows):
            self.rows.clear()
            for summary in authors:
                author = summary.author
                item = QListWidgetItem(
                    f"{author.name}  @{author.handle} · {words.several(summary.tweets, 'tweet', 'tweets')}"
                )
                item.setData(Qt.ItemDataRole.UserRole, author.handle)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                checked = author.handle.casefold() in folded
                item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
                self.rows.addItem(item)
        self.setVisible(bool(authors))

    def _on_change(self, item: QListWidgetItem) -> None:
        checked = item.checkState() is Qt.CheckState.Checked
        self.toggled.emit(item.data(Qt.ItemDataRole.UserRole), checked)


def _turn(item: QListWidgetItem) -> None:
    checked = item.checkState() is Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
