"""One tweet that the bot wrote: the text, whether it is its own, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QDate, QLocale, Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.weighted_length import MAX_LENGTH
from huggingtweets_gui.tweets.similar import Likeness
from huggingtweets_gui.window.sample_text import SampleText
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Chip, Label, Rule, text_button
from huggingtweets_gui.workflow.writing import Copied, Written


@dataclass(eq=False)
class ShownSample:
    """A tweet on the page.

    Attributes:
        judged: whether it is known what it copies; the library does not remember that of kept ones.
        kept: whether it is kept, or is about to be.
        kept_id: its id among those kept in the library; None before it is there.
    """

    prompt: str
    written: Written
    judged: bool = True
    kept: bool = False
    kept_id: int | None = None


class SampleCard(QFrame):
    """Shows a ``ShownSample``.

    Signals:
        keep_toggled, more_requested, discarded: the button of this name was pressed.
    """

    keep_toggled = Signal()
    more_requested = Signal()
    discarded = Signal()

    def __init__(self, sample: ShownSample, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sample = sample
        written = sample.written
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addWidget(SampleText(written.text))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        layout.addLayout(self._row)
        facts = QHBoxLayout()
        if sample.judged:
            facts.addWidget(_chip(written.copied))
        facts.addWidget(Label(f"{written.length} / {MAX_LENGTH}", "small"))
        facts.addStretch(1)
        self._buttons = QHBoxLayout()
        for row in (self._row, facts, self._buttons):
            row.setSpacing(Space.XS)
        self._row.addLayout(facts, 1)
        self._row.addLayout(self._buttons)
        self.keep_button = self._button("♡ Keep", "Keep this tweet", self.keep_toggled)
        self.copy_button = self._button("Copy", "Copy this tweet", self._copy)
        self.more_button = self._button("More like this", "Write more like this tweet", self.more_requested)
        self.discard_button = self._button("✕", "Discard this tweet", self.discarded)
        if written.copied is not None:
            layout.addWidget(_source(written.copied))
        layout.addWidget(Rule())
        self.show_kept()

    @property
    def tab_stops(self) -> list[QPushButton]:
        """What the keyboard reaches, in order."""
        return [self.keep_button, self.copy_button, self.more_button, self.discard_button]

    def show_kept(self) -> None:
        """Show whether the sample is kept."""
        kept = self.sample.kept
        self.keep_button.setText("♥ Kept" if kept else "♡ Keep")
        self.keep_button.setAccessibleName("Keep this tweet no longer" if kept else "Keep this tweet")

    def set_narrow(self, narrow: bool) -> None:
        """Put the buttons beneath the facts, where there is no room for them beside."""
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _button(self, text: str, name: str, slot: Callable[[], None] | SignalInstance) -> QPushButton:
        button = text_button(text, dense=True)
        button.setProperty("small", True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(slot)
        self._buttons.addWidget(button)
        return button

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.sample.written.text)


def _chip(copied: Copied | None) -> Chip:
    if copied is None:
        return Chip("original", "good")
    if copied.likeness is Likeness.COPY:
        return Chip(f"copies a tweet{_of(copied.date)}", "bad")
    return Chip(f"near a tweet{_of(copied.date)}", "warn")


def _source(copied: Copied) -> QWidget:
    source = QWidget()
    column = QVBoxLayout(source)
    column.setContentsMargins(Space.M, 0, 0, Space.XS)
    column.setSpacing(2)
    column.addWidget(Label(f"The tweet of @{copied.author}:", "small"))
    column.addWidget(SampleText(copied.text, "soft"))
    return source


def _of(day: str) -> str:
    """Return " of 11 Mar 2021" for "2021-03-11", in English whatever the system's language."""
    date = QDate.fromString(day, Qt.DateFormat.ISODate)
    return f" of {QLocale.c().toString(date, 'd MMM yyyy')}" if date.isValid() else ""
