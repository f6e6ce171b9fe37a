"""The rules that choose and clean the tweets, each with a switch."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from huggingtweets_gui.tweets.rules import BETTER, CLASSIC, Rules
from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Card, ChipButton, Label, ToggleSwitch

_TEXTS = {
    "join_notes": ("Join long tweets", "Take the whole text of a long tweet, not its beginning."),
    "only_last_edit": ("Only the last edit", "Of an edited tweet, keep the last version."),
    "leave_out_circle": ("No circle tweets", "Leave out what was sent to a circle, in private."),
    "count_letters": ("Short by letters", "In scripts without spaces, letters tell what is short."),
    "strip_mentions": ("Strip leading @names", "Take away the names that a reply begins with."),
    "keep_newlines": ("Keep line breaks", "Learn where the author begins a new line."),
    "drop_duplicates": ("No repeats", "Of tweets that are nearly the same, keep the first."),
    "drop_automatic": ("Not by machines", "Leave out what programs such as IFTTT sent."),
    "join_threads": ("Join threads", "Learn the author's answers to themselves as one text."),
    "mask_contacts": ("Mask contacts", "Put [e-mail] and [phone] for addresses and numbers."),
    "mask_names": ("Mask @names", "Put [name] for every @name."),
}


class RulesCard(Card):
    """Two sets of rules to choose from, and each rule by itself.

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
        for name in _TEXTS:
            self._add(name)
        self.show_rules(rules)

    def show_rules(self, rules: Rules) -> None:
        """Show these rules."""
        self._rules = rules
        for name, switch in self.switches.items():
            with QSignalBlocker(switch):
                switch.setChecked(getattr(rules, name))
            switch.update()
        self.better.setChecked(rules == BETTER)
        self.classic.setChecked(rules == CLASSIC)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many tweets each rule is about; an empty mapping while that is not known."""
        for name, label in self._counts.items():
            label.setText(f"{counts[name]:,}" if name in counts else "")

    def _add(self, name: str) -> None:
        title, purpose = _TEXTS[name]
        switch = ToggleSwitch(title)
        switch.setAccessibleDescription(purpose)
        switch.toggled.connect(lambda on: self._set(replace(self._rules, **{name: on})))
        label = Label(title)
        label.setToolTip(purpose)
        count = Label("", "small")
        count.setToolTip("So many tweets does this rule concern")
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(label)
        row.addWidget(count, 1)
        row.addWidget(switch)
        self.layout_.addLayout(row)
        self.switches[name] = switch
        self._counts[name] = count

    def _set(self, rules: Rules) -> None:
        self.show_rules(rules)
        self.changed.emit(rules)
