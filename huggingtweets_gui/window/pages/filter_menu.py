"""The menu of what can be filtered in the tweets at hand, with how many tweets each choice has."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from huggingtweets_gui.foundation.tame_text import tame
from huggingtweets_gui.library.tweet_filter import Kind
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.window.language_names import language_name

NAMES = {
    "author": "Author",
    "kind": "Kind",
    "language": "Language",
    "year": "Year",
    "application": "Sent with",
}
"""The filters, as ``Filter`` and as the user calls them."""

_KINDS = {Kind.REPLY: "Replies", Kind.THREAD: "In threads", Kind.NOTE: "Long tweets"}
_MOST_CHOICES = 40
_MOST_CHARACTERS = 40


class FilterMenu(QMenu):
    """Offers only what occurs.

    Signals:
        chosen: the name of a filter in ``Filter``, and its value.
    """

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: dict[str, Mapping[Any, int]] = {}

    def show_table(self, table: TweetTable) -> None:
        """Offer what occurs in these tweets."""
        authors = table.handles()
        self._offered = {
            "author": authors if len(authors) > 1 else {},
            "kind": table.kinds(),
            "language": table.languages(),
            "year": table.years(),
            "application": table.applications(),
        }
        self.clear()
        for name, counts in self._offered.items():
            if counts:
                self._add(name, counts)

    def offers(self, name: str, value: object) -> bool:
        """Return whether a filter can have this value; None, for being off, always."""
        return value is None or value in self._offered[name]

    def _add(self, name: str, counts: Mapping[Any, int]) -> None:
        menu = self.addMenu(NAMES[name])
        for value, count in list(counts.items())[:_MOST_CHOICES]:
            # What stands behind a tab is set in a column at the right.
            action = menu.addAction(f"{named(name, value).replace('&', '&&')}\t{count:,}")
            action.triggered.connect(lambda _, value=value: self.chosen.emit(name, value))
        if len(counts) > _MOST_CHOICES:
            menu.addAction(f"and {len(counts) - _MOST_CHOICES:,} rarer ones").setEnabled(False)


def named(name: str, value: Any) -> str:
    """Return what the user calls a value of a filter."""
    match name:
        case "author":
            return f"@{value}"
        case "kind":
            return _KINDS[value]
        case "language":
            return language_name(value)
        case "application":
            return " ".join(tame(value, _MOST_CHARACTERS).split()) or "Not known"
        case _:
            return str(value)
