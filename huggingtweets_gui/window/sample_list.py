"""A list of samples that scrolls."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from huggingtweets_gui.window.sample_card import SampleCard, ShownSample
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, text_button

# Qt lays out all cards anew for each that is added: more than these at once would be felt.
_PORTION = 50
# Below this width a card's facts and buttons do not fit into one row.
_NARROW = 510


class SampleList(QScrollArea):
    """Shows samples, as many of them as the user cares to see.

    Args:
        name: what a screen reader calls it.
        hint: what it says while it is empty.

    Signals:
        keep_toggled, more_requested, discarded: with the ``ShownSample`` whose button was pressed.
    """

    keep_toggled = Signal(object)
    more_requested = Signal(object)
    discarded = Signal(object)

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: list[ShownSample] = []
        self._cards: list[SampleCard] = []
        self._limit = _PORTION
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.S)
        self._hint = Label(hint, "soft", wrap=True)
        self.more_button = text_button("", dense=True)
        self.more_button.clicked.connect(self._show_more)
        column.addWidget(self._hint)
        column.addLayout(self._rows)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(inside)
        self._show_rest()

    def __len__(self) -> int:
        return len(self._samples)

    def __iter__(self) -> Iterator[ShownSample]:
        return iter(self._samples)

    def insert(self, place: int, sample: ShownSample) -> None:
        """Show a sample at this place, counted from 0 at the top."""
        self._samples.insert(place, sample)
        if place < self._limit:
            self._add_card(place)
            if len(self._cards) > self._limit:
                self._drop_card(self._limit)
        self._show_rest()

    def remove(self, sample: ShownSample) -> None:
        """Show a sample no longer."""
        place = self._samples.index(sample)
        del self._samples[place]
        if place < len(self._cards):
            self._drop_card(place)
            self._fill()
        self._show_rest()

    def update_kept(self, sample: ShownSample) -> None:
        """Show anew whether a sample is kept."""
        for card in self._cards:
            if card.sample is sample:
                card.show_kept()

    def clear(self) -> None:
        """Show nothing."""
        self._samples.clear()
        while self._cards:
            self._drop_card(len(self._cards) - 1)
        self._show_rest()

    def scroll_to_top(self) -> None:
        """Show the first samples, and no more than a portion of them."""
        self._limit = _PORTION
        while len(self._cards) > self._limit:
            self._drop_card(len(self._cards) - 1)
        self.verticalScrollBar().setValue(0)
        self._show_rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the cards use the room there is."""
        super().resizeEvent(event)
        for card in self._cards:
            card.set_narrow(self._narrow)

    @property
    def _narrow(self) -> bool:
        return self.viewport().width() < _NARROW

    def _add_card(self, place: int) -> None:
        sample = self._samples[place]
        card = SampleCard(sample)
        card.set_narrow(self._narrow)
        card.keep_toggled.connect(lambda: self.keep_toggled.emit(sample))
        card.more_requested.connect(lambda: self.more_requested.emit(sample))
        card.discarded.connect(lambda: self.discarded.emit(sample))
        self._cards.insert(place, card)
        self._rows.insertWidget(place, card)
        # Qt would put it after everything else in the window.
        stop: QWidget = self._cards[place - 1].tab_stops[-1] if place else self
        for following in card.tab_stops:
            self.setTabOrder(stop, following)
            stop = following

    def _drop_card(self, place: int) -> None:
        card = self._cards.pop(place)
        if card.isAncestorOf(self.focusWidget() or self):
            # The keyboard goes on with the next sample, not at the top of the window.
            self.focusNextPrevChild(True)
        self._rows.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _fill(self) -> None:
        for place in range(len(self._cards), min(self._limit, len(self._samples))):
            self._add_card(place)

    def _show_more(self) -> None:
        self._limit += _PORTION
        self._fill()
        self._show_rest()

    def _show_rest(self) -> None:
        rest = len(self._samples) - len(self._cards)
        self.more_button.setText(f"Show more ({rest:,})")
        self.more_button.setVisible(rest > 0)
        self._hint.setVisible(not self._samples)
