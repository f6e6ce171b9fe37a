"""What the list of tweets is narrowed down by: words, a verdict, and what is known of a tweet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from huggingtweets_gui.library.tweet_filter import Filter, Standing
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.tweets.rules import Verdict
from huggingtweets_gui.window.pages.filter_menu import NAMES, FilterMenu, named
from huggingtweets_gui.window.pages.verdicts import COUNTS
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import ChipButton, secondary_button
from huggingtweets_gui.window.widgets.flow import FlowLayout

CHOOSING = (None, Verdict.KEPT, Verdict.SHORT, Verdict.RETWEET, Verdict.LEFT_OUT)
"""The chips that are always there where tweets are chosen; None stands for all tweets."""


class TweetFilterBar(QWidget):
    """A search field, a menu of filters, chips of the verdicts, and chips of the filters that are on.

    Args:
        always: the chips of verdicts that are there also where no tweet has that verdict, in this order.
        parent: the owner.

    Signals:
        changed: the ``Filter`` is another one now.

    Attributes:
        filter: what a tweet must be to be shown.
    """

    changed = Signal()

    def __init__(self, always: Sequence[Standing | None] = CHOOSING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._always = always
        self.filter = Filter()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName("Search the tweets")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda words: self._set(words=words))
        self.button = secondary_button("&Filter")
        self.menu = FilterMenu(self)
        self.menu.chosen.connect(lambda name, value: self._set(**{name: value}))
        self.button.setMenu(self.menu)
        self.chips = {verdict: self._chip(verdict) for verdict in (None, *COUNTS)}
        self.active: dict[str, ChipButton] = {}
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.search, 1)
        row.addWidget(self.button)
        self._verdicts = QWidget()
        self._flow = FlowLayout(self._verdicts)
        for verdict in (*always, *(verdict for verdict in COUNTS if verdict not in always)):
            self._flow.addWidget(self.chips[verdict])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(row)
        layout.addWidget(self._verdicts)
        self.show_counts(None)

    @property
    def narrows(self) -> bool:
        """Whether words are looked for or a filter beside the verdict is on."""
        return replace(self.filter, verdict=None, words=self.filter.words.strip()) != Filter()

    def show_table(self, table: TweetTable) -> None:
        """Offer what can be filtered in these tweets."""
        self.menu.show_table(table)
        self.button.setEnabled(not self.menu.isEmpty())
        self.show_counts(table.verdicts())
        gone = {name: None for name in NAMES if not self.menu.offers(name, getattr(self.filter, name))}
        if gone:
            self._set(**gone)

    def show_counts(self, verdicts: Mapping[Standing, int] | None) -> None:
        """Show how many tweets there are of each verdict; None while that is not known."""
        for verdict, chip in self.chips.items():
            name = COUNTS[verdict].removesuffix(" by you") if verdict else "All"
            if verdicts is None:
                total = 0
                chip.setText(name)
            else:
                total = sum(verdicts.values()) if verdict is None else verdicts.get(verdict, 0)
                chip.setText(f"{name} {total:,}")
            chip.setVisible(verdict in self._always or total > 0)
            chip.setChecked(verdict is self.filter.verdict)

    def _chip(self, verdict: Standing | None) -> ChipButton:
        chip = ChipButton("")
        chip.clicked.connect(lambda: self._set(verdict=verdict))
        return chip

    def _set(self, **values: Any) -> None:
        self.filter = replace(self.filter, **values)
        for verdict, chip in self.chips.items():
            chip.setChecked(verdict is self.filter.verdict)
        for name in NAMES:
            self._show_active(name, getattr(self.filter, name))
        self.changed.emit()

    def _show_active(self, name: str, value: object) -> None:
        """Show a chip that says which filter is on and takes it off."""
        if name in self.active:
            self.active[name].hide()  # At once: it is destroyed later.
            self._flow.removeWidget(self.active[name])
            self.active.pop(name).deleteLater()
        if value is None:
            return
        chip = ChipButton(f"{named(name, value).replace('&', '&&')}  ✕")
        chip.setChecked(True)
        chip.setAccessibleName(f"No longer only: {named(name, value)}")
        chip.clicked.connect(lambda: self._set(**{name: None}))
        self.active[name] = chip
        self._flow.addWidget(chip)
