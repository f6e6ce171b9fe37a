"""The rules that choose and clean the tweets, each with a switch and how many tweets it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from huggingtweets_gui.library.tweet_figures import Extent
from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Rules
from huggingtweets_gui.window.pages.date_range import DateRange
from huggingtweets_gui.window.pages.language_choice import LanguageChoice
from huggingtweets_gui.window.theme import Space, tabular
from huggingtweets_gui.window.widgets import Card, ChipButton, Fold, Label, ToggleSwitch

_TEXTS = {
    "join_notes": ("Join long tweets", "Take the whole text of a long tweet, not its beginning."),
    "only_last_edit": ("Only the last edit", "Of an edited tweet, keep the last version."),
    "leave_out_circle": ("No circle tweets", "Leave out what was sent to a circle, in private."),
    "count_letters": ("Short by letters", "In scripts without spaces, letters tell what is short."),
    "strip_mentions": ("Strip leading @names", "Take away the names that a reply begins with."),
    "drop_duplicates": ("No repeats", "Of tweets that are nearly the same, keep the first."),
    "drop_automatic": ("Not by machines", "Leave out what programs such as IFTTT sent."),
    "join_threads": ("Join threads", "Learn the author's answers to their own tweets as one text."),
    "keep_newlines": ("Keep line breaks", "Learn where the author begins a new line."),
    "mask_contacts": ("Mask contacts", "Learn [e-mail] and [phone] in place of addresses and numbers."),
    "mask_names": ("Mask @names", "Learn [name] in place of every @name."),
}
_USUAL = ("join_notes", "only_last_edit", "leave_out_circle", "count_letters", "strip_mentions")
_LEAVING_OUT = ("drop_duplicates", "drop_automatic")
_CHANGING = ("join_threads", "keep_newlines", "mask_contacts", "mask_names")
_COUNTED = "So many tweets does this rule concern"
_COUNTING = "The tweets that this rule concerns are being counted"


class RulesCard(Card):
    """Two sets of rules to choose from, and each rule by itself; those off by default are folded away.

    Signals:
        changed: the ``Rules`` that hold now.
    """

    changed = Signal(object)

    def __init__(self, rules: Rules, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_.setSpacing(Space.XS)
        self._rules = rules
        self.better = ChipButton("Better")
        self.better.setToolTip("What experience adds to the classic rules")
        self.classic = ChipButton("Classic")
        self.classic.setToolTip("The rules of huggingtweets, to the letter")
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        head.addWidget(Label("Rules", "strong"), 1)
        for chip, preset in ((self.better, BETTER), (self.classic, CLASSIC)):
            chip.clicked.connect(lambda _, preset=preset: self._set(preset))
            head.addWidget(chip)
        self.layout_.addLayout(head)
        self.switches: dict[str, ToggleSwitch] = {}
        self._counts: dict[str, Label] = {}
        self._add_switches(self.layout_, _USUAL)
        self.dates = DateRange()
        self.dates.changed.connect(
            lambda since, until: self._set(replace(self._rules, since=since, until=until))
        )
        self.languages = LanguageChoice()
        self.languages.changed.connect(lambda codes: self._set(replace(self._rules, languages=codes)))
        self.more = Fold("More rules")
        self._add_group("What is left out", _LEAVING_OUT)
        self.more.content.addWidget(self.dates)
        self.more.content.addWidget(self.languages)
        self._add_group("How it is learned", _CHANGING)
        self.layout_.addWidget(self.more)
        self.show_rules(rules)

    def show_rules(self, rules: Rules) -> None:
        """Show these rules."""
        self._rules = rules
        for name, switch in self.switches.items():
            with QSignalBlocker(switch):
                switch.setChecked(getattr(rules, name))
            switch.update()
        self.dates.show_range(rules.since, rules.until)
        self.languages.show_chosen(rules.languages)
        self.better.setChecked(rules == BETTER)
        self.classic.setChecked(rules == CLASSIC)
        on = sum(getattr(rules, name) for name in (*_LEAVING_OUT, *_CHANGING))
        on += (rules.since, rules.until) != (None, None)
        on += rules.languages is not None
        self.more.set_title(f"More rules, {on} on" if on else "More rules")

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many tweets each rule is about; an empty mapping while that is not known."""
        for name, label in self._counts.items():
            label.setText(f"{counts[name]:,}" if name in counts else "…")
            label.setToolTip(_COUNTED if name in counts else _COUNTING)
            purpose = _TEXTS[name][1]
            known = f" It is about {counts[name]:,} tweets." if name in counts else ""
            self.switches[name].setAccessibleDescription(f"{purpose}{known}")

    def show_extent(self, extent: Extent) -> None:
        """Offer the days and the languages of these tweets."""
        self.dates.show_days(extent.days)
        self.languages.show_counts(extent.languages)

    def _add_group(self, title: str, names: Sequence[str]) -> None:
        self.more.content.addWidget(Label(title, "small"))
        self._add_switches(self.more.content, names)

    def _add_switches(self, layout: QVBoxLayout, names: Sequence[str]) -> None:
        for name in names:
            title, purpose = _TEXTS[name]
            switch = ToggleSwitch(title)
            switch.setAccessibleDescription(purpose)
            switch.toggled.connect(lambda on, name=name: self._set(replace(self._rules, **{name: on})))
            label = Label(title)
            label.setToolTip(purpose)
            count = Label("", "small")
            count.setFont(tabular(count.font()))
            row = QHBoxLayout()
            row.setSpacing(Space.S)
            row.addWidget(label)
            row.addWidget(count, 1)
            row.addWidget(switch)
            layout.addLayout(row)
            self.switches[name] = switch
            self._counts[name] = count

    def _set(self, rules: Rules) -> None:
        self.show_rules(rules)
        self.changed.emit(rules)
