"""What the bot writes during its training: the newest samples first, the earlier ones beneath."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from huggingtweets_gui.messages import Samples
from huggingtweets_gui.window.sample_text import SampleText
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, ElidedLabel, Label, Rule, clear_layout
from huggingtweets_gui.window.words import number

_EARLIER = 5


class SampleFeed(Card):
    """Shows the samples of the last evaluations."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Samples] = []
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, Space.S, 0)
        self._rows.setSpacing(Space.S)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName("What it writes")
        area.setWidget(inside)
        self.layout_.addWidget(area)

    def show_samples(self, samples: list[Samples]) -> None:
        """Show these, which are in the order of their steps."""
        newest = samples[: -_EARLIER - 2 : -1]
        if newest == self._shown and self._rows.count():
            return
        self._shown = newest
        clear_layout(self._rows)
        if not newest:
            self._rows.addLayout(_heading("What it writes now", ""))
            hint = Label(
                "After each look at the held-out loss, a few samples appear here.", "soft", wrap=True
            )
            self._rows.addWidget(hint)
        for index, one in enumerate(newest):
            when = f"step {number(one.step)}"
            heading = ("What it writes now", f"after {when}") if index == 0 else ("Before", when)
            if index:
                self._rows.addSpacing(Space.S)
            self._rows.addLayout(_heading(*heading))
            for place, text in enumerate(one.texts):
                if place:
                    self._rows.addWidget(Rule())
                self._rows.addWidget(SampleText(text, "soft" if index else "body"))
        self._rows.addStretch(1)


def _heading(words: str, when: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    row.addWidget(Label(words, "strong"))
    row.addWidget(ElidedLabel(when, "small"), 1)
    return row
