"""The tweets that are found as a list for Qt, newest first; their texts come from the library."""

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from huggingtweets_gui.foundation.tame_text import tame
from huggingtweets_gui.library.tweet_filter import Standing
from huggingtweets_gui.library.tweet_query import ShownTweet, TweetQuery
from huggingtweets_gui.library.tweet_table import Positions, TweetTable
from huggingtweets_gui.tweets.model import UNDATED
from huggingtweets_gui.window.pages.verdicts import CHIPS

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WINDOW = 200
_MOST_WINDOWS = 16
_MOST_CHARACTERS = 2000  # more is no use in a row or a tool tip
_NO_POSITIONS = np.empty(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Line:
    """What a row shows: the day as "14 Mar 2021" or "no date", a text to show anywhere, the verdict."""

    day: str
    text: str
    verdict: Standing


class TweetModel(QAbstractListModel):
    """Serves half a million tweets and more: a number each, and the texts of those in sight.

    Args:
        query: reads the texts, in the thread of the window.
        parent: the owner.
    """

    def __init__(self, query: TweetQuery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = query
        self._table: TweetTable | None = None
        self._shown: Positions = _NO_POSITIONS
        self._windows: OrderedDict[int, dict[int, ShownTweet]] = OrderedDict()

    def show_table(self, table: TweetTable, positions: Positions) -> None:
        """Show the tweets at these positions of a table."""
        self.beginResetModel()
        self._table = table
        self._shown = positions
        self._windows.clear()
        self.endResetModel()

    def show_verdicts(self) -> None:
        """Show what the verdicts on the same tweets are now."""
        if len(self._shown):
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def line(self, index: _Index) -> Line:
        """Return what the row at an index shows; an empty text for a tweet that is gone since."""
        assert self._table is not None
        position = int(self._shown[index.row()])
        tweet = self._window(index.row() // _WINDOW).get(int(self._table.facts["row"][position]))
        verdict = self._table.verdict(position)
        if tweet is None:
            return Line("", "", verdict)
        sent = tweet.created_at
        day = "no date" if sent == UNDATED else f"{sent.day} {sent:%b %Y}"
        return Line(day, tame(tweet.text, _MOST_CHARACTERS), verdict)

    def positions(self) -> Positions:
        """Return the positions in the table of all tweets shown."""
        return self._shown

    def selected(self, selection: QItemSelection) -> Positions:
        """Return the positions in the table of the tweets in a selection, whatever its size."""
        parts = [self._shown[part.top() : part.bottom() + 1] for part in selection.toList()]
        return np.concatenate(parts) if parts else _NO_POSITIONS

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many tweets are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a tweet's text, or all of it in words for a screen reader."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.line(index).text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.line(index)
            return f"{line.text}, {line.day}, {CHIPS[line.verdict][0]}"
        return None

    def _window(self, number: int) -> dict[int, ShownTweet]:
        """Return the texts of the rows around, by their row in the library."""
        if number in self._windows:
            self._windows.move_to_end(number)
            return self._windows[number]
        assert self._table is not None
        around = self._shown[number * _WINDOW : (number + 1) * _WINDOW]
        self._windows[number] = self._query.tweets(self._table.facts["row"][around].tolist())
        if len(self._windows) > _MOST_WINDOWS:
            self._windows.popitem(last=False)
        return self._windows[number]
