"""Page 2: the tweets, which of them are kept, and why."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.library import Library
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.tweets.rules import Rules, Verdict
from huggingtweets_gui.window import words
from huggingtweets_gui.window.pages.counts_table import CountsTable
from huggingtweets_gui.window.pages.rules_card import RulesCard
from huggingtweets_gui.window.pages.tweet_list import TweetList
from huggingtweets_gui.window.pages.tweet_model import Row
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Page, primary_button, secondary_button
from huggingtweets_gui.workflow.choosing import Choice, choose
from huggingtweets_gui.workflow.leaving_out import Hand
from huggingtweets_gui.workflow.rule_counts import rule_counts
from huggingtweets_gui.workflow.wizard import (
    Step,
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
        self._hand = Hand([])
        self._task: TaskThread | None = None
        self._counted: list[str] = []
        self.counts = CountsTable()
        self.rules = RulesCard(wizard.rules)
        self.tweets = TweetList()
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
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
        self.rules.changed.connect(self._on_rules)
        self.tweets.turn_requested.connect(self._on_turn)
        self.undo.clicked.connect(self._on_undo)
        QShortcut(QKeySequence.StandardKey.Undo, self, self._on_undo)
        QShortcut(QKeySequence.StandardKey.Find, self, self.tweets.search.setFocus)
        self.back.clicked.connect(self.back_requested)
        self.next.clicked.connect(self.next_requested)
        self._show_state()

    def load(self) -> None:
        """Judge the tweets of the wizard's authors, in a thread, and show them."""
        handles, rules = list(self._wizard.handles), self._wizard.rules
        self._wizard.choices = []
        self.rules.show_rules(rules)
        if handles != self._counted:
            self.rules.show_counts({})

        def work(report: Progress) -> list[Choice]:
            with Library(self._library.home) as library:
                choices = []
                for number, handle in enumerate(handles):
                    report(number, len(handles))
                    choices.append(choose(library, handle, rules))
                return choices

        self._run(work, self._on_loaded)
        self._show_state()

    def _run(self, work: Callable[[Progress], object], on_success: Callable[..., None]) -> None:
        """Replace the task that runs, if any, by another."""
        if self._task is not None:
            self._task.cancel()
        task = TaskThread(work, self._library.home.logs, self)
        task.succeeded.connect(lambda result: self._settle(task, lambda: on_success(result)))
        task.failed.connect(lambda error: self._settle(task, lambda: self.banner.show_error(error)))
        self._task = task
        task.start()

    def _settle(self, task: TaskThread, then: Callable[[], None]) -> None:
        if task is self._task:
            self._task = None
            then()
            self._show_state()

    def _on_loaded(self, choices: list[Choice]) -> None:
        self._hand = Hand(choices)
        self._wizard.choices = self._hand.choices
        self.tweets.show_choices(choices)
        self._count_rules(choices)

    def _count_rules(self, choices: Sequence[Choice]) -> None:
        handles = [choice.author.handle for choice in choices]
        if handles == self._counted:
            return

        def work(report: Progress) -> dict[str, int]:
            counts: dict[str, int] = {}
            for number, choice in enumerate(choices):
                report(number, len(choices))
                for name, own in rule_counts([one.tweet for one in choice.judged]).items():
                    counts[name] = counts.get(name, 0) + own
            return counts

        def show(counts: dict[str, int]) -> None:
            self._counted = handles
            self.rules.show_counts(counts)

        self._run(work, show)

    def _on_rules(self, rules: Rules) -> None:
        self._wizard.rules = rules
        self.load()

    def _on_turn(self, rows: list[Row], verdict: Verdict) -> None:
        if self._wizard.choices and self._hand.turn(self._library, rows, verdict):
            self._after_change()

    def _on_undo(self) -> None:
        if self._wizard.choices and self._hand.can_undo:
            self._hand.undo(self._library)
            self._after_change()

    def _after_change(self) -> None:
        if self._wizard.rules.drop_duplicates:
            self.load()  # Which of several alike is kept may be another one now.
            return
        self._wizard.choices = self._hand.choices
        self.tweets.update_choices(self._hand.choices)
        self._show_state()

    def _show_state(self) -> None:
        choices = self._wizard.choices
        obstacle = self._wizard.obstacle(Step.LOOK)
        self.busy.setVisible(not choices)
        self.tweets.setEnabled(bool(choices))
        self.undo.setEnabled(bool(choices) and self._hand.can_undo)
        self.next.setEnabled(obstacle is None)
        self.next.setToolTip(obstacle or "")
        if not choices:
            self.header.title.setText("Reading the tweets…")
            self.header.subtitle.setText(obstacle or "")
            return
        self.counts.show_choices(choices)
        characters = kept_characters(choices)
        kept = sum(choice.counts["kept"] for choice in choices)
        self.header.title.setText(
            f"{words.several(kept, 'tweet', 'tweets')} of {_people(choices)} to learn from"
        )
        judgement = judge_amount(characters)
        self.header.subtitle.setText(judgement.sentence)
        self.header.subtitle.set_tone({"too-little": "bad", "little": "warn"}.get(judgement.quality, "soft"))
        tokens = round(expected_tokens(characters), -2)
        self.footer.sentence.setText(f"About {tokens:,} tokens · what is kept here is what it learns from")

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("scrolled")
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.L)
        layout.addWidget(self.counts)
        layout.addWidget(self.rules)
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
