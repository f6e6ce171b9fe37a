"""The judged tweets as a list for Qt, newest first, filtered by verdict and by words."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from huggingtweets_gui.tweets.rules import Judged, Verdict
from huggingtweets_gui.window.pages.verdicts import CHIPS
from huggingtweets_gui.workflow.choosing import Choice

Row = tuple[int, int]
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class TweetModel(QAbstractListModel):
    """Serves 50,000 tweets and more: nothing is copied, and a filter is one pass over them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: Sequence[Choice] = []
        self._order: list[Row] = []
        self._folded: dict[Row, str] = {}
        self._shown: list[Row] = []
        self._verdict: Verdict | None = None
        self._needle = ""

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show other tweets."""
        self._choices = choices
        rows = [(author, row) for author, choice in enumerate(choices) for row in range(len(choice.judged))]
        self._order = sorted(rows, key=lambda row: self.judged(row).tweet.created_at, reverse=True)
        self._folded = {row: shown_text(self.judged(row)).casefold() for row in self._order}
        self._refilter()

    def update_choices(self, choices: Sequence[Choice]) -> None:
        """Show the same tweets with other verdicts."""
        self._choices = choices
        if self._verdict is None:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))
        else:
            self._refilter()

    def filter(self, verdict: Verdict | None, needle: str) -> None:
        """Show only tweets with this verdict (None: any) and with ``needle`` in their text, in any case."""
        self._verdict = verdict
        self._needle = needle.casefold().strip()
        self._refilter()

    def judged(self, row: Row) -> Judged:
        """Return the tweet at (author, position)."""
        author, position = row
        return self._choices[author].judged[position]

    def row_at(self, index: _Index) -> Row:
        """Return which tweet stands at an index."""
        return self._shown[index.row()]

    def rows_at(self, indexes: Iterable[_Index]) -> list[Row]:
        """Return which tweets stand at these indexes."""
        return [self.row_at(index) for index in indexes]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many tweets are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a tweet's text, or all of it in words for a screen reader."""
        one = self.judged(self.row_at(index))
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_text(one)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{shown_text(one)}, {day(one)}, {CHIPS[one.verdict][0]}"
        return None

    def _refilter(self) -> None:
        self.beginResetModel()
        shown = self._order
        if self._verdict is not None:
            shown = [row for row in shown if self.judged(row).verdict is self._verdict]
        if self._needle:
            shown = [row for row in shown if self._needle in self._folded[row]]
        self._shown = shown
        self.endResetModel()


def shown_text(one: Judged) -> str:
    """Return the text that a bot would learn, or the tweet as it was where nothing of it is left."""
    return one.text or one.tweet.text


def day(one: Judged) -> str:
    """Return the day of a tweet as "14 Mar 2021"."""
    when = one.tweet.created_at
    return f"{when.day} {when:%b %Y}"
