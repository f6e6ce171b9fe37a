"""What to expect of a bot of the kept tweets."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from huggingtweets_gui.window.widgets import Card, Label
from huggingtweets_gui.workflow.choosing import Choice
from huggingtweets_gui.workflow.expecting import expectations


class ExpectationCard(Card):
    """A few sentences; hidden where there is too little for a bot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentences = Label("", "small", wrap=True)
        self.layout_.addWidget(Label("What to expect", "strong"))
        self.layout_.addWidget(self.sentences)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Say what comes of these tweets."""
        sentences = expectations(choices)
        self.sentences.setText(" ".join(sentences))
        self.setVisible(bool(sentences))
