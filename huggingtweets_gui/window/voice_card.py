"""What is known of a bot's voice: how much closer to its author it came, and how often it copies."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from huggingtweets_gui.library.bot_record import TrainingResult
from huggingtweets_gui.window import theme
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, Label


class VoiceCard(Card):
    """Shows figures that were measured, and no others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_.addWidget(Label("Its voice", "strong"))
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(Space.S)
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setColumnStretch(0, 1)
        self.layout_.addLayout(self._grid)
        self._gain = self._row(
            "Closer to the author",
            "Bits a character that the held-out tweets are easier for it to guess than for its base model.",
        )
        self._test = self._row(
            "On tweets it never saw", "Bits a character on the test tweets, which no choice was made on."
        )
        self._copies = self._row(
            "Copies among these",
            "How many of the new tweets copy or nearly copy one of the author's.",
        )

    def show_result(self, result: TrainingResult) -> None:
        """Show what the training has measured."""
        self._gain.setText(f"{result.base_bits - result.best_bits:+.2f} bits")
        measured = result.test_bits is not None
        self._test.setText(f"{result.test_bits:.2f} bits" if measured else "not measured")

    def show_copies(self, copies: int, total: int) -> None:
        """Show how many of the tweets on the page are copies."""
        self._copies.setText(f"{copies} of {total}" if total else "–")

    def _row(self, words: str, meaning: str) -> Label:
        name, value = Label(words, wrap=True), Label("–")
        value.setFont(theme.tabular(value.font()))
        for label in (name, value):
            label.setToolTip(meaning)
        row = self._grid.rowCount()
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        return value
