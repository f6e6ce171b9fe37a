"""Page 2: the tweets, which of them are kept, and why."""

from collections.abc import Sequence

from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.library.tweet_figures import extent
from huggingtweets_gui.library.tweet_table import Positions, TweetTable
from huggingtweets_gui.tweets.rules import Rules, Verdict
from huggingtweets_gui.window import words
from huggingtweets_gui.window.library_writer import LibraryWriter
from huggingtweets_gui.window.pages.counts_table import CountsTable
from huggingtweets_gui.window.pages.expectation_card import ExpectationCard
from huggingtweets_gui.window.pages.rules_card import RulesCard
from huggingtweets_gui.window.pages.table_loader import TableLoader
from huggingtweets_gui.window.pages.tweet_figures import TweetFigures
from huggingtweets_gui.window.pages.tweet_list import TweetList
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Page, primary_button, secondary_button
from huggingtweets_gui.window.widgets.keyboard import give_keyboard, has_keyboard
from huggingtweets_gui.workflow.choosing import Choice, choices
from huggingtweets_gui.workflow.expecting import rounded
from huggingtweets_gui.workflow.leaving_out import Change, Hand
from huggingtweets_gui.workflow.steps import Step
from huggingtweets_gui.workflow.wizard import (
    Wizard,
    expected_tokens,
    judge_amount,
    kept_characters,
)

_SIDE_WIDTH = 282


class LookPage(Page):
    """Shows the chosen authors' tweets and keeps what the user decides about them.

    Args:
        library: keeps what is left out.
        wizard: says whose tweets, and receives the choices.
    """

    def __init__(self, library: Library, wizard: Wizard, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._library = library
        self._wizard = wizard
        self._table: TweetTable | None = None
        self._hand = Hand()
        self._saver = LibraryWriter(library.home, self)
        self._leaving = False
        self._at: QWidget | None = None
        self.loader = TableLoader(library.home, self)
        self.counts = CountsTable()
        self.rules = RulesCard(wizard.rules)
        self.expectation = ExpectationCard()
        self.figures = TweetFigures()
        self.tweets = TweetList(library)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName("Judging the tweets")
        self.undo = secondary_button("&Undo")
        self.back = secondary_button("&Back")
        self.next = primary_button("&Next")
        self.header.buttons.addWidget(self.undo)
        self.body.addWidget(self.busy)
        columns = QHBoxLayout()
        columns.setSpacing(Space.L)
        columns.addWidget(self._side())
        columns.addWidget(self.tweets, 1)
        self.body.addLayout(columns, 1)
        self.footer.add(self.back, self.next)
        self.loader.loaded.connect(self._on_loaded)
        self.loader.counted.connect(self.rules.show_counts)
        self.loader.progress.connect(self._show_progress)
        self.loader.failed.connect(self.banner.show_error)
        self.rules.changed.connect(self._on_rules)
        self.tweets.turn_requested.connect(self._on_turn)
        self.undo.clicked.connect(self._on_undo)
        QShortcut(QKeySequence.StandardKey.Undo, self, self._on_undo)
        QShortcut(QKeySequence.StandardKey.Find, self, self.tweets.filters.search.setFocus)
        self.back.clicked.connect(self.back_requested)
        self.next.clicked.connect(self._on_next)
        self._saver.idle.connect(self._on_kept)
        self._saver.failed.connect(self._on_not_kept)
        self.tweets.search.failed.connect(self.banner.show_error)
        self._show_state()

    def load(self) -> None:
        """Judge the tweets of the wizard's authors, in a thread, and show them."""
        handles, rules = list(self._wizard.handles), self._wizard.rules
        self._wizard.choices = []
        self._leaving = False
        self.banner.hide()
        self.rules.show_rules(rules)
        self.busy.setRange(0, 0)
        self._leave_keyboard()
        self._show_state()
        if self._saver.busy:
            self.loader.stop()  # What was done by hand is judged too: this is called again once it is kept.
        else:
            self.loader.load(handles, rules)

    def begin(self) -> None:
        """Give the keyboard to the way back while there is nothing else, and then to the tweets."""
        if not self._wizard.choices:
            self._at = None
            self.back.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on counting what the rules are about."""
        super().showEvent(event)
        if self._table is not None and self._wizard.choices:
            self.loader.count(self._table.handles())

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop what is only of use here; a window that is merely minimised goes on."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.loader.stop()

    def _show_progress(self, done: int, total: int) -> None:
        self.busy.setRange(0, total)
        self.busy.setValue(done)

    def _on_loaded(self, table: TweetTable, rules: Rules) -> None:
        before, self._table = self._handles, table
        if before != self._handles:
            self._hand = Hand()
        self._wizard.choices = choices(table, rules)
        self.tweets.show_table(table)
        self.rules.show_extent(extent(table))
        self.loader.count(table.handles())
        self._show_state()
        if has_keyboard(self.back):
            give_keyboard(*([self._at] if self._at is not None else []), self.tweets.view)

    def _leave_keyboard(self) -> None:
        """Take the keyboard from what cannot be used until the tweets are judged anew."""
        at = self.window().focusWidget()
        if at is not None and (at is self.undo or self.tweets.isAncestorOf(at)):
            self._at = at
            self.back.setFocus()

    def _on_rules(self, rules: Rules) -> None:
        self._wizard.rules = rules
        self.load()

    def _on_turn(self, positions: Positions, verdict: Verdict) -> None:
        if self._table is not None and self._wizard.choices:
            self._keep(self._hand.turn(self._table, positions, verdict))

    def _on_undo(self) -> None:
        if self._table is not None and self._wizard.choices and self._hand.can_undo:
            self._keep(self._hand.undo(self._table))

    def _keep(self, change: Change | None) -> None:
        """Show a change by hand at once, and keep it."""
        if change is None or self._table is None:
            return
        self._saver.save(change.keep)
        if self._wizard.rules.compares:
            self.load()  # Which of several alike is kept may be another one now.
            return
        self._wizard.choices = choices(self._table, self._wizard.rules)
        self.tweets.show_verdicts()
        self._show_state()

    def _on_kept(self) -> None:
        leaving, self._leaving = self._leaving, False
        if not self._wizard.choices and not self.loader.busy:
            self.load()
        elif leaving and self.isVisible():  # Whoever went to another page meanwhile stays there.
            self.next_requested.emit()

    def _on_not_kept(self, error: UserError) -> None:
        self._leaving = False
        self._hand = Hand()
        self.load()
        self.banner.show_error(error)

    def _on_next(self) -> None:
        if self._saver.busy:
            self._leaving = True
        else:
            self.next_requested.emit()

    @property
    def _handles(self) -> list[str]:
        """Whose tweets the table holds."""
        return [author.handle for author in self._table.authors] if self._table is not None else []

    def _show_state(self) -> None:
        chosen = self._wizard.choices
        obstacle = self._wizard.obstacle(Step.LOOK)
        self.busy.setVisible(not chosen)
        self.tweets.setEnabled(bool(chosen))
        self.undo.setEnabled(bool(chosen) and self._hand.can_undo)
        self.next.setEnabled(obstacle is None)
        self.next.setToolTip(obstacle or "")
        if not chosen:
            if self._handles != self._wizard.handles:  # What the cards say is about others, or nothing yet.
                for card in (self.counts, self.expectation, self.figures):
                    card.hide()
            self.header.title.setText("Reading the tweets…")
            self.header.subtitle.setText(obstacle or "")
            return
        self.counts.show_choices(chosen)
        self.counts.show()
        self.figures.show()
        self.expectation.show_choices(chosen)
        if self._table is not None:
            self.figures.show_table(self._table)
        characters = kept_characters(chosen)
        kept = sum(choice.counts["kept"] for choice in chosen)
        self.header.title.setText(
            f"{words.several(kept, 'tweet', 'tweets')} of {_people(chosen)} to learn from"
        )
        judgement = judge_amount(characters)
        self.header.subtitle.setText(judgement.sentence)
        self.header.subtitle.set_tone({"too-little": "bad", "little": "warn"}.get(judgement.quality, "soft"))
        tokens = rounded(expected_tokens(chosen))
        self.footer.sentence.setText(f"About {tokens} tokens · what is kept here is what it learns from")

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("scrolled")
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.L)
        layout.addWidget(self.counts)
        layout.addWidget(self.rules)
        layout.addWidget(self.expectation)
        layout.addWidget(self.figures)
        layout.addStretch()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(side)
        scroll.setWidgetResizable(True)
        scroll.setFixedWidth(_SIDE_WIDTH)
        return scroll


def _people(choices: Sequence[Choice]) -> str:
    handles = [f"@{choice.author.handle}" for choice in choices]
    return handles[0] if len(handles) == 1 else f"{', '.join(handles[:-1])} and {handles[-1]}"
