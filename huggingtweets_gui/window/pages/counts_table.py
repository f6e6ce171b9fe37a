"""How many tweets there are, and how many are kept: one column an author."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from huggingtweets_gui.tweets.dataset import MOST_AUTHORS
from huggingtweets_gui.tweets.rules import Verdict
from huggingtweets_gui.window.pages.verdicts import COUNTS
from huggingtweets_gui.window.theme import Space, tabular
from huggingtweets_gui.window.widgets import Card, ElidedLabel, Label, Rule, clear_layout
from huggingtweets_gui.workflow.choosing import Choice

_HANDLE_WIDTH = 56


class CountsTable(Card):
    """The counts of the model card, from "Downloaded" down to "Kept"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS + 2)
        self._grid.setColumnStretch(0, 1)
        self.layout_.addLayout(self._grid)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Show the counts of these authors' tweets."""
        clear_layout(self._grid)
        line = 0
        for column in range(1, MOST_AUTHORS + 1):
            # A label that is cut where it has no room asks for none by itself.
            named = column <= len(choices) > 1
            self._grid.setColumnMinimumWidth(column, _HANDLE_WIDTH if named else 0)
        if len(choices) > 1:
            for column, choice in enumerate(choices, 1):
                handle = ElidedLabel(f"@{choice.author.handle}", "small")
                handle.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._grid.addWidget(handle, line, column)
            line += 1
        counts = [choice.counts for choice in choices]
        self._add(line, "Downloaded", [f"{one['downloaded']:,}" for one in counts], "body")
        for verdict in Verdict:
            if not any(verdict in one for one in counts):
                continue
            kept = verdict is Verdict.KEPT
            numbers = [_number(one.get(verdict, 0), kept=kept) for one in counts]
            line += 2
            self._grid.addWidget(Rule(), line - 1, 0, 1, len(choices) + 1)
            self._add(line, COUNTS[verdict], numbers, "strong" if kept else "soft")

    def _add(self, line: int, name: str, numbers: Sequence[str], tone: str) -> None:
        self._grid.addWidget(Label(name, tone), line, 0)
        for column, text in enumerate(numbers, 1):
            number = Label(text, tone)
            number.setFont(tabular(number.font()))
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            number.setAccessibleName(f"{name}: {text}")
            self._grid.addWidget(number, line, column)


def _number(count: int, *, kept: bool) -> str:
    return f"{count:,}" if kept or not count else f"−{count:,}"
