"""How the kept tweets are spread, in four small plots."""

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QWidget

from huggingtweets_gui.library.tweet_figures import LENGTH_STEP, Figures, figures
from huggingtweets_gui.library.tweet_table import TweetTable
from huggingtweets_gui.window.bar_plot import Bar, BarPlot
from huggingtweets_gui.window.language_names import language_name
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, Fold

_MOST_LANGUAGES = 12


class TweetFigures(Card):
    """Folded at first: what is kept by the month, the length, the hour and, of several, the language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fold = Fold("How they are spread")
        self.fold.content.setSpacing(Space.L)
        self.sent = BarPlot("When", "Kept tweets by the month.")
        self.lengths = BarPlot("Length", "Kept tweets by their length in characters.")
        self.hours = BarPlot("Hour of the day", "Kept tweets by the hour of the day in UTC.")
        self.languages = BarPlot("Languages", "Kept tweets by their language, the most frequent first.")
        for plot in (self.sent, self.lengths, self.hours, self.languages):
            self.fold.content.addWidget(plot)
        self.layout_.addWidget(self.fold)
        self._table: TweetTable | None = None
        self.fold.button.toggled.connect(self._refresh)

    def show_table(self, table: TweetTable) -> None:
        """Show how the tweets that are kept now are spread; folded away, it is not even counted."""
        self._table = table
        self._refresh()

    def _refresh(self) -> None:
        if self._table is not None and self.fold.button.isChecked():
            self.show_figures(figures(self._table))

    def show_figures(self, found: Figures) -> None:
        """Show how tweets are spread."""
        sent = [Bar(_period(name), count) for name, count in found.sent.items()]
        self.sent.show_bars(sent, sent[0].name if sent else "", sent[-1].name if sent else "")
        longest = max(found.lengths)
        lengths = [
            Bar(_characters(fewest, is_last=fewest == longest), count)
            for fewest, count in found.lengths.items()
        ]
        self.lengths.show_bars(lengths, "0", f"{longest} characters and more")
        hours = [Bar(f"{hour}:00 to {hour}:59", count) for hour, count in found.hours.items()]
        self.hours.show_bars(hours, "0:00", "24:00 UTC")
        self._show_languages(found.languages)

    def _show_languages(self, counts: dict[str, int]) -> None:
        bars = [Bar(language_name(code), count) for code, count in counts.items()]
        shown = bars[:_MOST_LANGUAGES]
        if len(bars) > _MOST_LANGUAGES:
            rest = bars[_MOST_LANGUAGES - 1 :]
            shown = [*bars[: _MOST_LANGUAGES - 1], Bar("Others", sum(bar.count for bar in rest))]
        ends = (shown[0].name, shown[-1].name if len(shown) > 1 else "") if shown else ("", "")
        self.languages.show_bars(shown, *ends)
        self.languages.setVisible(len(shown) > 1)


def _period(name: str) -> str:
    """Return "Mar 2021" for "2021-03", in English whatever the system's language; years as they are."""
    month = QDate.fromString(name, "yyyy-MM")
    return QLocale.c().toString(month, "MMM yyyy") if month.isValid() else name


def _characters(fewest: int, *, is_last: bool) -> str:
    if is_last:
        return f"{fewest} characters and more"
    return f"{fewest} to {fewest + LENGTH_STEP - 1} characters"
