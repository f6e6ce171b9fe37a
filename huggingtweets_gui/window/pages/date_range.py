"""From which day to which day tweets are kept."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QDateEdit, QGridLayout, QWidget

from huggingtweets_gui.window import words
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label

_LEAST_WIDTH = 100


class DateRange(QWidget):
    """Two fields that go from the first day of the tweets to the last one, where they limit nothing.

    Signals:
        changed: the first and the last day to keep, each a ``date``, or None for no limit.
    """

    changed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days: Mapping[date, int] = {}
        self._range: tuple[date | None, date | None] = (None, None)
        self.since, self.until = QDateEdit(), QDateEdit()
        self.outside = Label("", "small")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, Space.XS, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(2)
        for column, (name, field) in enumerate((("From", self.since), ("Until", self.until))):
            field.setDisplayFormat("yyyy-MM-dd")
            field.setProperty("small", True)
            field.setMinimumWidth(_LEAST_WIDTH)
            field.lineEdit().setTextMargins(Space.XS, 0, 0, 0)
            # Not at each digit: all tweets are judged again.
            field.setKeyboardTracking(False)
            field.setAccessibleName(f"{name} this day, in UTC")
            field.dateChanged.connect(self._on_changed)
            grid.addWidget(Label(name, "small"), 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.outside, 2, 0, 1, 2)
        self.show_days({})

    def show_days(self, days: Mapping[date, int]) -> None:
        """Offer these days, each with how many tweets were sent on it."""
        self._days = days
        self.setEnabled(bool(days))
        if days:
            first, last = _of_qt(min(days)), _of_qt(max(days))
            for field in (self.since, self.until):
                with QSignalBlocker(field):
                    field.setDateRange(first, last)
        self.show_range(*self._range)

    def show_range(self, since: date | None, until: date | None) -> None:
        """Show from which day to which day tweets are kept; None for no limit."""
        self._range = since, until
        for field, day, end in (
            (self.since, since, self.since.minimumDate()),
            (self.until, until, self.until.maximumDate()),
        ):
            with QSignalBlocker(field):
                field.setDate(end if day is None else _of_qt(day))
        outside = sum(
            count
            for day, count in self._days.items()
            if (since is not None and day < since) or (until is not None and day > until)
        )
        self.outside.setText(f"{words.several(outside, 'tweet', 'tweets')} outside these days")
        self.outside.setVisible(self._range != (None, None))

    def _on_changed(self) -> None:
        since, until = self.since.date(), self.until.date()
        self._range = (
            None if since == self.since.minimumDate() else _of_python(since),
            None if until == self.until.maximumDate() else _of_python(until),
        )
        self.show_range(*self._range)
        self.changed.emit(*self._range)


def _of_qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _of_python(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
