"""The tweets of a bot, in three lists: those just written, those that were kept, those it learned from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from huggingtweets_gui.foundation.weighted_length import weighted_length
from huggingtweets_gui.library.bot_store import Bot
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.sample_store import KeptSample
from huggingtweets_gui.window.bot_tweets import BotTweets
from huggingtweets_gui.window.library_writer import LibraryWriter
from huggingtweets_gui.window.sample_card import ShownSample
from huggingtweets_gui.window.sample_list import SampleList
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, ChipButton
from huggingtweets_gui.workflow.writing import Written


class SampleTabs(Card):
    """Shows what a bot wrote and what it learned from, and keeps what is liked.

    Args:
        library: where the kept ones are.

    Signals:
        more_requested: write more like this ``ShownSample``.
        kept_discarded: this ``ShownSample`` was kept and is no longer; ``keep`` takes that back.
        failed: the ``UserError`` because of which the lists show what is kept as it was before.
    """

    more_requested = Signal(object)
    kept_discarded = Signal(object)
    failed = Signal(object)

    def __init__(self, library: Library, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = library.samples
        self._writer = LibraryWriter(library.home, self)
        self._writer.failed.connect(self._show_failure)
        self._bot: Bot | None = None
        self._place = 0
        self.new = SampleList("New tweets", "What the bot writes appears here.")
        self.kept = SampleList("Kept tweets", "Press ♡ Keep on a tweet, and it stays here.")
        self.tweets = BotTweets(library)
        self._stack = QStackedWidget()
        self._chips = [ChipButton(""), ChipButton(""), ChipButton("")]
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        tabs = (self.new, self.kept, self.tweets)
        for index, (chip, tab) in enumerate(zip(self._chips, tabs, strict=True)):
            group.addButton(chip)
            row.addWidget(chip)
            self._stack.addWidget(tab)
            chip.clicked.connect(lambda _, index=index: self._show_tab(index))
        for samples in (self.new, self.kept):
            samples.keep_toggled.connect(self._toggle)
            samples.more_requested.connect(self.more_requested)
        row.addStretch(1)
        self.new.discarded.connect(self._discard_new)
        self.kept.discarded.connect(self._forget)
        self.layout_.addLayout(row)
        self.layout_.addWidget(self._stack, 1)
        self._show_tab(0)
        self._show_counts()

    def show_bot(self, bot: Bot) -> None:
        """Show the kept tweets of this bot, and no new ones yet."""
        self._bot = bot
        self.new.clear()
        self._show_stored(bot)
        self._show_tab(0)
        self._show_counts()

    def refresh(self) -> None:
        """Show what the bot learned as it is by now, where that is in sight."""
        if self._bot is not None and self._stack.currentWidget() is self.tweets:
            self.tweets.show_bot(self._bot)

    def begin(self) -> None:
        """Make room for new tweets at the top."""
        self._place = 0
        self._show_tab(0)
        self.new.scroll_to_top()

    def add(self, sample: ShownSample) -> int:
        """Show a new tweet beneath those written since ``begin``, and return how many these are now."""
        self.new.insert(self._place, sample)
        self._place += 1
        self._show_counts()
        return self._place

    def copies(self) -> tuple[int, int]:
        """Return how many of the new tweets copy or nearly copy the author, and how many there are."""
        return sum(one.written.copied is not None for one in self.new), len(self.new)

    def keep(self, sample: ShownSample) -> None:
        """Keep a tweet."""
        if sample.kept or self._bot is None:
            return
        folder = self._bot.folder

        def write(library: Library) -> None:
            sample.kept_id = library.samples.keep(folder, sample.prompt, sample.written.text).id

        sample.kept = True
        self._writer.save(write)
        self.kept.insert(0, sample)
        self._show_kept(sample)

    def _toggle(self, sample: ShownSample) -> None:
        if not sample.kept:
            self.keep(sample)
        else:
            self._forget(sample)

    def _forget(self, sample: ShownSample) -> None:
        def write(library: Library) -> None:
            if sample.kept_id is not None:  # By now it is known.
                library.samples.discard(sample.kept_id)

        sample.kept = False
        self._writer.save(write)
        self.kept.remove(sample)
        self._show_kept(sample)
        self.kept_discarded.emit(sample)

    def _discard_new(self, sample: ShownSample) -> None:
        self.new.remove(sample)
        self._place = min(self._place, len(self.new))
        self._show_counts()

    def _show_stored(self, bot: Bot) -> None:
        """Show what the library holds of this bot's tweets as kept."""
        stored = self._store.kept(bot.folder)
        new = {sample.kept_id: sample for sample in self.new}
        self.kept.clear()
        for place, kept in enumerate(stored):
            self.kept.insert(place, new.get(kept.id) or _shown(kept))
        for sample in self.new:
            sample.kept = sample in self.kept
            self.new.update_kept(sample)

    def _show_failure(self, error: object) -> None:
        if self._bot is not None:
            self._show_stored(self._bot)
            self._show_counts()
        self.failed.emit(error)

    def _show_kept(self, sample: ShownSample) -> None:
        self.new.update_kept(sample)
        self._show_counts()

    def _show_counts(self) -> None:
        for chip, name, samples in zip(self._chips, ("New", "Kept"), (self.new, self.kept), strict=False):
            chip.setText(f"{name} {len(samples)}")
        authors = self._bot.record.authors if self._bot else []
        self._chips[-1].setText(f"Tweets {sum(author.counts.get('kept', 0) for author in authors):,}")

    def _show_tab(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._chips[index].setChecked(True)
        self.refresh()


def _shown(kept: KeptSample) -> ShownSample:
    written = Written(kept.text, weighted_length(kept.text), None)
    return ShownSample(kept.prompt, written, judged=False, kept=True, kept_id=kept.id)
